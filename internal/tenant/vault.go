package tenant

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/embedsign/embedsign/signer"
)

// A Vault keeps secrets: whoever reads what is stored does not have them.
type Vault interface {
	// Seal makes what is stored. It belongs to the client ID and opens under no other.
	Seal(clientID string, secret signer.Secret) ([]byte, error)
	Unseal(clientID string, sealed []byte) (signer.Secret, error)
}

// InsecureVault stores secrets as they are, for what is never written down or has no
// secret that matters: tests, the lab in a browser, a server on a developer's machine.
type InsecureVault struct{}

// plain begins what is stored so: what a real vault has sealed must not pass for it.
var plain = []byte("insecure:")

var errSealed = errors.New("it is encrypted, and no key was given")

// Seal implements [Vault].
func (InsecureVault) Seal(_ string, secret signer.Secret) ([]byte, error) {
	return append(bytes.Clone(plain), secret.Reveal()...), nil
}

// Unseal implements [Vault].
func (InsecureVault) Unseal(_ string, sealed []byte) (signer.Secret, error) {
	secret, ok := bytes.CutPrefix(sealed, plain)
	if !ok {
		return signer.Secret{}, errSealed
	}
	return signer.NewSecret(string(secret)), nil
}

// Reseal seals all secrets anew with one vault that another one opens: the same one
// after its key was changed, as a rule. It fails if one of them does not open, so that
// a wrong key is seen when a server starts and not when a URL comes.
func (s *State) Reseal(open, seal Vault) error {
	for id, c := range s.Credentials {
		secret, err := open.Unseal(id, c.Sealed)
		if err != nil {
			return fmt.Errorf("secret of the credentials %q: %w", c.Name, err)
		}
		if c.Sealed, err = seal.Seal(id, secret); err != nil {
			return err
		}
		s.Credentials[id] = c
	}
	return nil
}
