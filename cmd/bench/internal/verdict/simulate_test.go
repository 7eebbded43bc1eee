package verdict

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A machine makes log-ratios as a shared one does: noise of its own in each
// launch, processes that are slow for their whole life, and a pace that drifts
// more for one side than for the other.
type machine struct {
	noise float64 // standard deviation of a launch's log-ratio
	drift float64 // how far the log-ratio swings to and fro over the run
	// slowHead and slowBase are the shares of launches in which that side is
	// 20 % slower.
	slowHead, slowBase float64
}

// A scene is a run on a machine: six kernels, the first so much slower as first
// says and the others as rest says, looked at after these numbers of launches.
type scene struct {
	machine
	first, rest float64
	looks       []int
}

const simulatedKernels = 6

var simulatedSettings = Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: simulatedKernels}

// evenLooks looks four times, the last time after n launches.
func evenLooks(n int) []int { return []int{n / 4, n / 2, n * 3 / 4, n} }

// draw makes the launches of one kernel. The drift has its own phase in each.
func (m machine) draw(random *rand.Rand, slowdown float64, launches int) []Launch {
	phase := random.Float64() * 2 * math.Pi
	drawn := make([]Launch, launches)
	for i := range drawn {
		swing := m.drift * math.Sin(phase+2*math.Pi*float64(i)/float64(launches))
		drawn[i].LogRatio = math.Log1p(slowdown) + m.noise*random.NormFloat64() + swing + m.luck(random)
	}
	return drawn
}

func (m machine) luck(random *rand.Rand) float64 {
	switch u := random.Float64(); {
	case u < m.slowHead:
		return math.Log(1.2)
	case u < m.slowHead+m.slowBase:
		return -math.Log(1.2)
	}
	return 0
}

// An observer is a [Sequence] or a [Confirmation].
type observer interface {
	Look(samples []Sample, fraction float64) ([]Outcome, error)
}

// run plays a run up to its first verdict, and says after how many launches
// that was. The A/A arm is as noisy as the other.
func (s scene) run(t testing.TB, random *rand.Rand, by observer) (Verdict, []Outcome, int) {
	last := s.looks[len(s.looks)-1]
	samples, same := s.samples(random, last)
	for _, n := range s.looks {
		outcomes, err := by.Look(upTo(samples, n), float64(n)/float64(last))
		if err != nil {
			t.Fatal(err)
		}
		decisions := decisionsOf(outcomes)
		if simulatedSettings.Conclude(decisions, Floor{}) == Undecided {
			continue
		}
		floor, err := NoiseFloor(ratiosUpTo(same, n), simulatedSettings.Alpha)
		if err != nil {
			t.Fatal(err)
		}
		return simulatedSettings.Conclude(decisions, floor), outcomes, n
	}
	t.Fatal("undecided after the last look")
	return "", nil, 0
}

// confirmed gives a run's verdict before and after the confirmation, which only
// a run that fails has, and the launches of the first run.
func (s scene) confirmed(t testing.TB, random *rand.Rand) (before, after Verdict, launches int) {
	sequence, err := NewSequence(simulatedSettings)
	if err != nil {
		t.Fatal(err)
	}
	before, first, launches := s.run(t, random, sequence)
	if before != Fail {
		return before, before, launches
	}
	confirmation, err := NewConfirmation(simulatedSettings, first)
	if err != nil {
		t.Fatal(err)
	}
	after, _, _ = s.run(t, random, confirmation)
	return before, after, launches
}

func (s scene) samples(random *rand.Rand, n int) (compared, same []Sample) {
	for k := range simulatedKernels {
		slowdown := s.rest
		if k == 0 {
			slowdown = s.first
		}
		compared = append(compared, Sample{Launches: s.draw(random, slowdown, n)})
		same = append(same, Sample{Launches: s.draw(random, 0, n)})
	}
	return compared, same
}

func upTo(samples []Sample, n int) []Sample {
	some := make([]Sample, len(samples))
	for i, s := range samples {
		some[i] = Sample{Launches: s.Launches[:n]}
	}
	return some
}

func ratiosUpTo(samples []Sample, n int) [][]float64 {
	some := make([][]float64, len(samples))
	for i, s := range upTo(samples, n) {
		some[i] = s.ratios(1)
	}
	return some
}

func decisionsOf(outcomes []Outcome) []Decision {
	decisions := make([]Decision, len(outcomes))
	for i, o := range outcomes {
		decisions[i] = o.Decision
	}
	return decisions
}
