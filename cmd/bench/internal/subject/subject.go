// Package subject is what the benchmark signs: embeds of the QuickStart's
// viewer for many people, under credentials made for the run alone.
package subject

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// Path is the embed path where no server of our own is opened.
const Path = "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST"

// People is how many users of the same role take turns. Their e-mails differ
// and are of the same length.
const People = 64

// A Subject is safe for concurrent use.
type Subject struct {
	Credentials signer.Credentials
	// Embeds are those of the people, all of one role.
	Embeds   []signer.Embed
	verifier signer.Verifier
}

// New makes throw-away credentials from random and the embeds for a path.
func New(random io.Reader, path string) (*Subject, error) {
	credentials, err := signer.NewCredentials(random)
	if err != nil {
		return nil, err
	}
	key, err := signer.NewKey(credentials.Secret)
	if err != nil {
		return nil, err
	}
	s := &Subject{Credentials: credentials, Embeds: people(path)}
	s.verifier.Key = func(id string) (*signer.Key, bool) { return key, id == credentials.ClientID }
	return s, nil
}

// people gives the viewer preset to [People] people.
func people(path string) []signer.Embed {
	embeds := make([]signer.Embed, People)
	for i := range embeds {
		e := signer.Presets()[0].Embed
		e.Path = path
		e.Email = fmt.Sprintf("embed_viewer_%02d@example.com", i)
		e.ExternalUserID = fmt.Sprintf("embed_viewer_%02d", i)
		embeds[i] = e
	}
	return embeds
}

// Verify decides on a URL as its receiver would, without a nonce ledger. The
// error is a [*signer.Refusal].
func (s *Subject) Verify(url string, now time.Time) error {
	_, err := s.verifier.Verify(context.Background(), url, now)
	return err
}

// Verifier is what Verify asks; it has no ledger.
func (s *Subject) Verifier() *signer.Verifier { return &s.verifier }

// Built is a URL of the first person together with the text that was signed.
func (s *Subject) Built(nonce string, at time.Time) signer.Built {
	return signer.Build(signer.Request{Embed: s.Embeds[0], Credentials: s.Credentials, Nonce: nonce, Time: at})
}

// BuildRequest is the same as a request to the WebAssembly door. The secret is
// written in clear, as the door needs it.
func (s *Subject) BuildRequest(nonce string, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(map[string]any{
		"op":    "build",
		"embed": s.Embeds[0],
		"credentials": map[string]string{
			"client_id": s.Credentials.ClientID,
			"secret":    s.Credentials.Secret.Reveal(),
		},
		"nonce": nonce,
		"time":  at.Unix(),
	})
	return b.Bytes(), err
}
