package exhibit

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

func pageOf(t *testing.T, names ...string) page.Page {
	t.Helper()
	p, err := Page(read(t, names...))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func plotOf(t *testing.T, p page.Page, id string) plot.Plot {
	t.Helper()
	for _, x := range p.Plots() {
		if x.ID == id {
			return x
		}
	}
	t.Fatalf("no plot %s", id)
	return plot.Plot{}
}

func section(t *testing.T, p page.Page, title string) page.Section {
	t.Helper()
	for _, s := range p.Parts[0].Sections {
		if s.Title == title {
			return s
		}
	}
	t.Fatalf("no section %s", title)
	return page.Section{}
}

// TestTheTailOfARunIsNoPoint: what ended within milliseconds after a run is counted,
// and makes no rate of its own.
func TestTheTailOfARunIsNoPoint(t *testing.T) {
	seconds := []load.Second{
		{At: 0, Length: 1, Offered: 200, Achieved: 199},
		{At: 1, Length: 1, Offered: 200, Achieved: 197, Errors: 1},
		{At: 2, Length: 0.0075, Offered: 0, Achieved: 4 / 0.0075, Errors: 2},
	}
	got := withoutTail(seconds)
	if len(got) != 2 || math.Abs(got[1].Achieved-201/1.0075) > 1e-9 || got[1].Errors != 3 || math.Abs(got[1].Length-1.0075) > 1e-12 {
		t.Errorf("got %+v", got)
	}
	// The schedule ended at 2 s: until then 200/s were due.
	if offered := offeredPoints(got, 2); len(offered) != 2 || math.Abs(offered[1].Y-200) > 1e-9 {
		t.Errorf("offered %+v", offered)
	}
	// A whole second after the schedule is shown, and nothing is offered in it.
	seconds[2].Length = 1
	if got := withoutTail(seconds); len(got) != 3 || len(offeredPoints(got, 2)) != 2 {
		t.Errorf("got %+v", got)
	}
	if got := withoutTail(seconds[:1]); len(got) != 1 {
		t.Errorf("of one second %d are left", len(got))
	}
}

// TestRatePlotTellsTheTruth: stairs, no bars without errors, and what Poisson arrivals
// are.
func TestRatePlotTellsTheTruth(t *testing.T) {
	files := read(t, "load.json")
	p := plotOf(t, pageOf(t, "load.json"), "load-rates-open")
	if len(p.Series) != 2 || p.Series[0].Form != plot.Stairs || !p.Series[0].Look.Broad || p.Series[1].Form != plot.Stairs {
		t.Errorf("series %+v", p.Series)
	}
	if strings.Contains(p.Text, "Poisson") {
		t.Errorf("constant arrivals: %s", p.Text)
	}
	files[0].Load.Method.Arrivals = "poisson"
	files[0].Load.Models.Open.Errors = 3
	spoilt, err := Page(files)
	if err != nil {
		t.Fatal(err)
	}
	p = plotOf(t, spoilt, "load-rates-open")
	if len(p.Series) != 3 || p.Series[2].Form != plot.Bars || !strings.Contains(p.Text, "With Poisson arrivals") {
		t.Errorf("series %d, %s", len(p.Series), p.Text)
	}
}

// TestEachTimeHasItsName: second by second a closed loop has service times only.
func TestEachTimeHasItsName(t *testing.T) {
	p := pageOf(t, "load.json")
	for id, title := range map[string]string{"load-time-open": "Response time over time, open loop", "load-time-closed": "Service time over time, closed loop"} {
		if got := plotOf(t, p, id).Title; got != title {
			t.Errorf("%s is called %q, want %q", id, got, title)
		}
	}
}

// TestOneLineHidesNoOther: the estimate of the example is its service time, so it is
// broad and a note says so.
func TestOneLineHidesNoOther(t *testing.T) {
	p := pageOf(t, "load.json")
	series := plotOf(t, p, "load-percentiles-all").Series
	notes := strings.Join(section(t, p, "Latency by percentile").Notes, "\n")
	if series[0].Look.Broad || !series[2].Look.Broad || series[3].Look.Broad || !strings.Contains(notes, "closed: response and service are the same") {
		t.Errorf("looks %+v, %+v, notes\n%s", series[2].Look, series[3].Look, notes)
	}
}

// TestNotesSuitWhatIsShown: of an open loop alone nothing is said of closed ones.
func TestNotesSuitWhatIsShown(t *testing.T) {
	if notes := section(t, pageOf(t, "before-1.json"), "Latency by percentile").Notes; strings.Contains(strings.Join(notes, " "), "closed") {
		t.Errorf("notes %q", notes)
	}
	if rates := section(t, pageOf(t, "load.json"), "Offered against achieved").Table; rates.Rows[1][5] != "–" || rates.Rows[0][5] != "0" || !strings.Contains(rates.Rows[0][7], "%") {
		t.Errorf("rates %q", rates.Rows)
	}
}

// TestRareQuantilesAreMarked at both sides of ten beyond, and in a real table.
func TestRareQuantilesAreMarked(t *testing.T) {
	for _, c := range []struct {
		percentile float64
		samples    int64
		want       bool
	}{{99, 999, true}, {99, 1000, false}, {99.9, 9999, true}, {99.9, 10_000, false}, {50, 19, true}, {50, 20, false}, {99, 0, false}} {
		if rare(c.percentile, c.samples) != c.want {
			t.Errorf("%v %% of %d: want %v", c.percentile, c.samples, c.want)
		}
	}
	s := section(t, pageOf(t, "before-1.json"), "Latency by percentile") // 600 requests
	row := s.Table.Rows[0]
	if !strings.HasSuffix(row[8], "*") || !strings.HasSuffix(row[9], "*") || strings.HasSuffix(row[7], "*") || strings.HasSuffix(row[10], "*") || !strings.HasPrefix(s.Notes[len(s.Notes)-1], "*") {
		t.Errorf("%q, %q", row, s.Notes)
	}
	if len(section(t, pageOf(t, "load.json"), "Latency by percentile").Table.Rows[0]) != 12 {
		t.Error("no min and mean")
	}
}

// TestCapacitySaysOfWhat: the objective, its limit in the plot, and what ended each step.
func TestCapacitySaysOfWhat(t *testing.T) {
	p := pageOf(t, "capacity.json")
	if !strings.Contains(p.Parts[0].Answer, "p99<5ms,errors<0.1%") {
		t.Errorf("the answer is %q", p.Parts[0].Answer)
	}
	s := section(t, p, "Search for the capacity")
	if !strings.Contains(s.Notes[0], "objective: p99<5ms,errors<0.1%; the highest rate") || !slices.ContainsFunc(s.Table.Rows, func(row []string) bool { return row[5] == "54 %" && row[7] == "server" }) {
		t.Errorf("%q, %q", s.Notes, s.Table.Rows)
	}
	drawn := plotOf(t, p, "load-capacity-p99-5000000")
	if drawn.Level == nil || drawn.Level.At != 5e6 {
		t.Errorf("the limit is %+v", drawn.Level)
	}
	steps := read(t, "capacity.json")[0].Load.Capacity.Steps
	for objective, want := range map[string][]limitOf{
		"p50 < 200us,errors<1%": {{"p50", 2e5}}, "p50<1ms,p99<5ms": {{"p50", 1e6}, {"p99", 5e6}},
		"p95<1ms": {{"p99", 0}}, "errors<1%": {{"p99", 0}}, "": {{"p99", 0}},
	} {
		if got := limits(objective); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", objective, got, want)
		}
	}
	if (limitOf{name: "p50"}).value(steps[0]) != float64(steps[0].P50) {
		t.Error("the plot of p50 has another time")
	}
	files := read(t, "capacity.json")
	files[0].Load.Method.Objective = ""
	if note := loads(sidesOf(files, func(f results.File) *results.Load { return f.Load })).capacities()[0]; !strings.Contains(note, "that the file does not name") {
		t.Errorf("without an objective: %q", note)
	}
}
