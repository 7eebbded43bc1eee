package signer_test

import (
	"fmt"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// A URL is broken on purpose, and the log says where the receiver notices.
func ExampleBreak() {
	embed := signer.Presets()[0].Embed
	embed.Path = "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST"
	secret := signer.NewSecret("not a real secret")
	url := signer.Build(signer.Request{Embed: embed, Credentials: signer.Credentials{ClientID: "c", Secret: secret},
		Nonce: "n", Time: time.Unix(1700000000, 0)}).URL

	broken, err := signer.Break("raise_account_type", url)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range broken.Differences {
		if d.Op != "same" {
			fmt.Println(d.Op, d.Text)
		}
	}
	for _, step := range signer.Inspect(signer.Inspection{URL: broken.URL, Secret: secret}).Log {
		if step.State == signer.StateFailed {
			fmt.Println(step.Title, step.SigmaMessage)
		}
	}
	// Output:
	// gone Viewer
	// new Admin
	// Is the signature the right one? You don't have permission to access this page. Invalid embed signature.
}
