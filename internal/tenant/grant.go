package tenant

import "strings"

// A Subject is who is granted something: a team or a user.
type Subject struct {
	Team string  `json:"team,omitempty"`
	User Address `json:"user,omitempty"`
}

// TeamNamed is the team as a subject.
func TeamNamed(name string) Subject { return Subject{Team: name} }

// An ObjectKind is what can be shared.
type ObjectKind string

// The kinds of objects.
const (
	InWorkspace ObjectKind = "workspace"
	InFolder    ObjectKind = "folder"
	OnDataset   ObjectKind = "dataset"
	OnWorkbook  ObjectKind = "workbook"
)

// An Object is one thing that is shared.
type Object struct {
	Kind ObjectKind `json:"kind"`
	ID   ID         `json:"id"`
}

// A GrantKey is a subject and an object. There is one level for each.
type GrantKey struct {
	Subject Subject `json:"subject"`
	Object  Object  `json:"object"`
}

// String is the same for no two keys.
func (k GrantKey) String() string {
	subject := "user " + string(k.Subject.User)
	if k.Subject.Team != "" {
		subject = "team " + k.Subject.Team
	}
	return strings.Join([]string{string(k.Object.Kind), string(k.Object.ID), subject}, " ")
}

// Grant gives a level, or with [NoAccess] takes it. Who owns the object, manages it or
// administers may do that, if their account type lets them share.
func (s *State) Grant(by Address, to Subject, on Object, level Level) error {
	if err := s.checkSubject(to); err != nil {
		return err
	}
	own, err := s.levelOn(by, on)
	if err != nil {
		return err
	}
	if own < CanManage {
		return problem(Forbidden, "", "%s does not manage this %s", by, on.Kind)
	}
	if level == CanManage && (on.Kind == OnDataset || on.Kind == OnWorkbook) {
		return problem(Invalid, "level", "documents can be viewed, explored or edited (contribute)")
	}
	if level == CanExplore && on.Kind == OnDataset {
		return problem(Invalid, "level", "datasets can be viewed or edited (contribute); it is workbooks that are explored")
	}
	key := GrantKey{to, on}
	if level == NoAccess {
		delete(s.Grants, key)
		return nil
	}
	if _, changed := s.Grants[key]; !changed {
		if err := checkRoom("grants", len(s.Grants), MaxGrants); err != nil {
			return err
		}
	}
	s.Grants[key] = level
	return nil
}

func (s *State) checkSubject(to Subject) error {
	switch {
	case (to.Team == "") == (to.User == ""):
		return problem(Invalid, "subject", "want either a team or a user")
	case to.Team != "":
		if _, ok := s.Teams[to.Team]; !ok {
			return missing("team", to.Team)
		}
	default:
		if _, ok := s.Users[to.User]; !ok {
			return missing("user", to.User)
		}
	}
	return nil
}

// levelOn is the level that a person has on an object, which is the lower of what is
// granted and what their account type can use.
func (s *State) levelOn(who Address, on Object) (Level, error) {
	switch on.Kind {
	case InWorkspace:
		if _, ok := s.Workspaces[on.ID]; !ok {
			return NoAccess, missing("workspace", on.ID)
		}
		return s.levelAt(who, Place{Workspace: on.ID}), nil
	case InFolder:
		f, ok := s.Folders[on.ID]
		if !ok {
			return NoAccess, missing("folder", on.ID)
		}
		return s.levelAt(who, f.inside()), nil
	case OnDataset:
		d, ok := s.Datasets[on.ID]
		if !ok {
			return NoAccess, missing("dataset", on.ID)
		}
		return s.levelOf(who, on, d.Document), nil
	case OnWorkbook:
		w, ok := s.Workbooks[on.ID]
		if !ok {
			return NoAccess, missing("workbook", on.ID)
		}
		return s.levelOf(who, on, w.Document), nil
	}
	return NoAccess, problem(Invalid, "object", "%q can not be shared", on.Kind)
}

// levelAt is the level of a person in a place: everything in their own My Documents,
// and elsewhere the highest grant on it or on what is around it.
func (s *State) levelAt(who Address, at Place) Level {
	u, t := s.person(who)
	if !u.Active {
		return NoAccess
	}
	if u.administers(t) || at.Home == who {
		return t.ceiling()
	}
	return min(t.ceiling(), s.grantedAt(u, at))
}

// grantedAt is the highest grant on a place and what is around it: grants add up, and
// a lower one further inside takes nothing away.
func (s *State) grantedAt(u User, at Place) Level {
	highest := NoAccess
	for _, f := range s.folders(at) {
		highest = max(highest, s.granted(u, Object{InFolder, f.ID}))
	}
	if at.Workspace != "" {
		highest = max(highest, s.granted(u, Object{InWorkspace, at.Workspace}))
	}
	return highest
}

// granted is the highest level that a person has on this very object, alone or as a
// member of a team.
func (s *State) granted(u User, on Object) Level {
	highest := s.Grants[GrantKey{Subject{User: u.Email}, on}]
	for _, team := range u.Teams {
		highest = max(highest, s.Grants[GrantKey{TeamNamed(team), on}])
	}
	return highest
}

// levelOf is the level of a person on a document.
func (s *State) levelOf(who Address, on Object, d Document) Level {
	return s.levelFor(s.Users[who], on, d)
}

// levelFor is that of a user as given. The owner of a document manages it. Who can
// contribute to a workspace explores the workbooks and views the datasets of others in
// it; who manages the workspace edits them.
func (s *State) levelFor(u User, on Object, d Document) Level {
	t := s.AccountTypes[u.AccountType]
	if !u.Active {
		return NoAccess
	}
	if u.administers(t) || d.Owner == u.Email {
		return t.ceiling()
	}
	around := s.grantedAt(u, d.Place)
	switch {
	case around == CanManage:
		around = CanContribute
	case around == CanContribute && on.Kind == OnWorkbook:
		around = CanExplore
	case on.Kind == OnDataset:
		around = min(around, CanView)
	}
	return min(t.ceiling(), max(around, s.granted(u, on)))
}

// person is a user with their account type; neither, if there is no such user.
func (s *State) person(who Address) (User, AccountType) {
	u := s.Users[who]
	return u, s.AccountTypes[u.AccountType]
}
