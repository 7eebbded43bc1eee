package verdict

import (
	"math"
	"slices"
	"testing"
)

// disturbed adds launches that look much slower and in which this share of the
// slices was tainted.
func disturbed(s Sample, launches int, share float64) Sample {
	for range launches {
		s.Launches = append(s.Launches, Launch{LogRatio: math.Log(2), Tainted: share})
	}
	return s
}

// TestCleanLaunchesDecide counts the launches that decide, and gives the
// verdict of all beside the other.
func TestCleanLaunchesDecide(t *testing.T) {
	for _, c := range []struct {
		why        string
		sample     Sample
		n, clean   int
		all, count Verdict
	}{
		{"nothing tainted", spread(0, 20), 20, 20, Pass, Pass},
		{"a quarter of the slices is not too much", disturbed(spread(0, 20), 20, MaxTainted), 40, 40, Fail, Fail},
		{"half of the launches remain", disturbed(spread(0, 20), 20, 0.26), 20, 20, Fail, Pass},
		{"less than half remain", disturbed(spread(0, 20), 21, 0.26), 41, 20, Fail, Fail},
		{"all tainted", disturbed(Sample{}, 20, 1), 20, 0, Fail, Fail},
		{"few clean ones that would pass", disturbed(spread(0, 20), 90, 1), 110, 20, Fail, Fail},
	} {
		s := Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 1}
		o := s.judge(c.sample, 0.01, 0.01)
		if o.N != c.n || o.All.N != len(c.sample.Launches) || o.Clean.N != c.clean {
			t.Errorf("%s: decided by %d, all are %d and clean %d; want %d and %d clean", c.why, o.N, o.All.N, o.Clean.N, c.n, c.clean)
		}
		if o.Verdict != c.count || o.All.Verdict != c.all {
			t.Errorf("%s: %s, by all %s; want %s and %s", c.why, o.Verdict, o.All.Verdict, c.count, c.all)
		}
	}
}

// TestLastLookEndsBothDecisions has nothing left undecided in a report.
func TestLastLookEndsBothDecisions(t *testing.T) {
	s := mustSequence(t, Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 1})
	o := mustLook(t, s, 1, disturbed(spread(0.05, 20), 1, 1))[0]
	if o.Verdict != Inconclusive || o.All.Verdict != Inconclusive || o.Clean.Verdict != Inconclusive {
		t.Errorf("got %s, all %s, clean %s; want inconclusive", o.Verdict, o.All.Verdict, o.Clean.Verdict)
	}
}

// TestDeciding is the same choice for a result that is stored, which wants some launches
// at least.
func TestDeciding(t *testing.T) {
	quiet := slices.Repeat([]Launch{{LogRatio: 1, Tainted: 0.25}}, 6)
	busy := slices.Repeat([]Launch{{LogRatio: 2, Tainted: 0.26}}, 6)
	for _, c := range []struct {
		launches []Launch
		want     int
	}{
		{slices.Concat(quiet, busy), 6},
		{slices.Concat(quiet, busy, busy[:1]), 13},
		{slices.Concat(quiet[:5], busy[:5]), 10},
	} {
		if got := Deciding(c.launches, 6); len(got) != c.want {
			t.Errorf("%d of %d, want %d", len(got), len(c.launches), c.want)
		}
	}
}
