package tenant

import (
	"time"

	"github.com/embedsign/embedsign/signer"
)

// A Credential is what lets a server sign URLs. Its secret was shown once, when it was
// made, and no method gives it back.
type Credential struct {
	// ClientID is empty for the old secret of the whole organisation.
	ClientID    string `json:"client_id"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	// Owner is a user. The pair signs for anybody if the owner administers, and for
	// nobody but the owner otherwise; it opens nothing while the owner is not active.
	Owner Address `json:"owner"`
	// Embedding is the privilege to sign URLs; without it the pair is for an interface
	// that is not simulated here.
	Embedding bool      `json:"embedding"`
	Created   time.Time `json:"created"`
	// Example marks the pair with which the example began.
	Example bool `json:"example,omitempty"`
	// Sealed is the secret, as the [Vault] keeps it.
	Sealed []byte `json:"sealed"`
}

// A NewCredential is what an administrator says of credentials to be made.
type NewCredential struct {
	Name        string  `json:"name"`
	Description string  `json:"description"`
	Owner       Address `json:"owner"`
	Embedding   bool    `json:"embedding"`
	// Example is not for administrators to say.
	Example bool `json:"-"`
}

// CreateCredential keeps a pair that was drawn by [signer.NewCredentials]. Several can
// be used side by side: the next is made before the last is revoked.
func (s *State) CreateCredential(by Address, n NewCredential, pair signer.Credentials, vault Vault, now time.Time) error {
	if err := s.mayCreateCredential(by); err != nil {
		return err
	}
	if err := s.checkCredential(n); err != nil {
		return err
	}
	if _, gone := s.Revoked[pair.ClientID]; gone {
		return problem(Forbidden, "client_id", "it was revoked; URLs that were signed with it must not open again")
	}
	c := Credential{ClientID: pair.ClientID, Name: n.Name, Description: n.Description, Owner: n.Owner, Embedding: n.Embedding, Created: now.UTC(), Example: n.Example}
	return s.keep(c, pair.Secret, vault)
}

// EnableOrganisationSecret keeps the old secret without a client ID, of which there is
// one.
func (s *State) EnableOrganisationSecret(by Address, secret signer.Secret, vault Vault, now time.Time) error {
	if err := s.mayCreateCredential(by); err != nil {
		return err
	}
	if _, ok := s.Credentials[""]; ok {
		return problem(Exists, "", "the organisation has a secret: revoke it first")
	}
	return s.keep(Credential{Name: organisationName, Owner: by, Embedding: true, Created: now.UTC()}, secret, vault)
}

// organisationName stands in lists for the secret that has no name.
const organisationName = "Application embedding (whole organisation)"

func (s *State) keep(c Credential, secret signer.Secret, vault Vault) (err error) {
	if c.Sealed, err = vault.Seal(c.ClientID, secret); err != nil {
		return err
	}
	s.Credentials[c.ClientID] = c
	return nil
}

func (s *State) mayCreateCredential(by Address) error {
	if err := s.administers(by); err != nil {
		return err
	}
	if !s.Settings.SecureEmbedding {
		return problem(Forbidden, "", "secure embedding is switched off in the settings")
	}
	if err := checkRoom("revoked credentials", len(s.Revoked), MaxRevoked); err != nil {
		return err
	}
	return checkRoom("credentials", len(s.Credentials), MaxCredentials)
}

func (s *State) checkCredential(n NewCredential) error {
	if err := checkName("name", n.Name); err != nil {
		return err
	}
	if err := checkText("description", n.Description, MaxDescription); err != nil {
		return err
	}
	for _, c := range s.Credentials {
		if c.Name == n.Name {
			return problem(Exists, "name", "there are credentials %q", n.Name)
		}
	}
	if u := s.Users[n.Owner]; !u.Active {
		return problem(Invalid, "owner", "%q is no active user", n.Owner)
	}
	return nil
}

// Revoke removes a pair with its secret, or with "" the secret of the organisation: no
// URL that was signed with it opens any more, and what it opened ends.
func (s *State) Revoke(by Address, clientID string, now time.Time) error {
	if err := s.administers(by); err != nil {
		return err
	}
	if _, ok := s.Credentials[clientID]; !ok {
		return missing("client ID", clientID)
	}
	delete(s.Credentials, clientID)
	if clientID != "" {
		s.Revoked[clientID] = now.UTC()
	}
	return nil
}

// works reports whether URLs of a pair can open: it exists, and its owner is active.
func (s *State) works(clientID string) bool {
	c, ok := s.Credentials[clientID]
	return ok && s.Users[c.Owner].Active
}

// Refuses reports whether nothing that a pair signs can open: it was revoked, its owner is
// not active, or secure embedding is off. A pair that was never here is not refused.
func (s *State) Refuses(clientID string) bool {
	_, revoked := s.Revoked[clientID]
	_, known := s.Credentials[clientID]
	return revoked || known && !s.works(clientID) || !s.Settings.SecureEmbedding
}

// signsFor reports whether a pair may sign for a user.
func (s *State) signsFor(clientID string, user Address) bool {
	c := s.Credentials[clientID]
	return s.isAdministrator(c.Owner) || c.Owner == user
}

// SetSecureEmbedding switches it on or off. Off, no URL opens.
func (s *State) SetSecureEmbedding(by Address, on bool) error {
	if err := s.administers(by); err != nil {
		return err
	}
	s.Settings.SecureEmbedding = on
	return nil
}
