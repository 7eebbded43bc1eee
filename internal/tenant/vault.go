package tenant

import "github.com/embedsign/embedsign/signer"

// A Vault keeps secrets: whoever reads what is stored does not have them.
type Vault interface {
	// Seal makes what is stored. It belongs to the client ID and opens under no other.
	Seal(clientID string, secret signer.Secret) ([]byte, error)
	Unseal(clientID string, sealed []byte) (signer.Secret, error)
}

// InsecureVault stores secrets as they are, for what is never written down: tests, and
// the lab in a browser.
type InsecureVault struct{}

// Seal implements [Vault].
func (InsecureVault) Seal(_ string, secret signer.Secret) ([]byte, error) {
	return []byte(secret.Reveal()), nil
}

// Unseal implements [Vault].
func (InsecureVault) Unseal(_ string, sealed []byte) (signer.Secret, error) {
	return signer.NewSecret(string(sealed)), nil
}
