package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// BenchmarkDoctor asks for the causes of a signature that nothing explains, so
// that everything is tried, natively and of the shipped module: compare the two.
// What is promised is 50 ms natively and 500 ms in WebAssembly for 20 parameters
// in 2 KB.
func BenchmarkDoctor(b *testing.B) {
	g := newGuest(b)
	engines := map[string]func(request string){
		"native": func(request string) { answer([]byte(request)) },
		"wazero": func(request string) { g.call(request) },
	}
	for _, parameters := range []int{20, 40} {
		request := unexplained(b, parameters)
		for name, ask := range engines {
			b.Run(name+"/"+strconv.Itoa(parameters), func(b *testing.B) {
				for b.Loop() {
					ask(request)
				}
			})
		}
	}
}

// unexplained asks about a URL with a signature made of nothing, about 100 bytes
// for each parameter.
func unexplained(t testing.TB, parameters int) (request string) {
	v := vectors.Read(t, "..")
	r := signer.Request{
		Embed: signer.Embed{Path: "https://app.sigmacomputing.com/embed/1-abc", SessionLength: 600, Email: "ada+embed@example.com", Mode: signer.UserBacked,
			ExternalUserID: "u-1001", Teams: []string{"Team A", "Team B"}, AccountType: "Viewer"},
		Credentials: signer.Credentials{ClientID: v.ClientID, Secret: signer.NewSecret(v.Secret)},
		Nonce:       v.HMAC[0].Nonce, Time: time.Unix(v.HMAC[0].Time, 0),
	}
	for i := range parameters - 9 {
		r.Embed.Attributes = append(r.Embed.Attributes,
			signer.Attribute{Name: "Attribute_" + strconv.Itoa(i), Values: []string{"O'Neil & Söhne", "a+b@example.com", strings.Repeat("x", 80)}})
	}
	url := signer.Build(r).SignedText + "&:signature=" + strings.Repeat("5a", 32)
	if n := strings.Count(url, "&"); n != parameters {
		t.Fatalf("%d parameters, want %d", n, parameters)
	}
	return toJSON(t, map[string]string{"op": "inspect", "url": url, "secret": v.Secret})
}
