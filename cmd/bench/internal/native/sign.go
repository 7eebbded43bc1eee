package native

import (
	"crypto/rand"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/signer"
)

// A moment is what a slice's URLs share, drawn before it: the kernels measure
// signing, and the nonce's own cost is an operation of its own.
type moment struct {
	nonce string
	at    time.Time
}

func (m *moment) Draw() (err error) {
	m.at = time.Now()
	m.nonce, err = signer.NewNonce(rand.Reader)
	return err
}

// sign makes whole URLs, validation included. The people take turns, as they
// would in an application, so that no two URLs in a row are the same.
type sign struct {
	moment
	signer  *signer.Signer
	subject *subject.Subject
	audit   *audit.Audit
	turn    int
	url     []byte
}

func newSign(s *subject.Subject, a *audit.Audit) (*sign, error) {
	sg, err := signer.NewSigner(s.Credentials)
	return &sign{signer: sg, subject: s, audit: a}, err
}

func (k *sign) Run(n int) (err error) {
	for range n {
		k.turn = (k.turn + 1) % subject.People
		k.url, err = k.signer.AppendURL(k.url[:0], &k.subject.Embeds[k.turn], k.nonce, k.at)
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *sign) Check() {
	k.audit.Verified("native sign", k.subject.Verify(string(k.url), time.Now()))
}

// signPrepared makes URLs of one embed, which differ in nonce and time.
type signPrepared struct {
	moment
	prepared *signer.Prepared
	subject  *subject.Subject
	audit    *audit.Audit
	url      []byte
}

func newSignPrepared(s *subject.Subject, a *audit.Audit) (*signPrepared, error) {
	sg, err := signer.NewSigner(s.Credentials)
	if err != nil {
		return nil, err
	}
	prepared, err := sg.Prepare(&s.Embeds[0])
	return &signPrepared{prepared: prepared, subject: s, audit: a}, err
}

func (k *signPrepared) Run(n int) (err error) {
	for range n {
		if k.url, err = k.prepared.AppendURL(k.url[:0], k.nonce, k.at); err != nil {
			return err
		}
	}
	return nil
}

func (k *signPrepared) Check() {
	k.audit.Verified("native sign-prepared", k.subject.Verify(string(k.url), time.Now()))
}
