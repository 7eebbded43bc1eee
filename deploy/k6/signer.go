package k6

import (
	"context"
	"errors"

	"github.com/grafana/sobek"

	"github.com/embedsign/embedsign/signer"
)

// A Signer signs and verifies with one pair of credentials. Scripts make it by
//
//	new embedsign.Signer({ client_id, secret_file })
//
// See [credentials] for what may be left out. Its methods are those of the script,
// in lower case.
type Signer struct {
	outside  outside
	signer   *signer.Signer
	verifier signer.Verifier
	url      []byte
}

func newSigner(options sobek.Value, o outside) (*Signer, error) {
	given, err := credentials(options, o)
	if err != nil {
		return nil, err
	}
	made, err := signer.NewSigner(given)
	if err != nil {
		return nil, err
	}
	key, err := signer.NewKey(given.Secret)
	if err != nil {
		return nil, err
	}
	verifier := signer.Verifier{Key: func(clientID string) (*signer.Key, bool) {
		return key, clientID == given.ClientID
	}}
	return &Signer{outside: o, signer: made, verifier: verifier}, nil
}

// Sign gives the URL of an embed, with a new nonce and for a session that begins
// now. The fields of the embed are those of [signer.Embed] in its JSON form; one
// that there is not is refused, since a load test with a misspelled field tests
// something else than meant. Other errors are a [*signer.InvalidError].
func (s *Signer) Sign(embed sobek.Value) (string, error) {
	var e signer.Embed
	if err := read("embed", embed, &e); err != nil {
		return "", err
	}
	nonce, err := signer.NewNonce(s.outside.random)
	if err != nil {
		return "", err
	}
	s.url, err = s.signer.AppendURL(s.url[:0], &e, nonce, s.outside.now())
	return string(s.url), err
}

// A Verdict is what a receiver with the same credentials says of a URL.
type Verdict struct {
	Accepted bool `js:"accepted"`
	// Code is one of [signer.Codes], of a type that is a string to JavaScript.
	Code        string `js:"code"`
	Parameter   string `js:"parameter"`
	Explanation string `js:"explanation"`
}

// Verify judges a URL that somebody else signed, such as the signing API. It
// remembers no nonces, so it accepts a URL as often as it is asked.
func (s *Signer) Verify(url string) (Verdict, error) {
	_, err := s.verifier.Verify(context.Background(), url, s.outside.now())
	var refusal *signer.Refusal
	switch {
	case err == nil:
		return Verdict{Accepted: true, Code: string(signer.CodeAccepted)}, nil
	case errors.As(err, &refusal):
		return Verdict{Code: string(refusal.Code), Parameter: refusal.Parameter, Explanation: refusal.Explanation}, nil
	}
	return Verdict{}, err
}
