package tenant

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// SaveAs makes a workbook of one's own of what the person reads, published, in a place
// to which they can contribute. All pages come along, also from an embed of one of them.
func (r *Reading) SaveAs(ctx context.Context, name string, at Place) (ID, error) {
	v := r.visit
	id, err := NewID(v.tenant.Random)
	if err != nil {
		return "", err
	}
	return id, v.tenant.Store.Update(ctx, func(s *State) error {
		w, ok := s.Workbooks[r.Workbook.ID]
		if !ok || s.levelOf(v.User.Email, Object{OnWorkbook, w.ID}, w.Document) < CanView {
			return missing("workbook", r.Workbook.ID)
		}
		if err := checkRoom("workbooks", len(s.Workbooks), MaxWorkbooks); err != nil {
			return err
		}
		d, err := s.newDocument(v.User.Email, id, name, at, v.now)
		if err != nil {
			return err
		}
		if err := s.checkRoomOf(v.User.Email); err != nil {
			return err
		}
		// The copy is the person's own, with all that its data can be asked for.
		if err := s.checkContent(v.User.Email, r.whole); err != nil {
			return err
		}
		published := r.whole
		s.Workbooks[id] = Workbook{Document: d, Draft: published, Published: &published}
		return nil
	})
}

// Edit replaces the draft of a workbook, which the person has as it was when it was
// changed last. What somebody else did since is not written over.
func (v *Visit) Edit(ctx context.Context, workbook ID, changed time.Time, draft Content) error {
	return v.write(ctx, workbook, changed, func(s *State) error {
		return s.EditWorkbook(v.User.Email, workbook, draft, v.now)
	})
}

// Publish shows the draft of a workbook to all its readers, if it is still the one that
// the person has.
func (v *Visit) Publish(ctx context.Context, workbook ID, changed time.Time) error {
	return v.write(ctx, workbook, changed, func(s *State) error { return s.Publish(v.User.Email, workbook, v.now) })
}

// write makes a change to a workbook that is as it was. Who may not make it is told that.
func (v *Visit) write(ctx context.Context, workbook ID, changed time.Time, change func(*State) error) error {
	return v.tenant.Store.Update(ctx, func(s *State) error {
		was := s.Workbooks[workbook].Document
		if err := change(s); err != nil {
			return err
		}
		if !was.Changed.Equal(changed) {
			return problem(Conflict, "", "%q was changed by somebody else meanwhile: refresh it, and change it again", was.Name)
		}
		return nil
	})
}

// A Shelf is a workspace or My Documents with what the person may see in it.
type Shelf struct {
	Place     Place
	Path      []string
	Documents []Document
	// Contribute: the person can save here.
	Contribute bool
}

// Shelves is the folder menu: one's own documents, and each workspace and folder that
// the person can see or in which they can see something.
func (v *Visit) Shelves() []Shelf {
	byPlace := map[Place][]Document{{Home: v.User.Email}: nil}
	for id := range v.state.Workspaces {
		v.look(byPlace, Place{Workspace: id})
	}
	for _, f := range v.state.Folders {
		v.look(byPlace, f.inside())
	}
	for id, w := range v.state.Workbooks {
		if w.Published != nil && v.state.levelOf(v.User.Email, Object{OnWorkbook, id}, w.Document) >= CanView {
			byPlace[w.Place] = append(byPlace[w.Place], w.Document)
		}
	}
	var shelves []Shelf
	for place, documents := range byPlace {
		shelves = append(shelves, Shelf{
			Place: place, Path: v.state.pathOf(place, v.User.Email), Documents: byName(documents),
			Contribute: v.state.levelAt(v.User.Email, place) >= CanContribute && v.Allows(Edit),
		})
	}
	slices.SortFunc(shelves, func(a, b Shelf) int {
		return cmp.Or(slices.Compare(a.Path, b.Path), cmp.Compare(a.Place.Workspace+a.Place.Folder, b.Place.Workspace+b.Place.Folder))
	})
	return shelves
}

// look adds a place that the person can see.
func (v *Visit) look(byPlace map[Place][]Document, at Place) {
	if v.state.levelAt(v.User.Email, at) >= CanView {
		byPlace[at] = nil
	}
}
