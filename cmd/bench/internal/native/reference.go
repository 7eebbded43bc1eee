package native

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/signer"
)

// ReferenceName names what everything is compared with: crypto/hmac with a
// prepared key over the whole signed text, which is what signing costs when
// nothing is built, checked or encoded, and nothing is kept either.
const ReferenceName = "hmac-text"

// reference is the same instruction mix as signing, on the same text, so that
// the ratio survives a change of processor better than a time does.
type reference struct {
	audit     *audit.Audit
	hash      hash.Hash
	text      []byte
	sum       []byte
	signature string
}

func newReference(s *subject.Subject, a *audit.Audit) (*reference, error) {
	nonce, err := signer.NewNonce(rand.Reader)
	if err != nil {
		return nil, err
	}
	built := s.Built(nonce, time.Now())
	return &reference{
		audit:     a,
		hash:      hmac.New(sha256.New, []byte(s.Credentials.Secret.Reveal())),
		text:      []byte(built.SignedText),
		signature: built.Signature,
	}, nil
}

func (k *reference) Draw() error { return nil }

func (k *reference) Run(n int) error {
	for range n {
		k.hash.Reset()
		k.hash.Write(k.text)
		k.sum = k.hash.Sum(k.sum[:0])
	}
	return nil
}

// Check asks that the reference did the whole work.
func (k *reference) Check() {
	if hex.EncodeToString(k.sum) != k.signature {
		k.audit.Wrong("native reference", errors.New("its HMAC is not the signature of the text"))
	}
}
