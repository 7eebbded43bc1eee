package loadtest

import (
	"math"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// server is one with a capacity, which may have good and bad moments.
type server struct {
	capacity float64
	lucky    int             // how many steps above the capacity are met all the same
	limit    int             // of steps; 0 is none
	moody    map[float64]int // rates that are met so often and no more
	tried    int
}

func (s *server) try(rate float64) (load.Step, bool) {
	s.tried++
	met := rate <= s.capacity
	if !met && s.lucky > 0 && rate < 2*s.capacity {
		s.lucky--
		met = true
	}
	if left, moody := s.moody[rate]; moody {
		met = left > 0
		s.moody[rate]--
	}
	step := load.Step{Rate: rate, Met: met}
	if !met {
		step.LimitedBy = load.Server
	}
	return step, true
}

func (s *server) fits(steps int) bool { return s.limit == 0 || s.tried+steps <= s.limit }

func TestSearchFindsTheCapacity(t *testing.T) {
	for _, capacity := range []float64{100, 137, 999, 5000, 19_999} {
		s := &server{capacity: capacity}
		got := search(100, 20_000, s.try, s.fits)
		if got.Rate > capacity || got.Rate*fine < capacity || got.Next <= capacity || got.LimitedBy != load.Server {
			t.Errorf("capacity %v: %v, next %v, by %q", capacity, got.Rate, got.Next, got.LimitedBy)
		}
		if last := got.Steps[len(got.Steps)-1]; !last.Confirming || last.Rate != got.Rate || len(got.Steps) != s.tried {
			t.Errorf("capacity %v: last step %+v of %d", capacity, last, s.tried)
		}
	}
}

// TestSearchHalvesTheRatio: what lies within a factor of 2 is found to 5 % in four
// steps, wherever in it the capacity is; halving the difference would take longer near
// its lower end.
func TestSearchHalvesTheRatio(t *testing.T) {
	s := &server{capacity: 1001}
	got := search(1000, 20_000, s.try, s.fits)
	rates := []float64{1000, 2000, 1414.2, 1189.2, 1090.5, 1044.3, 1000}
	if len(got.Steps) != len(rates) {
		t.Fatalf("steps %+v", got.Steps)
	}
	for i, want := range rates {
		if math.Abs(got.Steps[i].Rate-want) > 0.1 {
			t.Errorf("step %d at %v, want %v", i+1, got.Steps[i].Rate, want)
		}
	}
}

func TestSearchAtTheEndsOfTheRange(t *testing.T) {
	s := &server{capacity: 1e6}
	if got := search(100, 3000, s.try, s.fits); got.Rate != 3000 || got.Next != 0 || got.LimitedBy != load.Range {
		t.Errorf("all good: %+v", got)
	}
	s = &server{capacity: 50}
	if got := search(100, 3000, s.try, s.fits); got.Rate != 0 || got.Next != 100 || len(got.Steps) != 1 {
		t.Errorf("none good: %+v", got)
	}
}

// TestLuckIsNotCapacity has steps that are met once by luck: without the confirmation
// the search would end above the capacity.
func TestLuckIsNotCapacity(t *testing.T) {
	for lucky := range 6 {
		s := &server{capacity: 1000, lucky: lucky}
		got := search(100, 20_000, s.try, s.fits)
		if got.Rate > 1000*1.0001 && lucky < 2 || got.Rate == 0 {
			t.Errorf("%d lucky steps: %v", lucky, got.Rate)
		}
	}
}

// TestTimeIsKeptForTheConfirmation gives less and less time.
func TestTimeIsKeptForTheConfirmation(t *testing.T) {
	for limit := 2; limit < 12; limit++ {
		s := &server{capacity: 1000, limit: limit}
		got := search(100, 20_000, s.try, s.fits)
		if s.tried > limit {
			t.Errorf("%d steps of %d", s.tried, limit)
		}
		if got.Rate == 0 || got.Rate > 1000 || limit < 7 && got.LimitedBy != load.Time {
			t.Errorf("%d steps: %v by %q", limit, got.Rate, got.LimitedBy)
		}
	}
}

// TestALowerRateIsConfirmedWithTheLastOfTheTime: the best one was luck, and there is
// time for one step more.
func TestALowerRateIsConfirmedWithTheLastOfTheTime(t *testing.T) {
	s := &server{capacity: 5000, limit: 6, moody: map[float64]int{4000: 1}}
	got := search(1000, 20_000, s.try, s.fits)
	if got.Rate != 2000 || got.LimitedBy != load.Time || got.Next != 4000 || got.Once != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestWhatHeldOnceIsTold where a rate was good and no time is left to say so twice.
func TestWhatHeldOnceIsTold(t *testing.T) {
	s := &server{capacity: 5000, limit: 6, moody: map[float64]int{2000: 1, 4000: 1}}
	got := search(1000, 20_000, s.try, s.fits)
	if got.Rate != 0 || got.Once != 1000 || got.Next != 2000 || got.LimitedBy != load.Time {
		t.Errorf("got %+v", got)
	}
}

func TestSearchEndsWhenItCannotGoOn(t *testing.T) {
	got := search(100, 200, func(float64) (load.Step, bool) { return load.Step{}, false }, func(int) bool { return true })
	if got.Rate != 0 || len(got.Steps) != 0 {
		t.Errorf("got %+v", got)
	}
}
