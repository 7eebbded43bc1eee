package tenant

import (
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// TestRowsByTeamAndAttribute: each rule takes rows away, and who has no value sees none.
func TestRowsByTeamAndAttribute(t *testing.T) {
	o := newOrg(t)
	o.update(func(s *State) error {
		for id := range s.Datasets {
			if err := s.ChangeDataset(admin, id, []Rule{{Column: ColumnTeam}, {Column: ColumnRegion, Attribute: "region"}}, true, noon); err != nil {
				return err
			}
		}
		return nil
	})
	count := func(e signer.Embed) (n int) {
		r := o.entrance(o.visit(e))
		sheet, err := r.Data(r.Content.Pages[0].Elements[0].ID, Look{})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range sheet.Rows {
			if region, team := row[1].Text, row[2].Text; !slices.Contains(e.Attributes[0].Values, region) || !slices.Contains(e.Teams, team) {
				t.Errorf("%v sees %s of %s", e.Attributes, region, team)
			}
		}
		return len(sheet.Rows)
	}
	none := o.viewer()
	if r := o.entrance(o.visit(none)); true {
		if sheet, err := r.Data(r.Content.Pages[0].Elements[0].ID, Look{}); err != nil || len(sheet.Rows) != 0 {
			t.Errorf("without an attribute: %d rows, %v", len(sheet.Rows), err)
		}
	}
	one, two := o.viewer(), o.embed("both@example.com", ViewerType, ViewersTeam, CreatorsTeam)
	one.Attributes = []signer.Attribute{{Name: "region", Values: []string{"West"}}}
	two.Attributes = []signer.Attribute{{Name: "region", Values: []string{"West", "East"}}}
	if few, more := count(one), count(two); few == 0 || more <= 2*few-1 || more >= 240 {
		t.Errorf("%d and %d rows", few, more)
	}
}

// TestEmbedOfAPart opens an element alone; a copy of it has all pages.
func TestEmbedOfAPart(t *testing.T) {
	o := newOrg(t)
	whole := o.entrance(o.visit(o.creator()))
	element := whole.Content.Pages[0].Elements[1].ID
	var path Embed
	o.update(func(s *State) (err error) {
		path, err = s.CreateEmbed(admin, o.id(), whole.Workbook.ID, "", element)
		return err
	})
	e := o.creator()
	e.Path = "https://embed.example.com/embed/" + path.ID
	part := o.entrance(o.visit(e))
	if elements := part.Content.Pages[0].Elements; len(elements) != 1 || elements[0].ID != element {
		t.Errorf("%+v", part.Content)
	}
	if _, err := part.Data(whole.Content.Pages[0].Elements[0].ID, Look{}); err == nil {
		t.Error("an element that is not embedded has given data")
	}
	id, err := part.SaveAs(t.Context(), "all of it", Place{Home: "creator@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(o.state().Workbooks[id].Draft.Pages[0].Elements); n != 2 {
		t.Errorf("%d elements", n)
	}
}

// TestTags: what a tag marks stays as it was while the workbook goes on.
func TestTags(t *testing.T) {
	o := newOrg(t)
	id := o.example.Embed.Workbook
	o.update(func(s *State) error { return s.Tag(admin, id, "v1") })
	o.update(func(s *State) error {
		draft := s.Workbooks[id].Draft
		draft.Title = "later"
		if err := s.EditWorkbook(admin, id, draft, noon); err != nil {
			return err
		}
		return s.Publish(admin, id, noon)
	})
	tagged := o.viewer()
	tagged.Path += "/tag/v1"
	if now, then := o.entrance(o.visit(o.viewer())).Content.Title, o.entrance(o.visit(tagged)).Content.Title; now != "later" || then != "" {
		t.Errorf("%q and %q", now, then)
	}
	for _, path := range []string{tagged.Path + "2", tagged.Path + "/", strings.TrimSuffix(tagged.Path, "v1")} {
		tagged.Path = path
		if _, refusal := o.state().targetOf(&tagged); refusal == nil {
			t.Errorf("%s leads somewhere", path)
		}
	}
	o.fails(Invalid, func(s *State) error { return s.Tag(admin, id, "a/b") })
}

func TestSortAndSums(t *testing.T) {
	o := newOrg(t)
	r := o.entrance(o.visit(o.viewer()))
	table, chart := r.Content.Pages[0].Elements[0].ID, r.Content.Pages[0].Elements[1].ID
	up, err := r.Data(table, Look{Sort: Sort{Column: ColumnRevenue}})
	if err != nil {
		t.Fatal(err)
	}
	down, err := r.Data(table, Look{Sort: Sort{ColumnRevenue, true}})
	if err != nil {
		t.Fatal(err)
	}
	revenue := func(row []Cell) float64 { return row[6].Number }
	if !slices.IsSortedFunc(up.Rows, func(a, b []Cell) int { return a[6].Compare(b[6]) }) || revenue(down.Rows[0]) != revenue(up.Rows[239]) {
		t.Error("not sorted")
	}
	total, sum := 0.0, 0.0
	for _, row := range up.Rows {
		total += revenue(row)
	}
	sums, err := r.Data(chart, Look{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range sums.Rows {
		sum += row[1].Number
	}
	if total < 1 || sum-total > 0.01 || total-sum > 0.01 {
		t.Errorf("rows add up to %.2f, regions to %.2f", total, sum)
	}
	_, err = r.Data(table, Look{Sort: Sort{Column: "Profit"}})
	o.problem(err, NotFound)
}

func TestControlsKeepRows(t *testing.T) {
	o := newOrg(t)
	r := o.entrance(o.visit(o.viewer()))
	table, chart := r.Content.Pages[0].Elements[0].ID, r.Content.Pages[0].Elements[1].ID
	for _, c := range []struct {
		name     string
		controls map[string][]string
		rows     int // of the table
		bars     int // of the chart
	}{
		{"none", nil, 240, 5},
		{"one value", map[string][]string{ColumnRegion: {"West"}}, 48, 1},
		{"two values", map[string][]string{ColumnRegion: {"West", "East"}}, 96, 2},
		{"two columns", map[string][]string{ColumnRegion: {"West"}, ColumnProduct: {"Cable"}}, 8, 1},
		{"no value", map[string][]string{ColumnRegion: {}}, 240, 5},
		{"what is no column", map[string][]string{"Store-Region": {"Mid West"}}, 240, 5},
		{"a value that no row has", map[string][]string{ColumnRegion: {"Moon"}}, 0, 0},
	} {
		sheet, err := r.Data(table, Look{Controls: c.controls})
		sums, chartErr := r.Data(chart, Look{Controls: c.controls})
		if err != nil || chartErr != nil || len(sheet.Rows) != c.rows || len(sums.Rows) != c.bars {
			t.Errorf("%s: %d rows and %d bars, want %d and %d (%v, %v)", c.name, len(sheet.Rows), len(sums.Rows), c.rows, c.bars, err, chartErr)
		}
	}
}
