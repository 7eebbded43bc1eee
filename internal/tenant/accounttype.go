package tenant

import (
	"maps"
	"slices"
)

// An AccountType is the most that a person may do, whatever is shared with them. Each
// person has one.
type AccountType struct {
	Name        string       `json:"name"`
	Permissions []Permission `json:"permissions"` // in the order of [Permissions]
	// BuiltIn types can neither be changed nor removed.
	BuiltIn bool `json:"built_in"`
}

// The names of the types that every organisation has, as in the QuickStart's time.
const (
	AdminType   = "Admin"
	CreatorType = "Creator"
	ViewerType  = "Viewer"
)

func builtInTypes() []AccountType {
	return []AccountType{
		{AdminType, []Permission{View, Send, Download, Explore, Edit, Share, Administer}, true},
		{CreatorType, []Permission{View, Send, Download, Explore, Edit, Share}, true},
		{ViewerType, []Permission{View}, true},
	}
}

// Allows reports whether the type has a permission.
func (t AccountType) Allows(p Permission) bool { return slices.Contains(t.Permissions, p) }

// ceiling is the highest level of a grant that means anything to who has the type.
func (t AccountType) ceiling() Level {
	switch {
	case t.Allows(Administer), t.Allows(Edit) && t.Allows(Share):
		return CanManage
	case t.Allows(Edit):
		return CanContribute
	case t.Allows(Explore):
		return CanExplore
	case t.Allows(View):
		return CanView
	}
	return NoAccess
}

// CreateAccountType adds a type. Its name is unique, also from names in other case,
// since the platform's own samples write one name in several ways.
func (s *State) CreateAccountType(by Address, name string, permissions []Permission) error {
	if err := s.administers(by); err != nil {
		return err
	}
	if err := checkRoom("account types", len(s.AccountTypes), MaxAccountTypes); err != nil {
		return err
	}
	if err := checkName("name", name); err != nil {
		return err
	}
	if taken, ok := s.accountType(name); ok {
		return problem(Exists, "name", "there is an account type %q", taken.Name)
	}
	ordered, err := inOrder(permissions)
	if err != nil {
		return err
	}
	s.AccountTypes[name] = AccountType{Name: name, Permissions: ordered}
	return nil
}

// ChangeAccountType gives a type other permissions. It holds at once for everybody
// who has the type.
func (s *State) ChangeAccountType(by Address, name string, permissions []Permission) error {
	t, err := s.changeableType(by, name)
	if err != nil {
		return err
	}
	if t.Permissions, err = inOrder(permissions); err != nil {
		return err
	}
	s.AccountTypes[name] = t
	return nil
}

// DeleteAccountType removes a type that nobody has.
func (s *State) DeleteAccountType(by Address, name string) error {
	if _, err := s.changeableType(by, name); err != nil {
		return err
	}
	for _, u := range s.Users {
		if u.AccountType == name {
			return problem(InUse, "", "%s has the account type %q", u.Email, name)
		}
	}
	delete(s.AccountTypes, name)
	return nil
}

func (s *State) changeableType(by Address, name string) (AccountType, error) {
	if err := s.administers(by); err != nil {
		return AccountType{}, err
	}
	t, ok := s.AccountTypes[name]
	switch {
	case !ok:
		return t, missing("account type", name)
	case t.BuiltIn:
		return t, problem(Forbidden, "", "the account type %q is built in and stays as it is", name)
	}
	return t, nil
}

// inOrder puts permissions into the order of [Permissions], each once.
func inOrder(permissions []Permission) ([]Permission, error) {
	for _, p := range permissions {
		switch {
		case !isPermission(p):
			return nil, problem(Invalid, "permissions", "%q is no permission", p)
		case p == Administer:
			return nil, problem(Invalid, "permissions", "only the built-in type %s administers", AdminType)
		}
	}
	var ordered []Permission
	for _, info := range Permissions() {
		if slices.Contains(permissions, info.Permission) {
			ordered = append(ordered, info.Permission)
		}
	}
	if len(ordered) == 0 {
		return nil, problem(Invalid, "permissions", "a type that allows nothing is of no use to anybody")
	}
	return ordered, nil
}

// accountType finds a type as a URL names it. Case is ignored: samples write viewer
// and Viewer for the same type.
func (s *State) accountType(name string) (AccountType, bool) {
	if t, ok := s.AccountTypes[name]; ok {
		return t, true
	}
	for _, known := range slices.Sorted(maps.Keys(s.AccountTypes)) {
		if fold(known) == fold(name) {
			return s.AccountTypes[known], true
		}
	}
	return AccountType{}, false
}

// highestType is what who comes without an account type gets. The platform documents
// that it is the highest; that it is not Admin, but the highest below it, is our policy.
func (s *State) highestType() AccountType { return s.AccountTypes[CreatorType] }
