package measure

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A sleeper takes a known time per operation; in a synctest bubble, exactly.
type sleeper struct {
	perOp         time.Duration
	drawn, checks int
	ops           int
	failAfter     int // operations; 0: never
}

var errSleeper = errors.New("sleeper: told to fail")

func (s *sleeper) Draw() error { s.drawn++; return nil }
func (s *sleeper) Check()      { s.checks++ }
func (s *sleeper) Run(n int) error {
	s.ops += n
	if s.failAfter > 0 && s.ops > s.failAfter {
		return errSleeper
	}
	time.Sleep(time.Duration(n) * s.perOp)
	return nil
}

func TestSlicesCompareTimePerOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		op, ref := &sleeper{perOp: 3 * time.Microsecond}, &sleeper{perOp: 2 * time.Microsecond}
		got, err := Slices(t.Context(), []Pair{{op, ref}}, Plan{Duration: 100 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		if want := 25; len(got.Times) != want {
			t.Errorf("%d pairs of slices in 100 ms, want %d", len(got.Times), want)
		}
		for i, times := range got.Times {
			if r := times.Ratio(); r < 1.499 || r > 1.501 {
				t.Errorf("ratio %d is %v, want 1.5", i, r)
			}
		}
		if rate := got.Operation.PerSecond(); rate < 333_333 || rate > 333_334 {
			t.Errorf("operation: %v per second, want 333333.3", rate)
		}
		if rate := got.Reference.PerSecond(); rate < 499_999 || rate > 500_001 {
			t.Errorf("reference: %v per second, want 500000", rate)
		}
		// One draw before the warm-up, one before each slice and one before
		// the end is seen; a check after each slice.
		if op.drawn+ref.drawn != 2+50+1 || op.checks != 25 || ref.checks != 25 {
			t.Errorf("drawn %d and %d times, checked %d and %d", op.drawn, ref.drawn, op.checks, ref.checks)
		}
	})
}

// TestSlicesNeverMixKinds is about what makes the ratio fair: while one
// goroutine runs the operation, none runs the reference.
func TestSlicesNeverMixKinds(t *testing.T) {
	const goroutines = 3
	var operation, reference atomic.Int32
	pairs := make([]Pair, goroutines)
	for i := range pairs {
		pairs[i].Operation = &exclusive{own: &operation, other: &reference}
		pairs[i].Reference = &exclusive{own: &reference, other: &operation}
	}
	got, err := Slices(t.Context(), pairs, Plan{Duration: 30 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	var ops int64
	for _, p := range pairs {
		ops += p.Operation.(*exclusive).ops
	}
	if got.Operation.Count == 0 || got.Operation.Count != ops {
		t.Errorf("counted %d operations, the kernels did %d", got.Operation.Count, ops)
	}
}

// An exclusive kernel fails when one of the other kind runs at the same time.
// It counts only from its second Draw on: before that goroutines warm up, each
// at its own pace.
type exclusive struct {
	own, other *atomic.Int32
	draws      int
	ops        int64
	sink       byte
}

func (e *exclusive) Draw() error { e.draws++; return nil }
func (e *exclusive) Check()      {}
func (e *exclusive) Run(n int) error {
	for i := range n * 100 {
		e.sink += byte(i)
	}
	if e.draws < 2 { // warming up
		return nil
	}
	e.own.Add(1)
	defer e.own.Add(-1)
	if e.other.Load() != 0 {
		return errors.New("operation and reference at the same time")
	}
	e.ops += int64(n)
	return nil
}

// TestOrderAlternates is about a drift that would favour whoever always comes
// first or second.
func TestOrderAlternates(t *testing.T) {
	want := []int{0, 1, 1, 0, 0, 1, 1, 0, 0}
	for index, kind := range want {
		if got := (&crew{index: index}).kind(); got != kind {
			t.Errorf("slice %d: kind %d, want %d", index, got, kind)
		}
	}
}

func TestSlicesStopOnFailure(t *testing.T) {
	pairs := []Pair{
		{&sleeper{perOp: time.Microsecond}, &sleeper{perOp: time.Microsecond}},
		{&sleeper{perOp: time.Microsecond, failAfter: 5000}, &sleeper{perOp: time.Microsecond}},
	}
	_, err := Slices(t.Context(), pairs, Plan{Duration: time.Hour})
	if !errors.Is(err, errSleeper) {
		t.Errorf("error %v, want that of the kernel", err)
	}
}

func TestSlicesEndWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		pairs := []Pair{{&sleeper{perOp: time.Microsecond}, &sleeper{perOp: time.Microsecond}}}
		got, err := Slices(ctx, pairs, Plan{Duration: time.Hour})
		if err != nil || len(got.Times) == 0 {
			t.Errorf("%d pairs, error %v; want those until the end of the context", len(got.Times), err)
		}
	})
}

func TestLatencyTimesEachOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kernels := []Kernel{&sleeper{perOp: time.Millisecond}, &sleeper{perOp: 2 * time.Millisecond}}
		h, err := Latency(t.Context(), kernels, 100*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		// Blocks of 64: the first does two in 128 ms, the second one in 128 ms.
		if h.TotalCount() != 192 {
			t.Errorf("%d samples, want 192", h.TotalCount())
		}
		for quantile, want := range map[float64]int64{50: 1e6, 66: 1e6, 67: 2e6, 100: 2e6} {
			if got := h.ValueAtQuantile(quantile); !h.ValuesAreEquivalent(got, want) {
				t.Errorf("p%v is %d ns, want %d", quantile, got, want)
			}
		}
	})
}

func TestLatencyReportsFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kernels := []Kernel{&sleeper{perOp: time.Millisecond}, &sleeper{failAfter: 10}}
		if _, err := Latency(t.Context(), kernels, 100*time.Millisecond); !errors.Is(err, errSleeper) {
			t.Errorf("error %v, want that of the kernel", err)
		}
	})
}

func TestRecordDropsNothing(t *testing.T) {
	h := NewHistogram()
	for _, d := range []time.Duration{-5, 0, 1, time.Second, time.Hour} {
		Record(h, d)
	}
	if h.TotalCount() != 5 {
		t.Errorf("%d of 5 latencies recorded", h.TotalCount())
	}
}

func TestAllocationsPerOperation(t *testing.T) {
	const ops = 1000
	var keep []*[16]byte
	allocs, bytes, err := Allocations(ops, func() error {
		keep = keep[:0]
		for range ops {
			for range 3 {
				keep = append(keep, new([16]byte))
			}
		}
		return nil
	})
	if err != nil || allocs != 3 || bytes != 48 {
		t.Errorf("%v allocations, %v bytes, error %v; want 3 and 48", allocs, bytes, err)
	}
}

// TestAllocationsOfOthersDoNotCount has every pass but one disturbed.
func TestAllocationsOfOthersDoNotCount(t *testing.T) {
	const ops = 100
	pass := 0
	var keep []*[16]byte
	allocs, _, err := Allocations(ops, func() error {
		pass++
		keep = make([]*[16]byte, 0, 2*ops)
		for range ops - 1 { // keep itself is one allocation too
			keep = append(keep, new([16]byte))
		}
		for range pass % 4 * 10 {
			keep = append(keep, new([16]byte))
		}
		return nil
	})
	if err != nil || allocs != 1 {
		t.Errorf("%v allocations, error %v; want 1", allocs, err)
	}
}

func TestAllocationsOfNothing(t *testing.T) {
	allocs, bytes, err := Allocations(1000, func() error { return nil })
	if err != nil || allocs != 0 || bytes != 0 {
		t.Errorf("%v allocations, %v bytes, error %v; want none", allocs, bytes, err)
	}
}

func TestMedian(t *testing.T) {
	values := []float64{9, 1, 2, 3, 4, 5, 6, 7, 8}
	got := median(values)
	// Of nine samples the second and the eighth enclose the median with 96 %.
	if want := (Estimate{Median: 5, Low: 2, High: 8, Samples: 9}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if values[0] != 9 {
		t.Error("the caller's values were reordered")
	}
	if got := median(nil); got != (Estimate{}) {
		t.Errorf("without samples: %+v", got)
	}
}

// TestRatioPairsSlices has a machine that becomes three times slower on the way.
func TestRatioPairsSlices(t *testing.T) {
	var times []Times
	for i := range 101 {
		pace := 1 + float64(i)/50
		times = append(times, Times{Operation: 1.2e-6 * pace, Reference: 1e-6 * pace})
	}
	times[0].Operation *= 1000 // one outlier
	got := Ratio(times)
	if got.Median < 1.199 || got.Median > 1.201 || got.High > 1.201 || got.Samples != 101 {
		t.Errorf("got %+v, want 1.2 of 101", got)
	}
}

func TestRatioOfFewPairs(t *testing.T) {
	if got := Ratio([]Times{{3, 2}}); got.Median != 1.5 {
		t.Errorf("one pair: %+v", got)
	}
	if got := Ratio(nil); got != (Estimate{}) {
		t.Errorf("no pairs: %+v", got)
	}
}

// TestGoroutinesAreComparedWithThemselves has one of two whose operation is slow,
// and no reference.
func TestGoroutinesAreComparedWithThemselves(t *testing.T) {
	c := &crew{workers: make([]worker, 2), begin: time.Now()}
	for _, took := range [][2]time.Duration{{10, 40}, {10, 20}} { // operation, reference
		for i := range c.workers {
			c.workers[i].count, c.workers[i].end = 10, c.begin.Add(took[i])
		}
		c.close()
	}
	want := []Times{{1e-9, 1e-9}, {4e-9, 2e-9}}
	if !slices.Equal(c.times, want) || c.sides[0] != (Side{20, 40}) || c.sides[1] != (Side{20, 20}) {
		t.Errorf("times %v, want %v; sides %v", c.times, want, c.sides)
	}
}
