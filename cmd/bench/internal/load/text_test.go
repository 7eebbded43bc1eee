package load

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// textOf is what a terminal shows, its spaces and line breaks as single spaces.
func textOf(t *testing.T, r *Result) string {
	t.Helper()
	var b strings.Builder
	if err := r.Text(&b); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// TestQuantilesOfFewAreMarked: beyond p99 of 1000 there are ten, and beyond p99.9 one.
func TestQuantilesOfFewAreMarked(t *testing.T) {
	const mark = "fewer than 10 took longer"
	for samples, want := range map[int]string{
		1000:   "1.00 ms 1.00 ms 1.00 ms 1.00 ms 1.00 ms 1.00 ms 1.00 ms* 1.00 ms",
		999:    "1.00 ms 1.00 ms 1.00 ms 1.00 ms 1.00 ms 1.00 ms* 1.00 ms* 1.00 ms",
		10_000: "1.00 ms 1.00 ms 1.00 ms 1.00 ms 1.00 ms 1.00 ms 1.00 ms 1.00 ms",
	} {
		r := result(model(t, slices.Repeat([]time.Duration{time.Millisecond}, samples)...))
		r.Models.Open.SendDelay = nil
		text := textOf(t, r)
		if !strings.Contains(text, "open response "+want+" open") || strings.Contains(text, mark) != strings.Contains(want, "*") {
			t.Errorf("%d: want %q in %s", samples, want, text)
		}
	}
}

// TestRatesOfFailures: half of the answers were bad, and the report says what is good,
// and whose times it shows.
func TestRatesOfFailures(t *testing.T) {
	r := result(model(t, slices.Repeat([]time.Duration{time.Millisecond}, 1000)...))
	r.Models.Open.Errors = 500
	text := textOf(t, r)
	for _, want := range []string{"open 100 100 50 10.0 s 1 000 500", "50.0 % of the requests of the open loop failed, and its times are theirs too"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	r.Models.Open.Errors = 10 // within the tolerance
	if text := textOf(t, r); strings.Contains(text, "theirs too") {
		t.Error(text)
	}
}

// TestProcessors: what was sampled cannot be less than this process alone used.
func TestProcessors(t *testing.T) {
	for _, row := range []struct {
		here      bool
		busy, own float64
		want      string
	}{
		{true, 0.0912, 0.036, "9 %, own 4 %"},
		{true, 0.036, 0.036, "at least 4 %, all own"},
		{true, 0.004, 0.001, "under 1 %, own under 1 %"},
		{false, 0.036, 0.036, "4 %, own 4 %"}, // of this process is all that is said
		{true, 0, 0, "–"},
	} {
		r := &Result{Target: Target{SameMachine: row.here}}
		if got := r.processors(&Model{Busy: row.busy, Own: row.own}); got != row.want {
			t.Errorf("%+v: %q", row, got)
		}
	}
}

// TestTheEstimateSaysWhatItAdded.
func TestTheEstimateSaysWhatItAdded(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*Model)
		want   string
	}{
		"nothing":   {func(*Model) {}, "No correction was needed"},
		"no rate":   {func(m *Model) { m.Offered = 0 }, "a closed loop without a rate is never late"},
		"some":      {func(m *Model) { m.Response.Samples += 7 }, "those that would have waited for it, 7 requests"},
		"paused":    {func(m *Model) { m.Paused = 0.34 }, "the closed loop spent 340 ms before, between and after"},
		"settled":   {func(m *Model) { m.Settled = &m.Service }, "closed connected 1.00 ms"},
		"in HTTP/1": {func(*Model) {}, "1 connection "},
	} {
		m := model(t, time.Millisecond)
		m.SendDelay, m.Estimate = nil, true
		row.change(m)
		r := result(nil)
		r.Models, r.Method.Model, r.Method.Connections = Models{Closed: m}, Closed, 1
		if text := textOf(t, r); !strings.Contains(text, row.want) {
			t.Errorf("%s: no %q in %s", name, row.want, text)
		}
	}
}

// TestTroubleIsOneLine for who sees nothing but stderr.
func TestTroubleIsOneLine(t *testing.T) {
	r := &Result{}
	for _, want := range []string{"", "first", "first (and 1 more; see the report)"} {
		if got := r.Trouble(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		r.Problems = append(r.Problems, []string{"first", "second", ""}[len(r.Problems)])
	}
	r = result(model(t, time.Millisecond))
	r.Incomplete, r.Models.Open.LeftOut = true, 2
	if r.Conclude(); r.Trouble() != "interrupted: this is what was measured until then; in no figure: 2 requests due at that moment" {
		t.Error(r.Trouble())
	}
}

// TestACapacityNamesItsObjective in the first line, if the result has it.
func TestACapacityNamesItsObjective(t *testing.T) {
	r := result(nil)
	r.Capacity = &Capacity{Rate: 250, Next: 260, LimitedBy: Server, Steps: []Step{{Rate: 250, Busy: 0.25, Met: true}}}
	for objective, want := range map[string]string{
		"":                "ok: the objective holds up to 250 requests/s",
		"p99<5ms,max<10s": "ok: p99<5ms,max<10s holds up to 250 requests/s",
	} {
		r.Method.Objective, r.Method.Budget = objective, (5 * time.Minute).Nanoseconds()
		if r.Conclude(); r.Headline() != want {
			t.Errorf("%q, want %q", r.Headline(), want)
		}
	}
	text := textOf(t, r)
	for _, want := range []string{" 25 % met", "Met twice at 250 requests/s: the objective; not met at 260.", "250"} {
		if !strings.Contains(strings.ReplaceAll(text, "p99<5ms,max<10s", "the objective"), want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}
