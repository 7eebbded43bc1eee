package verdict

import (
	"fmt"
	"testing"
)

// TestConfirm has all pairs of verdicts. The interval is the second's unless
// the first stays.
func TestConfirm(t *testing.T) {
	again := map[Verdict]Verdict{Fail: Inconclusive, Pass: Pass, Undecided: Undecided, Inconclusive: Inconclusive}
	want := map[Verdict]map[Verdict]Verdict{
		Fail:         {Fail: Fail, Pass: Pass, Undecided: Undecided, Inconclusive: Inconclusive},
		Pass:         {Fail: Pass, Pass: Pass, Undecided: Pass, Inconclusive: Pass},
		Undecided:    again,
		Inconclusive: again,
	}
	for first, row := range want {
		for second, verdict := range row {
			got := Confirm(Decision{Verdict: first, Point: 1}, Decision{Verdict: second, Point: 2})
			point := 2.0
			if first == Pass {
				point = 1
			}
			if got.Verdict != verdict || got.Point != point {
				t.Errorf("%s, then %s: %s of run %v, want %s of run %v", first, second, got.Verdict, got.Point, verdict, point)
			}
		}
	}
}

// failedFirst is a first run with a kernel for each verdict: fail, pass,
// undecided, fail.
func failedFirst(t *testing.T, s Settings) []Outcome {
	t.Helper()
	outcomes := mustLook(t, mustSequence(t, s), 0.5, spread(0.2, 20), spread(0, 20), spread(0.05, 20), spread(0.2, 20))
	if want := "fail pass undecided fail"; verdictsOf(outcomes) != want {
		t.Fatalf("first run: %s, want %s", verdictsOf(outcomes), want)
	}
	return outcomes
}

func TestConfirmationJoinsRuns(t *testing.T) {
	settings := Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 4}
	slow, same, limit := spread(0.2, 20), spread(0, 20), spread(0.05, 20)
	for _, c := range []struct {
		second   []Sample
		fraction float64
		want     string
		run      Verdict
	}{
		{[]Sample{slow, same, same, slow}, 1, "fail pass pass fail", Fail},
		{[]Sample{slow, slow, slow, same}, 1, "fail pass inconclusive pass", Fail},
		{[]Sample{same, same, same, same}, 1, "pass pass pass pass", Pass},
		{[]Sample{same, slow, slow, same}, 1, "pass pass inconclusive pass", Inconclusive},
		{[]Sample{limit, same, same, limit}, 0.5, "undecided pass pass undecided", Undecided},
		{[]Sample{limit, same, same, limit}, 1, "inconclusive pass pass inconclusive", Inconclusive},
		{[]Sample{{}, {}, {}, {}}, 1, "inconclusive pass inconclusive inconclusive", Inconclusive},
	} {
		confirmation, err := NewConfirmation(settings, failedFirst(t, settings))
		if err != nil {
			t.Fatal(err)
		}
		joined, err := confirmation.Look(c.second, c.fraction)
		if err != nil || verdictsOf(joined) != c.want {
			t.Errorf("got %s, error %v; want %s", verdictsOf(joined), err, c.want)
		}
		if got := settings.Conclude(decisionsOf(joined), Floor{}); got != c.run {
			t.Errorf("%s: the run %s, want %s", c.want, got, c.run)
		}
	}
}

// TestConfirmationSharesAmongTheFailed has two of four.
func TestConfirmationSharesAmongTheFailed(t *testing.T) {
	settings := Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 4}
	first := failedFirst(t, settings)
	confirmation, err := NewConfirmation(settings, first)
	if err != nil {
		t.Fatal(err)
	}
	undecided := spread(0.05, 20)
	joined, err := confirmation.Look([]Sample{undecided, undecided, undecided, undecided}, 1)
	if err != nil || !near(joined[0].AlphaLow, 0.025) || !near(joined[3].AlphaLow, 0.025) || joined[0].N != 20 {
		t.Errorf("%+v, error %v; want half of 0.05 for the first and last", joined, err)
	}
	if joined[1] != first[1] {
		t.Errorf("the kernel that passed is %+v, was %+v", joined[1], first[1])
	}
}

func TestConfirmationRefusesWhatASequenceDoes(t *testing.T) {
	settings := Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 4}
	first := failedFirst(t, settings)
	if _, err := NewConfirmation(Settings{Tolerance: 0.05, Kernels: 4}, first); err == nil {
		t.Error("no error without an alpha")
	}
	confirmation, err := NewConfirmation(settings, first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := confirmation.Look(make([]Sample, 3), 1); fmt.Sprint(err) != "3 kernels: want 4" {
		t.Errorf("error %v for a missing kernel", err)
	}
	wrong := []Sample{{Launches: []Launch{{LogRatio: 99}}}, {}, {}, {}}
	if _, err := confirmation.Look(wrong, 1); err == nil {
		t.Error("no error for a log-ratio of 99")
	}
}
