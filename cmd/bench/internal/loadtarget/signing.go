package loadtarget

import (
	"context"
	"io"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/signer"
)

// A signing signs URLs to open, and verifies those of the signing API.
type signing struct {
	credentials signer.Credentials
	embeds      []signer.Embed
	verifier    signer.Verifier
	random      io.Reader
}

// skew is by how much URLs are dated back: the format counts whole seconds, so that
// a receiver whose clock is a little behind would take a URL for one of the future.
const skew = 2 * time.Second

// session is how long the sessions of the URLs are: short, since the receiving side
// remembers a nonce until its session is over. A server elsewhere may take as long as
// a request may, and its clock may be ahead by half a minute. That of this process has
// the same clock, and gets a URL within a second or two of its signing; with the
// sessions for elsewhere it took 650 MB at 13 000/s.
func (c Config) session() time.Duration {
	if c.URL == nil {
		return skew + 5*time.Second
	}
	return skew + c.Timeout + 30*time.Second
}

func newSigning(c signer.Credentials, embedPath string, config Config) (*signing, error) {
	people, err := subject.New(config.Random, embedPath)
	if err != nil {
		return nil, err
	}
	key, err := signer.NewKey(c.Secret)
	if err != nil {
		return nil, err
	}
	for i := range people.Embeds {
		people.Embeds[i].SessionLength = int64(config.session().Seconds())
	}
	s := &signing{credentials: c, embeds: people.Embeds, random: config.Random}
	s.verifier.Key = func(id string) (*signer.Key, bool) { return key, id == c.ClientID }
	return s, nil
}

// feed signs URLs and puts them into a channel, a few at a time, so that each lies
// ready when it is due, and is fresh. It ends with the context, or when nothing can
// be signed, and closes the channel.
func (s *signing) feed(ctx context.Context, ready chan<- string) {
	defer close(ready)
	sign, err := signer.NewSigner(s.credentials)
	if err != nil {
		return
	}
	for i := 0; ; i++ {
		url, err := s.next(sign, i)
		if err != nil {
			return
		}
		select {
		case ready <- url:
		case <-ctx.Done():
			return
		}
	}
}

func (s *signing) next(sign *signer.Signer, i int) (string, error) {
	nonce, err := signer.NewNonce(s.random)
	if err != nil {
		return "", err
	}
	url, err := sign.AppendURL(nil, &s.embeds[i%len(s.embeds)], nonce, time.Now().Add(-skew))
	return string(url), err
}

// one signs a single URL.
func (s *signing) one() (string, error) {
	sign, err := signer.NewSigner(s.credentials)
	if err != nil {
		return "", err
	}
	return s.next(sign, 0)
}

func (s *signing) verify(ctx context.Context, url string) error {
	_, err := s.verifier.Verify(ctx, url, time.Now())
	return err
}
