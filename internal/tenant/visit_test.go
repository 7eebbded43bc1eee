package tenant

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// TestTheThreeUsers is the QuickStart's table of what each of them can do.
func TestTheThreeUsers(t *testing.T) {
	for _, who := range []struct {
		email, accountType, team         string
		download, explore, saveAs, draft bool
	}{
		{"viewer@example.com", ViewerType, ViewersTeam, false, false, false, false},
		{"plus@example.com", ViewerPlusType, ViewersTeam, true, false, false, false},
		{"explorer@example.com", ExplorerType, ViewersTeam, true, true, false, false},
		{"creator@example.com", CreatorType, CreatorsTeam, true, true, true, false},
	} {
		o := newOrg(t)
		v := o.visit(o.embed(who.email, who.accountType, who.team))
		r := o.entrance(v)
		table, chart := r.Content.Pages[0].Elements[0].ID, r.Content.Pages[0].Elements[1].ID
		if sheet, err := r.Data(table, Look{}); err != nil || len(sheet.Rows) != 240 {
			t.Errorf("%s: %d rows, %v", who.email, len(sheet.Rows), err)
		}
		if sheet, err := r.Data(chart, Look{}); err != nil || len(sheet.Rows) != 5 {
			t.Errorf("%s: chart of %d, %v", who.email, len(sheet.Rows), err)
		}
		allowed := func(what string, want bool, err error) {
			t.Helper()
			if want == (err != nil) {
				t.Errorf("%s: %s: %v, want allowed %v", who.email, what, err, want)
			}
			if err != nil {
				o.problem(err, Forbidden)
			}
		}
		sheet, all, err := r.Download(table, Look{})
		if allowed("download", who.download, err); err == nil && (all != 240 || len(sheet.Rows) != MaxDownload) {
			t.Errorf("a download of %d rows of %d", len(sheet.Rows), all)
		}
		_, err = r.Explored(chart, Look{}, ColumnProduct, ColumnQuantity)
		allowed("explore what may be viewed", false, err)
		o.update(func(s *State) error {
			return s.Grant(admin, TeamNamed(who.team), Object{OnWorkbook, r.Workbook.ID}, CanExplore)
		})
		_, err = o.entrance(o.visit(o.embed(who.email, who.accountType, who.team))).Explored(chart, Look{}, ColumnProduct, ColumnQuantity)
		allowed("explore", who.explore, err)
		_, err = r.SaveAs(t.Context(), "copy", o.viewersWorkspace())
		allowed("save as", who.saveAs, err)
		_, err = v.Draft(r.Workbook.ID)
		allowed("draft", who.draft, err)
		allowed("publish", who.draft, v.Publish(t.Context(), r.Workbook.ID, r.Workbook.Changed))
	}
}

// TestACreatorShares is the third use case: what the creator saves into the workspace
// of the viewers, changes and publishes is there for them, and what is not published is
// not.
func TestACreatorShares(t *testing.T) {
	o := newOrg(t)
	creator := o.visit(o.creator())
	id, err := o.entrance(creator).SaveAs(t.Context(), "Working Copy", o.viewersWorkspace())
	if err != nil {
		t.Fatal(err)
	}
	creator = o.visit(o.creator())
	draft, err := creator.Draft(id)
	if err != nil {
		t.Fatal(err)
	}
	changed := draft.Content
	changed.Title = "Finance"
	another := o.visit(o.creator())
	o.now = o.now.Add(time.Minute)
	creator = o.visit(o.creator())
	if err := creator.Edit(t.Context(), id, draft.Workbook.Changed, changed); err != nil {
		t.Fatal(err)
	}
	// Somebody else, who has the draft as it was before.
	o.problem(another.Edit(t.Context(), id, draft.Workbook.Changed, draft.Content), Conflict)
	o.problem(another.Publish(t.Context(), id, draft.Workbook.Changed), Conflict)
	if title := o.titleFor(o.viewer(), id); title != "" {
		t.Errorf("seen before it was published: %q", title)
	}
	if err := creator.Publish(t.Context(), id, o.state().Workbooks[id].Changed); err != nil {
		t.Fatal(err)
	}
	if title := o.titleFor(o.viewer(), id); title != "Finance" {
		t.Errorf("the viewer sees %q", title)
	}
	viewer := o.visit(o.viewer())
	shelves := viewer.Shelves()
	i := slices.IndexFunc(shelves, func(s Shelf) bool { return slices.Equal(s.Path, []string{ViewersTeam}) })
	if i < 0 || len(shelves[i].Documents) != 1 || shelves[i].Documents[0].ID != id || shelves[i].Contribute {
		t.Errorf("the viewer's menu: %+v", shelves)
	}
	o.problem(viewer.Publish(t.Context(), id, o.now), Forbidden)
	o.problem(viewer.Edit(t.Context(), id, o.now, changed), Forbidden)
	if r := o.entrance(viewer); r.Content.Title != "" {
		t.Error("the first workbook has changed as well")
	}
}

func (o *org) titleFor(e signer.Embed, workbook ID) string {
	o.t.Helper()
	r, err := o.visit(e).Workbook(workbook)
	if err != nil {
		o.t.Fatal(err)
	}
	return r.Content.Title
}

// TestWhatIsNotSharedIsNotThere: neither in the menu nor under its ID.
func TestWhatIsNotSharedIsNotThere(t *testing.T) {
	o := newOrg(t)
	id, err := o.entrance(o.visit(o.creator())).SaveAs(t.Context(), "private", Place{Home: "creator@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	viewer := o.visit(o.viewer())
	for _, s := range viewer.Shelves() {
		if slices.ContainsFunc(s.Documents, func(d Document) bool { return d.ID == id }) {
			t.Errorf("in the menu of somebody else: %+v", s)
		}
	}
	_, hidden := viewer.Workbook(id)
	_, none := viewer.Workbook(o.id())
	o.problem(hidden, NotFound)
	o.problem(none, NotFound)
}

// TestRightsThatGo: what was open may not be saved when it is shared no more.
func TestRightsThatGo(t *testing.T) {
	o := newOrg(t)
	r := o.entrance(o.visit(o.creator()))
	o.update(func(s *State) error {
		return s.Grant(admin, TeamNamed(CreatorsTeam), Object{OnWorkbook, r.Workbook.ID}, NoAccess)
	})
	_, err := r.SaveAs(t.Context(), "copy", Place{Home: "creator@example.com"})
	o.problem(err, NotFound)
}

// TestOneAddressForTwoRoles: who was a creator with the same address sees, as a viewer,
// what the creator owns. That is the leak of which the QuickStart warns.
func TestOneAddressForTwoRoles(t *testing.T) {
	o := newOrg(t)
	same := o.embed("same@example.com", CreatorType, CreatorsTeam)
	id, err := o.entrance(o.visit(same)).SaveAs(t.Context(), "private", Place{Home: "same@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	o.visit(o.viewer())
	if _, err := o.visit(o.viewer()).Workbook(id); err == nil {
		t.Error("another viewer sees it")
	}
	asViewer := o.visit(o.embed("same@example.com", ViewerType, ViewersTeam))
	if _, err := asViewer.Workbook(id); err != nil {
		t.Errorf("the same address does not: %v", err)
	}
	if !asViewer.User.SharesRoles() {
		t.Error("nobody is told")
	}
}

// TestSessionsEnd by time, with their credentials, and with their user.
func TestSessionsEnd(t *testing.T) {
	for want, end := range map[signer.Code]func(*org){
		CodeSessionExpired:      func(o *org) { o.now = noon.Add(600*time.Second + 1) },
		CodeInactiveCredentials: func(o *org) { o.update(func(s *State) error { return s.Revoke(admin, o.pair.ClientID, noon) }) },
		CodeUserDeactivated: func(o *org) {
			o.update(func(s *State) error { return s.Deactivate(admin, "viewer@example.com", "", o.newID) })
		},
	} {
		o := newOrg(t)
		opened, err := o.open(o.viewer())
		if err != nil {
			t.Fatal(err)
		}
		o.now = noon.Add(600 * time.Second)
		o.again(opened)
		end(o)
		_, err = o.tenant.Visit(t.Context(), opened.Token, o.now)
		if r, ok := IsRefusal(err); !ok || r.Code != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	o := newOrg(t)
	if _, err := o.tenant.Visit(t.Context(), "guessed", o.now); err == nil {
		t.Error("a guessed token")
	}
}

// TestDeactivate gives what somebody had to an heir, with its folders.
func TestDeactivate(t *testing.T) {
	o := newOrg(t)
	const creator Address = "creator@example.com"
	o.visit(o.creator())
	home := Place{Home: creator, Folder: o.id()}
	o.update(func(s *State) error { return s.CreateFolder(creator, home.Folder, "mine", Place{Home: creator}) })
	inFolder, err := o.entrance(o.visit(o.creator())).SaveAs(t.Context(), "in a folder", home)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := o.entrance(o.visit(o.creator())).SaveAs(t.Context(), "shared", o.viewersWorkspace())
	if err != nil {
		t.Fatal(err)
	}
	o.visit(o.viewer())
	o.fails(InUse, func(s *State) error { return s.Deactivate(admin, creator, "", o.newID) })
	for _, heir := range []Address{creator, "viewer@example.com", "nobody@example.com"} {
		o.fails(Invalid, func(s *State) error { return s.Deactivate(admin, creator, heir, o.newID) })
	}
	o.update(func(s *State) error { return s.Deactivate(admin, creator, admin, o.newID) })
	s := o.state()
	if w := s.Workbooks[shared]; w.Owner != admin || w.Place != o.viewersWorkspace() {
		t.Errorf("shared: %+v", w.Document)
	}
	w := s.Workbooks[inFolder]
	if path := strings.Join(s.pathOf(w.Place, admin), "/"); w.Owner != admin || path != "My Documents/Archived Users/creator@example.com/mine" {
		t.Errorf("in a folder: %s of %s", path, w.Owner)
	}
	o.refused(o.creator(), CodeUserDeactivated)
	o.fails(Invalid, func(s *State) error { return s.Deactivate(admin, creator, admin, o.newID) })
	o.update(func(s *State) error { return s.Reactivate(admin, creator) })
	o.visit(o.creator())
}

// TestASessionOfAnotherServer: two servers share sessions, and each has an organisation
// of its own.
func TestASessionOfAnotherServer(t *testing.T) {
	here, there := newOrg(t), newOrg(t)
	there.tenant.Sessions = here.tenant.Sessions
	there.pair = here.pair
	here.visit(here.embed("ada@example.com", CreatorType, CreatorsTeam)) // what here is known of her
	here.now = here.now.Add(time.Minute)
	opened, err := there.tenant.Open(t.Context(), here.sign(here.embed("ada@example.com", ViewerType, ViewersTeam), here.pair), here.now)
	if err != nil {
		t.Fatal(err)
	}
	if v := here.again(opened); v.User.AccountType != ViewerType || v.Allows(Edit) || len(v.User.Roles) != 2 {
		t.Errorf("she is %+v", v.User)
	}
	// Somebody whom nobody here has seen.
	opened, err = there.tenant.Open(t.Context(), here.sign(here.embed("new@example.com", ViewerType, ViewersTeam), here.pair), here.now)
	if err != nil {
		t.Fatal(err)
	}
	if r := here.entrance(here.again(opened)); r.Level != CanView {
		t.Errorf("level %v", r.Level)
	}
	// What came later here is not undone by what came earlier there.
	here.now = here.now.Add(time.Minute)
	here.visit(here.embed("ada@example.com", CreatorType, CreatorsTeam))
	if v := here.again(opened); v.User.AccountType != ViewerType {
		t.Errorf("new is %+v", v.User)
	}
	if u := here.state().Users["ada@example.com"]; u.AccountType != CreatorType {
		t.Errorf("she is %+v", u)
	}
	// Who was deactivated here stays so.
	here.update(func(s *State) error { return s.Deactivate(admin, "new@example.com", "", nil) })
	here.ends(opened, CodeUserDeactivated)
	// Who logs in here has nothing from a URL that opened there.
	here.update(func(s *State) error { return s.CreateUser(admin, "boss@example.com", AdminType, nil) })
	opened, err = there.tenant.Open(t.Context(), here.sign(here.embed("boss@example.com", ViewerType, ViewersTeam), here.pair), here.now)
	if err != nil {
		t.Fatal(err)
	}
	here.ends(opened, CodeInternalUser)
}

// TestAClockSetBack: what was opened in another role does not bring that back.
func TestAClockSetBack(t *testing.T) {
	o := newOrg(t)
	creator, err := o.open(o.embed("ada@example.com", CreatorType, CreatorsTeam))
	if err != nil {
		t.Fatal(err)
	}
	o.now = o.now.Add(-time.Second)
	o.tenant.Leeway = time.Minute
	viewer, err := o.open(o.embed("ada@example.com", ViewerType, ViewersTeam))
	if err != nil {
		t.Fatal(err)
	}
	for _, opened := range []*Opened{creator, viewer} {
		if v := o.again(opened); v.User.AccountType != ViewerType || v.Allows(Edit) {
			t.Errorf("she is %+v", v.User)
		}
	}
}

// TestLeewayIsTheSessionsToo: who is let in late has something from it.
func TestLeewayIsTheSessionsToo(t *testing.T) {
	o := newOrg(t)
	o.tenant.Leeway = time.Minute
	url := o.sign(o.viewer(), o.pair)
	o.now = o.now.Add(630 * time.Second)
	opened, err := o.tenant.Open(t.Context(), url, o.now)
	if err != nil {
		t.Fatal(err)
	}
	o.entrance(o.again(opened))
}

// TestAnotherOrganisationSecret does not bring back what the one before had opened.
func TestAnotherOrganisationSecret(t *testing.T) {
	o := newOrg(t)
	enable := func() signer.Credentials {
		t.Helper()
		pair, err := signer.NewCredentials(o.random)
		if err != nil {
			t.Fatal(err)
		}
		pair.ClientID = ""
		o.update(func(s *State) error { return s.EnableOrganisationSecret(admin, pair.Secret, InsecureVault{}, o.now) })
		return pair
	}
	opened, err := o.tenant.Open(t.Context(), o.sign(o.viewer(), enable()), o.now)
	if err != nil {
		t.Fatal(err)
	}
	o.again(opened)
	o.update(func(s *State) error { return s.Revoke(admin, "", o.now) })
	o.ends(opened, CodeInactiveCredentials)
	o.now = o.now.Add(time.Second)
	enable()
	o.ends(opened, CodeInactiveCredentials)
}
