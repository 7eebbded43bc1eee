package tenant

import (
	"slices"
	"strings"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// An Address is an e-mail address in lower case, by which a user is known. That case
// does not matter is our policy; otherwise an internal user's address in another case
// would pass for somebody else's.
type Address string

// ParseAddress checks an address and folds its case.
func ParseAddress(text string) (Address, error) {
	if why := signer.EmailFlaw(text); why != "" {
		return "", problem(Invalid, "email", "%q %s", text, why)
	}
	if err := checkText("email", text, MaxAddress); err != nil {
		return "", err
	}
	return Address(fold(text)), nil
}

func fold(text string) string { return strings.ToLower(text) }

// A UserKind says where a user comes from.
type UserKind string

// The kinds of users.
const (
	// Internal users log in to the platform itself.
	Internal UserKind = "internal"
	// Embedded users were made by the first URL that opened for them.
	Embedded UserKind = "embed"
)

// A User is a person. Users are never deleted.
type User struct {
	Email          Address  `json:"email"`
	Kind           UserKind `json:"kind"`
	ExternalUserID string   `json:"external_user_id,omitempty"`
	FirstName      string   `json:"first_name,omitempty"`
	LastName       string   `json:"last_name,omitempty"`
	AccountType    string   `json:"account_type"`
	Teams          []string `json:"teams"` // sorted
	Active         bool     `json:"active"`
	// Created is when a URL opened for them first; zero for internal users.
	Created time.Time `json:"created,omitzero"`
	// Changed is when a URL made them another last.
	Changed time.Time `json:"changed,omitzero"`
	// Roles are the different pairs of account type and teams with which they came, the
	// last one last, up to [MaxRoles]. More than one means that what one of them owns or
	// was given is now the other's too.
	Roles []Role `json:"roles,omitempty"`
}

// A Role is what a URL made of a user.
type Role struct {
	AccountType string   `json:"account_type"`
	Teams       []string `json:"teams"`
}

func (r Role) equal(other Role) bool {
	return r.AccountType == other.AccountType && slices.Equal(r.Teams, other.Teams)
}

// CreateUser adds an internal user.
func (s *State) CreateUser(by, email Address, accountType string, teams []string) error {
	if err := s.administers(by); err != nil {
		return err
	}
	if err := checkRoom("users", len(s.Users), MaxUsers); err != nil {
		return err
	}
	email, err := ParseAddress(string(email))
	if err != nil {
		return err
	}
	if _, taken := s.Users[email]; taken {
		return problem(Exists, "email", "there is a user %s", email)
	}
	t, ok := s.accountType(accountType)
	if !ok {
		return missing("account type", accountType)
	}
	known, err := s.knownTeams(teams)
	if err != nil {
		return err
	}
	s.Users[email] = User{Email: email, Kind: Internal, AccountType: t.Name, Teams: known, Active: true}
	return nil
}

// Deactivate ends what a user can do, and gives what they have in My Documents to
// another user, into a folder Archived Users there. What lies in workspaces keeps its
// place, and gets the other user as its owner. If the user owns credentials, they open
// nothing from now on.
func (s *State) Deactivate(by, email, heir Address, newID func() (ID, error)) error {
	if err := s.administers(by); err != nil {
		return err
	}
	u, ok := s.Users[email]
	switch {
	case !ok:
		return missing("user", email)
	case !u.Active:
		return problem(Invalid, "email", "%s is not active", email)
	case email == by:
		return problem(Forbidden, "email", "nobody can deactivate themselves")
	}
	if s.ownsAnything(email) {
		if err := s.canInherit(heir, email); err != nil {
			return err
		}
		if err := s.archive(email, heir, newID); err != nil {
			return err
		}
	}
	u.Active = false
	s.Users[email] = u
	return nil
}

// Reactivate lets a user in again. What was given to somebody else stays there.
func (s *State) Reactivate(by, email Address) error {
	if err := s.administers(by); err != nil {
		return err
	}
	u, ok := s.Users[email]
	if !ok {
		return missing("user", email)
	}
	u.Active = true
	s.Users[email] = u
	return nil
}

// canInherit wants somebody who could do something with documents.
func (s *State) canInherit(heir, from Address) error {
	u, ok := s.Users[heir]
	switch {
	case heir == "":
		return problem(InUse, "heir", "%s owns documents: name a user who is to have them", from)
	case !ok || !u.Active || heir == from:
		return problem(Invalid, "heir", "%q is no other active user", heir)
	case !s.AccountTypes[u.AccountType].Allows(Edit):
		return problem(Invalid, "heir", "the account type of %s, %s, cannot edit documents", heir, u.AccountType)
	}
	return nil
}

// opened is the user after a URL opened for them: as the URL says, whatever was before. A
// name that it does not say stays, and is Embed User at first, as the platform documents.
func (u User) opened(email Address, e *signer.Embed, accountType string, teams []string, now time.Time) User {
	if u.Email == "" {
		u = User{Email: email, Kind: Embedded, Active: true, Created: now.UTC(), FirstName: "Embed", LastName: "User"}
	}
	u.ExternalUserID = strings.Clone(e.ExternalUserID)
	if e.FirstName != "" || e.LastName != "" {
		u.FirstName, u.LastName = strings.Clone(e.FirstName), strings.Clone(e.LastName)
	}
	return u.inRole(Role{accountType, teams}, now)
}

// inRole is the user in another role, which is remembered. It comes after the one before,
// whatever the clock says: what was opened for that may not bring it back.
func (u User) inRole(role Role, now time.Time) User {
	if !now.After(u.Changed) {
		now = u.Changed.Add(1)
	}
	u.AccountType, u.Teams, u.Changed = role.AccountType, role.Teams, now.UTC()
	others := slices.DeleteFunc(slices.Clone(u.Roles), role.equal)
	u.Roles = append(others[max(0, len(others)+1-MaxRoles):], role)
	return u
}

// same reports whether two forms of a user differ in nothing but when they came.
func (u User) same(other User) bool {
	return u.Email == other.Email && u.Kind == other.Kind && u.Active == other.Active && u.Created.Equal(other.Created) &&
		u.ExternalUserID == other.ExternalUserID && u.FirstName == other.FirstName && u.LastName == other.LastName &&
		u.AccountType == other.AccountType && slices.Equal(u.Teams, other.Teams) && slices.EqualFunc(u.Roles, other.Roles, Role.equal)
}

// SharesRoles reports whether a user came with more than one role.
func (u User) SharesRoles() bool { return len(u.Roles) > 1 }
