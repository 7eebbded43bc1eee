package tenant

import (
	"maps"
	"time"
)

// A State is everything that an organisation consists of, but for used nonces and
// sessions. What is in the maps is never changed in place but replaced, so that a copy
// of the maps is a copy of the whole.
type State struct {
	Settings     Settings
	AccountTypes map[string]AccountType // by name
	Credentials  map[string]Credential  // by client ID; the old secret of the organisation by ""
	// Revoked says when client IDs were revoked, none of which is ever used again.
	Revoked    map[string]time.Time
	Teams      map[string]Team // by name
	Workspaces map[ID]Workspace
	Folders    map[ID]Folder
	Users      map[Address]User
	Grants     map[GrantKey]Level
	Datasets   map[ID]Dataset
	Workbooks  map[ID]Workbook
	Embeds     map[string]Embed // by the last part of their path
	// Walked says when the steps of the lab's guided walk were done, by their names.
	Walked map[string]time.Time
}

// Settings hold for the organisation.
type Settings struct {
	// SecureEmbedding has to be on before credentials can be made.
	SecureEmbedding bool `json:"secure_embedding"`
	// Began is when this organisation took the place of another one; sessions from before
	// are not its own.
	Began time.Time `json:"began,omitzero"`
}

// New makes an organisation with the built-in account types and one administrator,
// and nothing else.
func New(administrator Address) (*State, error) {
	email, err := ParseAddress(string(administrator))
	if err != nil {
		return nil, err
	}
	s := (&State{}).Clone()
	s.Settings.SecureEmbedding = true
	for _, t := range builtInTypes() {
		s.AccountTypes[t.Name] = t
	}
	s.Users[email] = User{Email: email, Kind: Internal, AccountType: AdminType, Active: true}
	return s, nil
}

// StartOver puts another organisation in the place of this one. What was revoked stays so.
func (s *State) StartOver(by Address, with *State, now time.Time) error {
	if err := s.administers(by); err != nil {
		return err
	}
	revoked := cloned(s.Revoked)
	maps.Copy(revoked, with.Revoked)
	*s = *with.Clone()
	s.Revoked, s.Settings.Began = revoked, now.UTC()
	return nil
}

// Clone copies the state.
func (s *State) Clone() *State {
	return &State{
		Settings:     s.Settings,
		AccountTypes: cloned(s.AccountTypes),
		Credentials:  cloned(s.Credentials),
		Revoked:      cloned(s.Revoked),
		Teams:        cloned(s.Teams),
		Workspaces:   cloned(s.Workspaces),
		Folders:      cloned(s.Folders),
		Users:        cloned(s.Users),
		Grants:       cloned(s.Grants),
		Datasets:     cloned(s.Datasets),
		Workbooks:    cloned(s.Workbooks),
		Embeds:       cloned(s.Embeds),
		Walked:       cloned(s.Walked),
	}
}

// cloned copies a map, and makes one of none.
func cloned[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return make(map[K]V)
	}
	return maps.Clone(m)
}

// isAdministrator reports whether somebody administers.
func (s *State) isAdministrator(who Address) bool {
	u, t := s.person(who)
	return u.Active && u.administers(t)
}

// administers reports whether a user with this type does. Embed users never do, whatever
// type a URL gives them: what decides on a pair of credentials, and on all documents,
// would else be what that pair signs.
func (u User) administers(t AccountType) bool { return u.Kind == Internal && t.Allows(Administer) }

// administers refuses who is no active administrator.
func (s *State) administers(by Address) error {
	if !s.isAdministrator(by) {
		return problem(Forbidden, "", "only an administrator may do this, which %s is not", by)
	}
	return nil
}
