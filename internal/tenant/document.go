package tenant

import (
	"cmp"
	"slices"
	"time"
)

// A Document is what datasets and workbooks have in common.
type Document struct {
	ID      ID        `json:"id"`
	Name    string    `json:"name"`
	Owner   Address   `json:"owner"`
	Place   Place     `json:"place"`
	Changed time.Time `json:"changed"`
}

// newDocument checks what a document is to be, and that the person may put it there.
func (s *State) newDocument(by Address, id ID, name string, at Place, now time.Time) (Document, error) {
	if err := checkName("name", name); err != nil {
		return Document{}, err
	}
	if _, t := s.person(by); !t.Allows(Edit) {
		return Document{}, problem(Forbidden, "", "the account type of %s cannot create documents", by)
	}
	if err := s.contributes(by, at); err != nil {
		return Document{}, err
	}
	return Document{id, name, by, at, now.UTC()}, nil
}

// ownsAnything reports whether there is something to be given to somebody else.
func (s *State) ownsAnything(who Address) bool {
	for _, d := range s.Datasets {
		if d.Owner == who {
			return true
		}
	}
	for _, w := range s.Workbooks {
		if w.Owner == who {
			return true
		}
	}
	return false
}

// archive gives all documents of a user to another one. Those in My Documents go into a
// folder with the user's name, in Archived Users in the other's My Documents.
func (s *State) archive(from, to Address, newID func() (ID, error)) error {
	into, err := s.archivePlace(from, to, newID)
	if err != nil {
		return err
	}
	rehomed := func(p Place) Place {
		if p.Home != from {
			return p
		}
		p.Home = to
		if p.Folder == "" {
			p.Folder = into.Folder
		}
		return p
	}
	for id, f := range s.Folders {
		f.Place = rehomed(f.Place)
		s.Folders[id] = f
	}
	for id, d := range s.Datasets {
		d.Document = d.passedOn(from, to, rehomed)
		s.Datasets[id] = d
	}
	for id, w := range s.Workbooks {
		w.Document = w.passedOn(from, to, rehomed)
		s.Workbooks[id] = w
	}
	return nil
}

func (d Document) passedOn(from, to Address, rehomed func(Place) Place) Document {
	if d.Owner == from {
		d.Owner = to
	}
	d.Place = rehomed(d.Place)
	return d
}

// archivedUsers is the platform's name for the folder.
const archivedUsers = "Archived Users"

func (s *State) archivePlace(from, to Address, newID func() (ID, error)) (Place, error) {
	at := Place{Home: to}
	for _, name := range []string{archivedUsers, string(from)} {
		f, ok := s.folderNamed(at, name)
		if !ok {
			if err := checkRoom("folders", len(s.Folders), MaxFolders); err != nil {
				return at, err
			}
			id, err := newID()
			if err != nil {
				return at, err
			}
			f = Folder{id, name, at}
			s.Folders[id] = f
		}
		at = f.inside()
	}
	return at, nil
}

// byName sorts documents for a list; those of one name keep their order from list to
// list.
func byName(all []Document) []Document {
	slices.SortFunc(all, func(a, b Document) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return all
}
