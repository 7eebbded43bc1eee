package main

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/embedsign/embedsign/signer"
)

// shortSecret is the number of characters below which a secret is doubted.
// Sigma's have 128, so what is shorter than this was cut off, or made up.
const shortSecret = 16

// doubts are about what works, but hardly as meant. They never quote the
// secret.
func (o *options) doubts(c signer.Credentials, place *place) []string {
	var doubts []string
	if !place.loopback || len(o.parentOrigins) > 0 {
		doubts = append(doubts, "other machines can reach this server, and its signing API signs for whoever asks")
	}
	if o.clientID != "" {
		return slices.Concat(doubts, secretDoubts(c.Secret), o.signerDoubts(c))
	}
	// The credentials are throw-away ones, which are in good form.
	if origin := foreignOrigin(o.embedPath, place); origin != "" {
		doubts = append(doubts, "the platform at "+origin+" does not know this client ID, so it will refuse these URLs; give --client-id and --secret-file (a proxy in front of this server needs neither)")
	}
	return doubts
}

// secretDoubts are about a secret that was not copied whole. The signer does not
// mind: any text is a key.
func secretDoubts(secret signer.Secret) []string {
	if utf8.RuneCountInString(secret.Reveal()) >= shortSecret {
		return nil
	}
	return []string{"the secret has fewer than 16 characters, and those of Sigma have 128; was it copied whole?"}
}

// signerDoubts are the signer's own warnings. That nonce and time are missing
// here is an error to it, and passed over.
func (o *options) signerDoubts(c signer.Credentials) []string {
	var doubts []string
	built := signer.Build(signer.Request{Embed: o.users()[0].Embed, Credentials: c})
	for _, f := range built.Findings {
		if f.Severity == signer.SeverityWarning {
			doubts = append(doubts, strings.TrimSpace(f.Parameter+" "+f.Message+". "+f.Fix))
		}
	}
	return doubts
}

// foreignOrigin is the origin of an embed path that leads to another server
// than this one, otherwise empty. The signer lets http point to this machine
// alone, under any of its loopback names, so there the port decides.
func foreignOrigin(embedPath string, place *place) string {
	embed, err := url.Parse(embedPath)
	if err != nil || embed.Host == "" {
		return ""
	}
	own, err := url.Parse(place.url)
	if err == nil && embed.Scheme == own.Scheme && embed.Port() == own.Port() {
		return ""
	}
	return embed.Scheme + "://" + embed.Host
}
