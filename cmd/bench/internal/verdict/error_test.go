package verdict

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// tally plays runs of a scene and counts their verdicts, once before and once
// after the confirmation.
func (s scene) tally(t testing.TB, seed uint64, runs int) (first, confirmed map[Verdict]int) {
	random := rand.New(rand.NewPCG(4, seed))
	first, confirmed = make(map[Verdict]int), make(map[Verdict]int)
	for range runs {
		before, after, _ := s.confirmed(t, random)
		first[before]++
		confirmed[after]++
	}
	return first, confirmed
}

// TestFailRateAtTheTolerance has all six kernels slower by exactly the
// tolerance: there wrong fails are most frequent. They must not be rarer than a
// fifth of what is allowed either, or this could not fail.
func TestFailRateAtTheTolerance(t *testing.T) {
	const runs = 500
	tolerance, most := simulatedSettings.Tolerance, atMost(runs, simulatedSettings.Alpha)
	for i, m := range []machine{{noise: 0.02}, {noise: 0.02, slowHead: 0.125, slowBase: 0.125}} {
		s := scene{machine: m, first: tolerance, rest: tolerance, looks: evenLooks(16)}
		first, confirmed := s.tally(t, uint64(i), runs)
		t.Logf("%+v: %v, confirmed %v of %d", m, first, confirmed, runs)
		if n := first[Fail]; n > most || n < runs/100 {
			t.Errorf("%+v: %d of %d fail, want %d to %d", m, n, runs, runs/100, most)
		}
		if n, most := confirmed[Fail], atMost(runs, simulatedSettings.Alpha*simulatedSettings.Alpha); n > most {
			t.Errorf("%+v: %d of %d fail twice, want at most %d", m, n, runs, most)
		}
	}
}

// TestPassRateAtTheTolerance has one kernel slower by exactly the tolerance and
// five that pass easily, so that the first alone decides over a pass.
func TestPassRateAtTheTolerance(t *testing.T) {
	const runs = 600
	s := scene{machine: machine{noise: 0.02}, first: simulatedSettings.Tolerance, rest: -0.2, looks: evenLooks(16)}
	first, _ := s.tally(t, 5, runs)
	t.Logf("%v of %d", first, runs)
	if n, most := first[Pass], atMost(runs, simulatedSettings.Alpha); n > most || n < runs/100 {
		t.Errorf("%d of %d pass, want %d to %d", n, runs, runs/100, most)
	}
}

// TestIdenticalCodeHardlyFails has machines that drift and on which a quarter of
// the launches is a fifth slower, on both sides and on either alone.
func TestIdenticalCodeHardlyFails(t *testing.T) {
	const runs = 100
	for i, m := range []machine{
		{noise: 0.02, drift: 0.01, slowHead: 0.125, slowBase: 0.125},
		{noise: 0.02, drift: 0.01, slowHead: 0.25},
		{noise: 0.02, drift: 0.01, slowBase: 0.25},
	} {
		first, confirmed := scene{machine: m, looks: evenLooks(24)}.tally(t, uint64(10+i), runs)
		t.Logf("%+v: %v, confirmed %v of %d", m, first, confirmed, runs)
		if n, most := first[Fail], int(runs*simulatedSettings.Alpha); n > most {
			t.Errorf("%+v: %d of %d fail, want at most %d", m, n, runs, most)
		}
		if n := confirmed[Fail]; n > runs/100 {
			t.Errorf("%+v: %d of %d fail twice, want at most %d", m, n, runs, runs/100)
		}
	}
}

// TestPower has one of six kernels slower.
func TestPower(t *testing.T) {
	const runs = 60
	for _, slowdown := range []float64{0, 0.1, 0.15} {
		for _, n := range []int{10, 20, 40} {
			s := scene{machine: machine{noise: 0.02}, first: slowdown, looks: evenLooks(n)}
			first, confirmed := s.tally(t, uint64(n), runs)
			want := Fail
			if slowdown == 0 {
				want = Pass
			}
			t.Logf("%v slower, %d launches: %v, confirmed %v", slowdown, n, first, confirmed)
			if confirmed[want] < runs*95/100 {
				t.Errorf("%v slower, %d launches: %v of %d, want %s", slowdown, n, confirmed, runs, want)
			}
		}
	}
}

// BenchmarkGate counts the verdicts of simulated runs, after confirmation:
//
//	go test -run '^$' -bench Gate -benchtime 1000x ./cmd/bench/internal/verdict
//
// It measures no time but gives shares of runs, and as launches the mean number
// up to the verdict before a confirmation.
func BenchmarkGate(b *testing.B) {
	for _, m := range []struct {
		name string
		machine
	}{
		{"noise=2%", machine{noise: 0.02}},
		{"noise=2%+slow=10%", machine{noise: 0.02, slowHead: 0.05, slowBase: 0.05, drift: 0.01}},
		{"noise=2%+slow=25%", machine{noise: 0.02, slowHead: 0.125, slowBase: 0.125, drift: 0.01}},
		{"noise=4%", machine{noise: 0.04}},
		{"noise=6%", machine{noise: 0.06}},
	} {
		for _, slowdown := range []float64{0, 0.1, 0.15} {
			for _, n := range []int{10, 16, 24, 40} {
				s := scene{machine: m.machine, first: slowdown, looks: evenLooks(n)}
				b.Run(fmt.Sprintf("%s/slower=%v%%/launches=%d", m.name, 100*slowdown, n), s.count)
			}
		}
	}
}

func (s scene) count(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	counts, launches := make(map[Verdict]int), 0
	for range b.N {
		_, verdict, n := s.confirmed(b, random)
		counts[verdict]++
		launches += n
	}
	b.ReportMetric(0, "ns/op")
	for _, v := range []Verdict{Fail, Pass, Inconclusive, Unfit} {
		b.ReportMetric(float64(counts[v])/float64(b.N), string(v))
	}
	b.ReportMetric(float64(launches)/float64(b.N), "launches")
}
