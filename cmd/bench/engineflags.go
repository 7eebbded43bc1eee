package main

import (
	"net/url"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/web"
)

// checkEngineFlags looks at the flags that are about one engine.
func (o *options) checkEngineFlags() error {
	switch guest.Random(o.random) {
	case guest.Crypto:
	case guest.WazeroDefault:
		if !slices.Contains(o.engines, guest.Name) {
			return usage("--random %s: the engine %s is not among --engines", o.random, guest.Name)
		}
	default:
		return usage("--random %q: want %s or %s", o.random, guest.Crypto, guest.WazeroDefault)
	}
	if o.url == "" {
		return nil
	}
	if !slices.Contains(o.engines, web.Name) {
		return usage("--url: the engine %s is not among --engines", web.Name)
	}
	base, err := url.Parse(o.url)
	switch {
	case err != nil, base.Scheme != "http" && base.Scheme != "https", base.Host == "":
		return usage("--url: want a base URL such as http://127.0.0.1:8080")
	case base.RawQuery != "" || base.Fragment != "" || base.User != nil || base.Path != "" && base.Path != "/":
		return usage("--url: want scheme, host and port alone, such as http://127.0.0.1:8080")
	}
	return nil
}
