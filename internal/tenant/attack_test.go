package tenant

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// What somebody could try who has a session, or credentials of little power.

// TestAPairDoesNotMakeItsOwnerAnAdministrator: the pair of an embed user signs a URL that
// gives this user the type Admin, and is still for that user alone.
func TestAPairDoesNotMakeItsOwnerAnAdministrator(t *testing.T) {
	o := newOrg(t)
	o.visit(o.creator())
	pair, err := signer.NewCredentials(o.random)
	if err != nil {
		t.Fatal(err)
	}
	o.update(func(s *State) error {
		return s.CreateCredential(admin, NewCredential{Name: "of a creator", Owner: "creator@example.com", Embedding: true}, pair, InsecureVault{}, noon)
	})
	for _, step := range []struct {
		e    signer.Embed
		want signer.Code
	}{
		{o.embed("creator@example.com", AdminType, CreatorsTeam), ""},
		{o.viewer(), CodeNotForThisUser},
	} {
		_, err := o.tenant.Open(t.Context(), o.sign(step.e, pair), o.now)
		refusal, refused := IsRefusal(err)
		if refused != (step.want != "") || refused && refusal.Code != step.want {
			t.Errorf("%s: %v, want %q", step.e.Email, err, step.want)
		}
	}
	o.fails(Forbidden, func(s *State) error { return s.CreateTeam("creator@example.com", "mine", "") })
	// Nor does it open what is not shared, or show rows that are not theirs.
	private := o.id()
	o.update(func(s *State) error {
		book := s.Workbooks[o.example.Embed.Workbook]
		if err := s.CreateWorkbook(admin, private, "private", Place{Home: admin}, book.Draft, noon); err != nil {
			return err
		}
		for id := range s.Datasets {
			if err := s.ChangeDataset(admin, id, []Rule{{Column: ColumnRegion, Attribute: "region"}}, true, noon); err != nil {
				return err
			}
		}
		return s.Publish(admin, private, noon)
	})
	v := o.visit(o.embed("creator@example.com", AdminType, CreatorsTeam))
	_, err = v.Workbook(private)
	o.problem(err, NotFound)
	_, err = v.Draft(private)
	o.problem(err, NotFound)
	r := o.entrance(v)
	if sheet, err := r.Data(r.Content.Pages[0].Elements[0].ID, Look{}); err != nil || len(sheet.Rows) != 0 {
		t.Errorf("%d rows, %v", len(sheet.Rows), err)
	}
}

// TestACopyAsksForItsData: who may read a workbook, but not its dataset, cannot have a copy
// that they can ask anything.
func TestACopyAsksForItsData(t *testing.T) {
	o := newOrg(t)
	r := o.entrance(o.visit(o.creator()))
	o.update(func(s *State) error {
		for id := range s.Datasets {
			if err := s.Grant(admin, TeamNamed(CreatorsTeam), Object{OnDataset, id}, NoAccess); err != nil {
				return err
			}
		}
		return nil
	})
	_, err := r.SaveAs(t.Context(), "copy", Place{Home: "creator@example.com"})
	o.problem(err, NotFound)
}

// TestNobodyFillsTheOrganisation: lists and texts have limits for each who makes them.
func TestNobodyFillsTheOrganisation(t *testing.T) {
	o := newOrg(t)
	r := o.entrance(o.visit(o.creator()))
	for range MaxOwned {
		if _, err := r.SaveAs(t.Context(), "copy", Place{Home: "creator@example.com"}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := r.SaveAs(t.Context(), "copy", Place{Home: "creator@example.com"})
	o.problem(err, TooMany)
	o.update(func(s *State) error {
		return s.CreateWorkbook(admin, o.id(), "of somebody else", Place{Home: admin}, r.whole, noon)
	})
	long := Content{}
	for range 5 {
		page := Page{ID: o.id(), Name: "page"}
		for range MaxElements {
			page.Elements = append(page.Elements, Element{ID: o.id(), Kind: TextElement, Title: strings.Repeat("<", MaxDescription)})
		}
		long.Pages = append(long.Pages, page)
	}
	o.fails(TooMany, func(s *State) error {
		return s.CreateWorkbook(admin, o.id(), "long", Place{Home: admin}, long, noon)
	})
	o.update(func(s *State) error {
		for i := range MaxRevoked {
			s.Revoked[fmt.Sprint(i)] = noon
		}
		return s.Revoke(admin, o.pair.ClientID, noon) // which is never too much
	})
	o.fails(TooMany, func(s *State) error {
		return s.CreateCredential(admin, NewCredential{Name: "one more", Owner: admin, Embedding: true}, signer.Credentials{ClientID: "new"}, InsecureVault{}, noon)
	})
}

// TestATextReadsNoDataset: a Creator writes a text with the ID of a dataset that is not
// shared, and asks for its rows.
func TestATextReadsNoDataset(t *testing.T) {
	o := newOrg(t)
	hidden := o.id()
	o.update(func(s *State) error {
		return s.CreateDataset(admin, hidden, "hidden", Place{Home: admin}, OrdersTable, nil, noon)
	})
	v := o.visit(o.creator())
	r := o.entrance(v)
	copied, err := r.SaveAs(t.Context(), "copy", Place{Home: "creator@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []Element{
		{ID: o.id(), Kind: TextElement, Dataset: hidden},
		{ID: o.id(), Kind: TextElement, Group: ColumnRegion},
		{ID: o.id(), Kind: TableElement, Dataset: r.Content.Pages[0].Elements[0].Dataset, Group: ColumnRegion},
		{ID: ID(strings.Repeat("/", idLength)), Kind: TextElement},
	} {
		o.problem(v.Edit(t.Context(), copied, noon, Content{Pages: []Page{{ID: o.id(), Name: "page", Elements: []Element{e}}}}), Invalid)
	}
}

// TestPrivateWorkbooksAreNotThere, for whoever cannot see them.
func TestPrivateWorkbooksAreNotThere(t *testing.T) {
	o := newOrg(t)
	private := o.id()
	dataset := o.entrance(o.visit(o.viewer())).Content.Pages[0].Elements[0].Dataset
	o.update(func(s *State) error {
		return s.CreateWorkbook(admin, private, "private", Place{Home: admin}, Content{Pages: []Page{{ID: o.id(), Name: "p", Elements: []Element{{ID: o.id(), Kind: TableElement, Dataset: dataset}}}}}, noon)
	})
	v := o.visit(o.creator())
	o.problem(v.Publish(t.Context(), private, noon), NotFound)
	_, err := v.Draft(private)
	o.problem(err, NotFound)
}

// TestWhatWasEmbeddedIsGone: a session whose element was taken out says so.
func TestWhatWasEmbeddedIsGone(t *testing.T) {
	o := newOrg(t)
	r := o.entrance(o.visit(o.viewer()))
	pages := r.Content.Pages
	id := o.id()
	o.update(func(s *State) error {
		_, err := s.CreateEmbed(admin, id, r.Workbook.ID, "", pages[0].Elements[1].ID)
		return err
	})
	e := o.viewer()
	e.Path = "https://embed.example.com/embed/" + embedPrefix + string(id)
	opened, err := o.open(e)
	if err != nil {
		t.Fatal(err)
	}
	o.update(func(s *State) error {
		page := pages[0]
		page.Elements = page.Elements[:1]
		if err := s.EditWorkbook(admin, r.Workbook.ID, Content{Pages: []Page{page}}, noon); err != nil {
			return err
		}
		return s.Publish(admin, r.Workbook.ID, noon)
	})
	if _, err := o.again(opened).Entrance(); err == nil {
		t.Error("it is shown")
	} else if refusal, ok := IsRefusal(err); !ok || refusal.Code != CodeEmbedStale || EventCode(refusal.Code) != "ESTALE" {
		t.Errorf("%v", err)
	}
}

// TestLongURLs bounds what is kept of one.
func TestLongURLs(t *testing.T) {
	o := newOrg(t)
	many := slices.Repeat([]string{"x"}, MaxValues)
	for name, change := range map[string]func(*signer.Embed){
		"names":      func(e *signer.Embed) { e.FirstName, e.LastName = strings.Repeat("x", MaxName+1), "x" },
		"IDs":        func(e *signer.Embed) { e.ExternalUserID = strings.Repeat("x", MaxName+1) },
		"attributes": func(e *signer.Embed) { e.Attributes = []signer.Attribute{{Name: "a", Values: many}} },
		"controls":   func(e *signer.Embed) { e.Controls = []signer.Control{{ID: "a", Values: many}} },
	} {
		e := o.viewer()
		change(&e)
		t.Run(name, func(t *testing.T) { o.refused(e, CodeTooMuch) })
	}
}

// A full place for sessions fails.
type noSessions struct{ Sessions }

func (noSessions) Put(context.Context, string, Session) error { return errors.New("full") }

// TestUsedUp: what fails after the nonce was recorded is told apart, as the same URL will
// not open any more.
func TestUsedUp(t *testing.T) {
	o := newOrg(t)
	sessions := o.tenant.Sessions
	o.tenant.Sessions = noSessions{sessions}
	url := o.sign(o.viewer(), o.pair)
	_, err := o.tenant.Open(t.Context(), url, o.now)
	if !errors.As(err, new(*UsedUpError)) {
		t.Errorf("%v", err)
	}
	o.tenant.Sessions = sessions
	_, err = o.tenant.Open(t.Context(), url, o.now)
	if r, ok := IsRefusal(err); !ok || r.Code != signer.CodeNonceReused {
		t.Errorf("%v", err)
	}
}

// TestARevokedIDIsNotUsedAgain, with whatever secret.
func TestARevokedIDIsNotUsedAgain(t *testing.T) {
	o := newOrg(t)
	o.update(func(s *State) error { return s.Revoke(admin, o.pair.ClientID, noon) })
	o.fails(Forbidden, func(s *State) error {
		return s.CreateCredential(admin, NewCredential{Name: "again", Owner: admin, Embedding: true}, o.pair, InsecureVault{}, noon)
	})
}
