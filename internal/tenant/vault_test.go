package tenant

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// A reversing vault stands for one with a key.
type reversing struct{}

func (reversing) Seal(_ string, secret signer.Secret) ([]byte, error) {
	return reversed(secret.Reveal()), nil
}

func (reversing) Unseal(_ string, sealed []byte) (signer.Secret, error) {
	return signer.NewSecret(string(reversed(string(sealed)))), nil
}

func reversed(text string) []byte {
	out := []byte(text)
	slices.Reverse(out)
	return out
}

func TestResealMovesSecretsToAnotherVault(t *testing.T) {
	o := newOrg(t)
	o.update(func(s *State) error { return s.Reseal(InsecureVault{}, reversing{}) })
	secret, err := reversing{}.Unseal("", o.state().Credentials[o.pair.ClientID].Sealed)
	if err != nil || secret.Reveal() != o.pair.Secret.Reveal() {
		t.Errorf("%v, or another secret", err)
	}
	o.tenant.Vault = reversing{}
	if _, err := o.open(o.viewer()); err != nil {
		t.Error(err)
	}
	if err := o.state().Clone().Reseal(InsecureVault{}, reversing{}); !errors.Is(err, errSealed) {
		t.Errorf("what is sealed passes for plain: %v", err)
	}
}

func TestStartOverIsForAdministrators(t *testing.T) {
	o := newOrg(t)
	empty, err := New(admin)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := o.open(o.viewer())
	if err != nil {
		t.Fatal(err)
	}
	o.update(func(s *State) error { return s.Revoke(admin, o.pair.ClientID, noon) })
	o.now = o.now.Add(time.Second)
	o.fails(Forbidden, func(s *State) error { return s.StartOver("ada@example.com", empty, o.now) })
	o.update(func(s *State) error { return s.StartOver(admin, empty, o.now) })
	if s := o.state(); len(s.Credentials)+len(s.Workbooks)+len(s.Teams) != 0 || len(s.Users) != 1 {
		t.Errorf("something is left: %+v", s)
	}
	// What was revoked stays so, and what was open before is over, and makes nobody.
	o.fails(Forbidden, func(s *State) error {
		return s.CreateCredential(admin, NewCredential{Name: "again", Owner: admin, Embedding: true}, o.pair, InsecureVault{}, o.now)
	})
	o.ends(opened, CodeSessionUnknown)
	if s := o.state(); len(s.Users) != 1 {
		t.Errorf("a session that is over has made a user: %+v", s.Users)
	}
}
