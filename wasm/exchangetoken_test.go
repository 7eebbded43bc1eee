package main

import (
	"testing"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// tokenExchanges inspect every token: the good ones are accepted, and of those with
// a known mistake the cause is proved.
func tokenExchanges(t testing.TB) (all []exchange) {
	v := vectors.Read(t, "..")
	inspect := fields{"op": "inspect", "secret": v.Secret, "client_id": v.ClientID, "now": v.HMAC[0].Time, "used_nonces": []string{}}
	for _, x := range v.JWT {
		url := fields{"url": x.URL()}
		all = append(all,
			exchange{"token " + x.Name, toJSON(t, inspect.and(url)), verdict(signer.CodeAccepted)},
			exchange{"token without secret " + x.Name, toJSON(t, fields{"op": "inspect"}.and(url)), verdict(signer.CodeNotChecked)},
		)
	}
	for _, m := range vectors.TokenCauses(t, "..") {
		request := inspect.and(fields{"url": m.URL, "secret": m.Secret})
		all = append(all, exchange{"token with " + m.Code + ", " + m.Why, toJSON(t, request), `"causes":[{"code":"` + m.Code + `","proved":true`})
	}
	return all
}
