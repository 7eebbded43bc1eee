package verdict

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// binaryFractions reads log-ratios between -8 and 8, whole multiples of 1/4096: sums,
// halves and doubles of them are exact, so that intervals can be compared so too.
func binaryFractions(data []byte) []float64 {
	var values []float64
	for ; len(data) >= 2 && len(values) < 80; data = data[2:] {
		values = append(values, float64(int16(binary.LittleEndian.Uint16(data)))/4096)
	}
	return values
}

// probability maps anything to an error between 0 and 1.
func probability(x uint16) float64 { return math.Exp(-float64(x) / 4096) }

func shuffled(values []float64) []float64 {
	copied := slices.Clone(values)
	rand.New(rand.NewPCG(1, uint64(len(values)))).Shuffle(len(copied), func(i, j int) { copied[i], copied[j] = copied[j], copied[i] })
	return copied
}

func mapped(values []float64, change func(float64) float64) []float64 {
	changed := make([]float64, len(values))
	for i, v := range values {
		changed[i] = change(v)
	}
	return changed
}

func (i Interval) mirrored() Interval { return Interval{0 - i.High, 0 - i.Point, 0 - i.Low} }

func (i Interval) mapped(change func(float64) float64) Interval {
	return Interval{change(i.Low), change(i.Point), change(i.High)}
}

func double(x float64) float64 { return 2 * x }
func up(x float64) float64     { return x + 3 }
func negative(x float64) float64 {
	return 0 - x
}

// FuzzCenterKeepsItsOrder holds that an interval encloses its estimate and is
// never not a number, that the order of the launches does not matter, and that it
// moves, doubles and turns round as the values do.
func FuzzCenterKeepsItsOrder(f *testing.F) {
	f.Add([]byte{}, uint16(0), uint16(0))
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0}, uint16(12000), uint16(9000))
	f.Add([]byte("some launches of one kernel, each with its luck"), uint16(20000), uint16(65535))
	f.Add(slices.Repeat([]byte{7, 1, 0x80, 0xff}, 40), uint16(30000), uint16(1))
	// Above the values that are counted out, an error of 1 once gave no bound.
	f.Add(slices.Repeat([]byte{'0'}, 122), uint16(30000), uint16(0))
	f.Fuzz(func(t *testing.T, data []byte, a, b uint16) {
		values, low, high := binaryFractions(data), probability(a), probability(b)
		got := Center(values, low, high)
		if !(got.Low <= got.Point && got.Point <= got.High) {
			t.Fatalf("%v: %+v", values, got)
		}
		if other := Center(shuffled(values), low, high); other != got {
			t.Errorf("in another order: %+v, was %+v", other, got)
		}
		if other, want := Center(mapped(values, double), low, high), got.mapped(double); other != want {
			t.Errorf("doubled: %+v, want %+v", other, want)
		}
		if other, want := Center(mapped(values, up), low, high), got.mapped(up); len(values) > 0 && other != want {
			t.Errorf("moved: %+v, want %+v", other, want)
		}
		if other, want := Center(mapped(values, negative), high, low), got.mirrored(); other != want {
			t.Errorf("turned round: %+v, want %+v", other, want)
		}
		if other := Center(values, low/2, high/2); other.Low > got.Low || other.High < got.High {
			t.Errorf("%+v for half the error, was %+v", other, got)
		}
	})
}

// FuzzShiftIsAntisymmetric holds the same of two samples, and that exchanging
// them exchanges the sign.
func FuzzShiftIsAntisymmetric(f *testing.F) {
	f.Add([]byte("base"), []byte("head"), uint16(5000), uint16(5000))
	f.Add([]byte{}, []byte("head"), uint16(0), uint16(0))
	f.Add(slices.Repeat([]byte{7, 1, 0x80}, 60), slices.Repeat([]byte{3, 4}, 30), uint16(20000), uint16(10000))
	f.Fuzz(func(t *testing.T, one, two []byte, a, b uint16) {
		base, head := binaryFractions(one), binaryFractions(two)
		low, high := probability(a), probability(b)
		got := Shift(base, head, low, high)
		if !(got.Low <= got.Point && got.Point <= got.High) {
			t.Fatalf("%v and %v: %+v", base, head, got)
		}
		if other := Shift(shuffled(base), shuffled(head), low, high); other != got {
			t.Errorf("in another order: %+v, was %+v", other, got)
		}
		if other, want := Shift(head, base, high, low), got.mirrored(); other != want {
			t.Errorf("exchanged: %+v, want %+v", other, want)
		}
		if other, want := Shift(base, mapped(head, up), low, high), got.mapped(up); len(base)*len(head) > 0 && other != want {
			t.Errorf("moved: %+v, want %+v", other, want)
		}
	})
}

// FuzzLookContradictsNothing holds that verdict and interval agree at every look,
// whatever the launches.
func FuzzLookContradictsNothing(f *testing.F) {
	f.Add([]byte{}, uint8(0))
	f.Add([]byte("thirty launches are sixty bytes, and a few more do no harm"), uint8(3))
	f.Add(slices.Repeat([]byte{0, 1}, 30), uint8(9))
	f.Add(slices.Repeat([]byte{0, 0xf0}, 30), uint8(200))
	f.Fuzz(func(t *testing.T, data []byte, tainted uint8) {
		settings := Settings{Tolerance: 0.05, Alpha: 0.05, Kernels: 2}
		s, err := NewSequence(settings)
		if err != nil {
			t.Fatal(err)
		}
		var launches []Launch
		for i, v := range binaryFractions(data) {
			launches = append(launches, Launch{v, float64((i*int(tainted))%100) / 100})
		}
		other := slices.Clone(launches)
		slices.Reverse(other)
		for _, fraction := range []float64{0.4, 0.7, 1} {
			n := int(fraction * float64(len(launches)))
			outcomes, err := s.Look([]Sample{{Launches: launches[:n]}, {Launches: other[:n]}}, fraction)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range outcomes {
				o.Decision.checkFor(t, settings)
				o.All.checkFor(t, settings)
				o.Clean.checkFor(t, settings)
			}
		}
	})
}

func (d Decision) checkFor(t *testing.T, s Settings) {
	if !(d.Low <= d.Point && d.Point <= d.High) || d.Low < -1 || math.IsInf(d.Point, 0) {
		t.Fatalf("no interval: %+v", d)
	}
	if (d.Verdict == Fail) != (d.Low > s.Tolerance) || (d.Verdict == Pass) != (d.High < s.Tolerance) {
		t.Fatalf("verdict and interval disagree: %+v", d)
	}
	if smallest := s.Detectable(d); !(smallest >= s.Tolerance*(1-1e-9)) {
		t.Fatalf("detects %v with %+v", smallest, d)
	}
}
