package tenant

import (
	"testing"
)

// TestRights is the table of what a grant on a place means for the place and for what
// lies in it, under each ceiling.
func TestRights(t *testing.T) {
	type levels struct{ place, workbook, dataset Level }
	for name, c := range map[string]struct {
		accountType string
		grant       Level
		want        levels
	}{
		"nothing":               {CreatorType, NoAccess, levels{NoAccess, NoAccess, NoAccess}},
		"view":                  {CreatorType, CanView, levels{CanView, CanView, CanView}},
		"explore":               {CreatorType, CanExplore, levels{CanExplore, CanExplore, CanView}},
		"contribute":            {CreatorType, CanContribute, levels{CanContribute, CanExplore, CanView}},
		"manage":                {CreatorType, CanManage, levels{CanManage, CanContribute, CanContribute}},
		"manage as a viewer":    {ViewerType, CanManage, levels{CanView, CanView, CanView}},
		"manage as an explorer": {ExplorerType, CanManage, levels{CanExplore, CanExplore, CanExplore}},
	} {
		for _, at := range []string{"workspace", "folder around", "folder"} {
			t.Run(name+"/"+at, func(t *testing.T) {
				o := newOrg(t)
				const who Address = "who@example.com"
				s := o.state().Clone()
				space, outer, inner := o.id(), o.id(), o.id()
				s.Workspaces[space] = Workspace{space, "space"}
				s.Folders[outer] = Folder{outer, "outer", Place{Workspace: space}}
				s.Folders[inner] = Folder{inner, "inner", Place{Workspace: space, Folder: outer}}
				place := Place{Workspace: space, Folder: inner}
				s.Users[who] = User{Email: who, Kind: Embedded, AccountType: c.accountType, Teams: []string{ViewersTeam}, Active: true}
				on := map[string]Object{"workspace": {InWorkspace, space}, "folder around": {InFolder, outer}, "folder": {InFolder, inner}}[at]
				s.Grants[GrantKey{TeamNamed(ViewersTeam), on}] = c.grant
				d := Document{ID: o.id(), Owner: admin, Place: place}
				got := levels{s.levelAt(who, place), s.levelOf(who, Object{OnWorkbook, d.ID}, d), s.levelOf(who, Object{OnDataset, d.ID}, d)}
				if got != c.want {
					t.Errorf("got %v, want %v", got, c.want)
				}
				u := s.Users[who]
				u.Active = false
				s.Users[who] = u
				d.Owner = who
				if s.levelAt(who, place) != NoAccess || s.levelAt(who, Place{Home: who}) != NoAccess || s.levelOf(who, Object{OnWorkbook, d.ID}, d) != NoAccess {
					t.Error("somebody who is not active has a right")
				}
			})
		}
	}
}

// TestGrantsAddUp: the highest of one's own and all teams' grants counts, and a lower
// one further inside takes nothing away.
func TestGrantsAddUp(t *testing.T) {
	o := newOrg(t)
	o.visit(o.creator())
	const creator Address = "creator@example.com"
	on := Object{OnWorkbook, o.example.Embed.Workbook}
	level := func() Level {
		l, err := o.state().levelOn(creator, on)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	if level() != CanView {
		t.Fatalf("by the team: %v", level())
	}
	o.update(func(s *State) error { return s.Grant(admin, Subject{User: creator}, on, CanContribute) })
	if level() != CanContribute {
		t.Errorf("by the team and alone: %v", level())
	}
	o.update(func(s *State) error { return s.Grant(admin, TeamNamed(CreatorsTeam), on, NoAccess) })
	o.update(func(s *State) error { return s.Grant(admin, Subject{User: creator}, on, CanExplore) })
	if level() != CanExplore {
		t.Errorf("the last grant: %v", level())
	}
}

// TestWhoMayGrant: who manages something shares it, and nobody else.
func TestWhoMayGrant(t *testing.T) {
	o := newOrg(t)
	id, err := o.entrance(o.visit(o.creator())).SaveAs(t.Context(), "mine", Place{Home: "creator@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	o.visit(o.viewer())
	mine, notMine := Object{OnWorkbook, id}, Object{OnWorkbook, o.example.Embed.Workbook}
	viewers := TeamNamed(ViewersTeam)
	o.update(func(s *State) error { return s.Grant("creator@example.com", viewers, mine, CanView) })
	o.titleFor(o.viewer(), id)
	for by, on := range map[Address]Object{"creator@example.com": notMine, "viewer@example.com": mine, "nobody@example.com": mine} {
		o.fails(Forbidden, func(s *State) error { return s.Grant(by, viewers, on, CanView) })
	}
	o.fails(Invalid, func(s *State) error { return s.Grant(admin, viewers, mine, CanManage) })
	for dataset := range o.state().Datasets {
		o.fails(Invalid, func(s *State) error { return s.Grant(admin, viewers, Object{OnDataset, dataset}, CanExplore) })
	}
	o.fails(Invalid, func(s *State) error { return s.Grant(admin, Subject{}, mine, CanView) })
	o.fails(Invalid, func(s *State) error { return s.Grant(admin, Subject{ViewersTeam, admin}, mine, CanView) })
	o.fails(NotFound, func(s *State) error { return s.Grant(admin, TeamNamed("Nobody"), mine, CanView) })
	for _, kind := range []ObjectKind{InWorkspace, InFolder, OnDataset, OnWorkbook} {
		o.fails(NotFound, func(s *State) error { return s.Grant(admin, viewers, Object{kind, "none"}, CanView) })
	}
}

// TestWhereOneMayWrite tries places that do not exist or belong to others.
func TestWhereOneMayWrite(t *testing.T) {
	o := newOrg(t)
	r := o.entrance(o.visit(o.creator()))
	o.visit(o.viewer())
	datasets := o.state().Datasets
	for _, d := range datasets {
		_, err := r.SaveAs(t.Context(), "copy", d.Place)
		o.problem(err, Forbidden)
	}
	for place, want := range map[Place]ProblemCode{
		{}:                           Invalid,
		{Workspace: "a", Home: "b"}:  Invalid,
		{Workspace: "none"}:          NotFound,
		{Home: "nobody@example.com"}: Forbidden, // nobody is told who exists
		{Home: "viewer@example.com"}: Forbidden,
		{Home: "creator@example.com", Folder: "none"}: NotFound,
	} {
		_, err := r.SaveAs(t.Context(), "copy", place)
		o.problem(err, want)
		o.fails(want, func(s *State) error { return s.CreateFolder("creator@example.com", o.id(), "new", place) })
	}
	// A folder of another place.
	folder := o.id()
	o.update(func(s *State) error { return s.CreateFolder(admin, folder, "his", Place{Home: admin}) })
	_, err := r.SaveAs(t.Context(), "copy", Place{Home: "creator@example.com", Folder: folder})
	o.problem(err, NotFound)
	o.fails(Forbidden, func(s *State) error {
		return s.CreateWorkbook("viewer@example.com", o.id(), "new", Place{Home: "viewer@example.com"}, Content{}, noon)
	})
}

func TestFoldersAreBounded(t *testing.T) {
	o := newOrg(t)
	at := Place{Home: admin}
	for range MaxDepth {
		id := o.id()
		o.update(func(s *State) error { return s.CreateFolder(admin, id, "deeper", at) })
		o.fails(Exists, func(s *State) error { return s.CreateFolder(admin, o.id(), "deeper", at) })
		at.Folder = id
	}
	o.fails(TooMany, func(s *State) error { return s.CreateFolder(admin, o.id(), "too deep", at) })
}

// TestContentIsChecked spoils a good draft in one place each.
func TestContentIsChecked(t *testing.T) {
	o := newOrg(t)
	id := o.example.Embed.Workbook
	dataset := o.state().Workbooks[id].Draft.Pages[0].Elements[0].Dataset
	hidden := o.id()
	o.update(func(s *State) error {
		return s.CreateDataset(admin, hidden, "not published", Place{Home: admin}, OrdersTable, nil, noon)
	})
	for want, spoil := range map[string]func(*Content){
		"no page":            func(c *Content) { c.Pages = nil },
		"pages":              func(c *Content) { c.Pages = make([]Page, MaxPages+1) },
		"page name":          func(c *Content) { c.Pages[0].Name = "" },
		"long title":         func(c *Content) { c.Title = string(make([]byte, MaxName+1)) },
		"page ID":            func(c *Content) { c.Pages[0].ID = "1" },
		"the same ID":        func(c *Content) { c.Pages[0].Elements[0].ID = c.Pages[0].ID },
		"kind":               func(c *Content) { c.Pages[0].Elements[0].Kind = "map" },
		"no dataset":         func(c *Content) { c.Pages[0].Elements[0].Dataset = "" },
		"unpublished":        func(c *Content) { c.Pages[0].Elements[0].Dataset = hidden },
		"no such column":     func(c *Content) { c.Pages[0].Elements[1].Group = "Profit" },
		"too many elements":  func(c *Content) { c.Pages[0].Elements = make([]Element, MaxElements+1) },
		"a title with lines": func(c *Content) { c.Pages[0].Elements[0].Title = "a\nb" },
	} {
		t.Run(want, func(t *testing.T) {
			page := Page{ID: o.id(), Name: "page", Elements: []Element{
				{ID: o.id(), Kind: TableElement, Title: "table", Dataset: dataset},
				{ID: o.id(), Kind: ChartElement, Dataset: dataset, Group: ColumnRegion, Measure: ColumnRevenue},
				{ID: o.id(), Kind: TextElement, Title: "text"},
			}}
			c := Content{Title: "title", Pages: []Page{page}}
			if err := o.state().Clone().EditWorkbook(admin, id, c, noon); err != nil {
				t.Fatal(err)
			}
			spoil(&c)
			if err := o.state().Clone().EditWorkbook(admin, id, c, noon); err == nil {
				t.Error("taken")
			}
		})
	}
	// A dataset that the editor may not view is as good as none.
	o.visit(o.creator())
	o.update(func(s *State) error { return s.ChangeDataset(admin, hidden, nil, true, noon) })
	o.fails(NotFound, func(s *State) error {
		return s.CreateWorkbook("creator@example.com", o.id(), "new", Place{Home: "creator@example.com"},
			Content{Pages: []Page{{o.id(), "page", []Element{{ID: o.id(), Kind: TableElement, Dataset: hidden}}}}}, noon)
	})
}

// TestDatasetsAreChecked: tables, columns and rules have to exist.
func TestDatasetsAreChecked(t *testing.T) {
	o := newOrg(t)
	home := Place{Home: admin}
	create := func(table string, columns ...string) func(*State) error {
		return func(s *State) error { return s.CreateDataset(admin, o.id(), "new", home, table, columns, noon) }
	}
	o.update(create(OrdersTable, ColumnProduct, ColumnPrice))
	o.fails(NotFound, create("Secrets"))
	o.fails(NotFound, create(OrdersTable, "Profit"))
	o.fails(Invalid, create(OrdersTable, ColumnPrice, ColumnPrice))
	for id := range o.state().Datasets {
		o.fails(NotFound, func(s *State) error { return s.ChangeDataset(admin, id, []Rule{{Column: "Profit"}}, true, noon) })
		o.fails(TooMany, func(s *State) error { return s.ChangeDataset(admin, id, make([]Rule, maxRules+1), true, noon) })
		o.fails(Forbidden, func(s *State) error { return s.ChangeDataset("viewer@example.com", id, nil, true, noon) })
	}
}
