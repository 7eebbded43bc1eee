package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// offlinePage makes the playground as one file. It is the page that is served,
// with every reference to another file replaced by that file, so there is
// nothing left that it could ask for; and its policy forbids to ask.
func offlinePage(dir string) ([]byte, error) {
	parts, err := readParts(dir)
	if err != nil {
		return nil, err
	}
	text := string(parts.page)
	for _, s := range parts.swaps() {
		if n := strings.Count(text, s.old); n != 1 {
			return nil, fmt.Errorf("index.html has %q %d times, want once", s.old, n)
		}
		text = strings.Replace(text, s.old, s.new, 1)
	}
	return []byte(text), nil
}

// parts are the files that become one.
type parts struct {
	page, style, script, icon, wasm []byte
}

func readParts(dir string) (p parts, err error) {
	for _, part := range []struct {
		to   *[]byte
		read func() ([]byte, error)
	}{
		{&p.page, func() ([]byte, error) { return render(dir) }},
		{&p.style, func() ([]byte, error) { return bundle(dir, "app.css") }},
		{&p.script, func() ([]byte, error) { return bundle(dir, "app.js", fromWithin) }},
		{&p.icon, func() ([]byte, error) { return os.ReadFile(filepath.Join(dir, "favicon.svg")) }},
		{&p.wasm, func() ([]byte, error) { return os.ReadFile(filepath.Join(dir, "signer.wasm")) }},
	} {
		if *part.to, err = part.read(); err != nil {
			return p, err
		}
	}
	return p, nil
}

// fromWithin takes the signer out of the file instead of from a server.
var fromWithin = api.Plugin{Name: "offline", Setup: func(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `^\./module\.js$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: filepath.Join(args.ResolveDir, "module-offline.js")}, nil
	})
}}

// A swap replaces what has to be there exactly once.
type swap struct{ old, new string }

func (p parts) swaps() []swap {
	return []swap{
		{policyOf(p.page), offlinePolicy(p.script, p.style)},
		{`<link rel="stylesheet" href="app.css">`, "<style>" + string(p.style) + "</style>"},
		{`<link rel="modulepreload" href="app.js">`, ""},
		{`<script type="module" async src="app.js"></script>`, `<script type="module">` + string(p.script) + "</script>"},
		{`<img src="favicon.svg"`, `<img src="data:image/svg+xml;base64,` + base64.StdEncoding.EncodeToString(p.icon) + `"`},
		{`<p class="local"><a href="lab.html">The lab</a> has both sides, an application and a simulated platform. Run <code>cmd/serve</code> to see <a href="parent/">a parent application with an iframe</a>.</p>`,
			`<p>This file is all there is: it works without a server and without a network.</p>`},
		{"</body>", `<script type="application/gzip" id="signer-wasm">` + packed(p.wasm) + "</script>\n</body>"},
	}
}

// policyOf finds the policy of the page that is served.
func policyOf(page []byte) string {
	_, after, _ := strings.Cut(string(page), `http-equiv="Content-Security-Policy" content="`)
	policy, _, _ := strings.Cut(after, `"`)
	return policy
}

// offlinePolicy allows the one script and the one style that are in the file,
// by their hashes, and no connection at all.
func offlinePolicy(script, style []byte) string {
	return "default-src 'none'; script-src " + hashOf(script) + " 'wasm-unsafe-eval'; style-src " + hashOf(style) +
		"; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}

// hashOf is how a policy names an inline script or style.
func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// packed gives the module as text: 1.4 MB instead of 4.7.
func packed(wasm []byte) string {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // that level is a valid one
	}
	w.Write(wasm) // a bytes.Buffer does not fail
	w.Close()
	return base64.StdEncoding.EncodeToString(out.Bytes())
}
