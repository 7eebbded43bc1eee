package native

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/signer"
)

// verify decides on good URLs of all people, without a nonce ledger.
type verify struct {
	moment
	signer  *signer.Signer
	subject *subject.Subject
	audit   *audit.Audit
	turn    int
	urls    [subject.People]string
}

func newVerify(s *subject.Subject, a *audit.Audit) (*verify, error) {
	sg, err := signer.NewSigner(s.Credentials)
	return &verify{signer: sg, subject: s, audit: a}, err
}

// Draw signs a fresh URL for each person.
func (k *verify) Draw() error {
	if err := k.moment.Draw(); err != nil {
		return err
	}
	for i := range k.urls {
		url, err := k.signer.AppendURL(nil, &k.subject.Embeds[i], k.nonce, k.at)
		if err != nil {
			return err
		}
		k.urls[i] = string(url)
	}
	return nil
}

// Run goes on when a good URL is refused: that is a wrong result, which the
// audit takes, and no failure to measure.
func (k *verify) Run(n int) error {
	verifier := k.subject.Verifier()
	for range n {
		k.turn = (k.turn + 1) % subject.People
		if _, err := verifier.Verify(context.Background(), k.urls[k.turn], k.at); err != nil {
			k.audit.Verified("native verify", err)
		}
	}
	return nil
}

// Check asks that a signature which is off by one digit is refused, and for
// that reason: a verifier that accepts everything would be the fastest.
func (k *verify) Check() {
	url := []byte(k.urls[k.turn])
	last := &url[len(url)-1]
	if *last == '0' {
		*last = '1'
	} else {
		*last = '0'
	}
	var refusal *signer.Refusal
	err := k.subject.Verify(string(url), time.Now())
	if !errors.As(err, &refusal) || refusal.Code != signer.CodeInvalidSignature {
		k.audit.Wrong("native verify", fmt.Errorf("a wrong signature was not refused as such: %v", err))
	}
	k.audit.Verified("native verify", k.subject.Verify(k.urls[k.turn], time.Now()))
}
