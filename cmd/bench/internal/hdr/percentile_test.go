package hdr

import (
	"testing"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// TestPercentilesAreRoundedUp counts, as their definition says: so many percent took no
// longer, and with the next shorter time there would be fewer.
func TestPercentilesAreRoundedUp(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, 99, 100, 101, 666, 999, 1000, 1001} {
		h := hdrhistogram.New(1, 1_000_000, 3)
		for i := range n { // small numbers, of which a histogram loses nothing
			if err := h.RecordValue(int64(i + 1)); err != nil {
				t.Fatal(err)
			}
		}
		for _, tenths := range []int{1, 10, 500, 750, 900, 950, 990, 999, 1000} {
			want := int64((tenths*n + 999) / 1000)
			if got := Percentile(h, float64(tenths)/10); got != want {
				t.Errorf("%v %% of %d: %d, want %d", float64(tenths)/10, n, got, want)
			}
		}
	}
	if got := Percentile(hdrhistogram.New(1, 1_000_000, 3), 99); got != 0 {
		t.Errorf("%d of nothing", got)
	}
}
