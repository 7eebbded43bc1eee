package promtest

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A panel is a part of a dashboard, or a row that holds some.
type panel struct {
	ID                       int
	Type, Title, Description string
	Datasource               struct{ Type, UID string }
	GridPos                  struct{ X, Y, W, H int }
	Targets                  []struct{ RefID, Expr string }
	Panels                   []panel
}

// A dashboard is as much of Grafana's form as is tested.
type dashboard struct {
	file          string
	Title, UID    string
	Panels        []panel
	SchemaVersion int
	Templating    struct {
		List []struct{ Name, Type, Query, Definition string }
	}
}

// A panelQuery is an expression of a panel, with the variables filled in.
type panelQuery struct {
	dashboard, panel, expression string
	ofHistogram                  bool // shows native ones, and nothing else
	answered                     bool
}

func dashboards(t *testing.T) []dashboard {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(deploy, "grafana", "*.json"))
	if len(paths) < 2 {
		t.Fatalf("only %q", paths)
	}
	all := make([]dashboard, len(paths))
	for i, path := range paths {
		all[i].file = filepath.Base(path)
		if err := json.Unmarshal([]byte(read(t, filepath.Join("grafana", all[i].file))), &all[i]); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	return all
}

// flat lists the panels that show something.
func (d dashboard) flat() (all []panel) {
	for _, p := range d.Panels {
		if p.Type == "row" {
			all = append(all, p.Panels...)
		} else {
			all = append(all, p)
		}
	}
	return all
}

// fillIn puts values in the place of the variables of Grafana.
var fillIn = strings.NewReplacer("$__rate_interval", "1m", "$job", ".+", "$command", ".+", "$engine", ".+", "$route", ".+")

func dashboardQueries(t *testing.T) (all []*panelQuery) {
	t.Helper()
	for _, d := range dashboards(t) {
		for _, p := range d.flat() {
			for _, target := range p.Targets {
				all = append(all, &panelQuery{dashboard: d.file, panel: p.Title, expression: fillIn.Replace(target.Expr),
					ofHistogram: p.Type == "heatmap" && !strings.Contains(target.Expr, "_bucket{")})
			}
		}
	}
	return all
}

// TestDashboards sees that each panel says what it shows, by the data source that
// the reader chose, in a place of its own.
func TestDashboards(t *testing.T) {
	for _, d := range dashboards(t) {
		if d.Title == "" || d.UID == "" || d.SchemaVersion == 0 || len(d.Panels) == 0 {
			t.Errorf("%s: title %q, uid %q, %d panels", d.file, d.Title, d.UID, len(d.Panels))
		}
		if v := d.Templating.List; len(v) == 0 || v[0].Type != "datasource" || v[0].Name != "datasource" || v[0].Query != "prometheus" {
			t.Errorf("%s: the first variable is not the data source: %+v", d.file, v)
		}
		ids := make(map[int]string)
		for _, p := range append(d.flat(), rows(d)...) {
			if other, ok := ids[p.ID]; ok || p.ID == 0 {
				t.Errorf("%s: panels %q and %q have the ID %d", d.file, p.Title, other, p.ID)
			}
			ids[p.ID] = p.Title
		}
		for _, p := range d.flat() {
			if p.Title == "" || p.Description == "" || p.Datasource.UID != "${datasource}" || len(p.Targets) == 0 || p.GridPos.W == 0 {
				t.Errorf("%s: panel %q: %+v", d.file, p.Title, p)
			}
		}
		for _, overlap := range overlaps(d.Panels) {
			t.Errorf("%s: %s", d.file, overlap)
		}
	}
}

// summed is a series of bench in an aggregation that counts one run as often as it was
// delivered.
var summed = regexp.MustCompile(`\b(?:sum|count)(?: (?:by|without) \([^)]*\))? ?\(embedsign_bench[^}]*}\)`)

// TestOneRunCountsOnce sees that no panel and no rule of bench adds up what came in
// several ways.
func TestOneRunCountsOnce(t *testing.T) {
	expressions, _ := readRules(t)
	for _, e := range append(expressions, dashboardExpressions(t)...) {
		if found := summed.FindString(e); found != "" {
			t.Errorf("%s: leave out job and instance before adding up %s", e, found)
		}
	}
	for _, bad := range []string{`sum(embedsign_bench_x{a="b"})`, `1 + sum by (le) (embedsign_bench_x_bucket{a="b"})`} {
		if !summed.MatchString(bad) {
			t.Errorf("%s is not seen", bad)
		}
	}
}

func rows(d dashboard) (all []panel) {
	for _, p := range d.Panels {
		if p.Type == "row" {
			all = append(all, p)
		}
	}
	return all
}

// overlaps names the panels that lie on one another, or beyond the 24 columns.
func overlaps(panels []panel) (all []string) {
	for i, p := range panels {
		a := p.GridPos
		if a.X < 0 || a.X+a.W > 24 {
			all = append(all, p.Title+" is too wide")
		}
		for _, q := range panels[:i] {
			b := q.GridPos
			if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
				all = append(all, p.Title+" lies on "+q.Title)
			}
		}
		all = append(all, overlaps(p.Panels)...)
	}
	return all
}

// The check has to be able to fail.
func TestOverlapsAreSeen(t *testing.T) {
	var one, other panel
	one.GridPos.W, one.GridPos.H = 12, 8
	other = one
	other.GridPos.X, other.GridPos.Y = 11, 7
	if got := overlaps([]panel{one, other}); len(got) != 1 {
		t.Errorf("%q", got)
	}
	other.GridPos.X, other.GridPos.Y = 13, 0
	if got := overlaps([]panel{one, other}); len(got) != 1 {
		t.Errorf("beyond the last column: %q", got)
	}
	other.GridPos.X = 12
	if got := overlaps([]panel{one, other}); len(got) != 0 {
		t.Errorf("side by side: %q", got)
	}
}
