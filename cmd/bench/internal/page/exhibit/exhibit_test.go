package exhibit

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// reports is where results of the real commands are.
const reports = "../../../testdata/reports"

func read(t *testing.T, names ...string) []results.File {
	t.Helper()
	var files []results.File
	for _, name := range names {
		f, err := os.Open(filepath.Join(reports, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		file, err := results.Read(name, f)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

func text(t *testing.T, names ...string) string {
	t.Helper()
	p, err := Page(read(t, names...))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.Text(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestNoRatioOfWhatCannotBeCompared: the reason comes first, and no ratio at all.
func TestNoRatioOfWhatCannotBeCompared(t *testing.T) {
	for reason, files := range map[string][]string{
		"SHA-256 path: A sha-ni, B avx2": {"run.json", "run-elsewhere.json"},
		"load model: A both, B open":     {"load.json", "capacity.json"},
	} {
		got := text(t, files...)
		first, _, _ := strings.Cut(got, "\n")
		if !strings.Contains(first, "NOT COMPARABLE, so no ratio is given") || !strings.Contains(got, "- "+reason) || strings.Contains(got, "÷") {
			t.Errorf("%v:\n%s", files, got)
		}
	}
	if got := text(t, "run.json", "run-again.json"); strings.Contains(got, "NOT COMPARABLE") || !strings.Contains(got, "B ÷ A") {
		t.Errorf("two runs of one machine were not compared:\n%s", got)
	}
}

// TestRelate encloses the ratio of two ratios by the far ends of both intervals.
func TestRelate(t *testing.T) {
	result := func(low, point, high float64) report.Result {
		return report.Result{Ratio: &point, RatioLow: &low, RatioHigh: &high, Reference: "hmac-text"}
	}
	for _, c := range []struct {
		a, b      report.Result
		low, high float64
		word      string
	}{
		{result(0.9, 1, 1.1), result(1.8, 2, 2.2), 1.8 / 1.1, 2.2 / 0.9, "slower"},
		{result(1.8, 2, 2.2), result(0.9, 1, 1.1), 0.9 / 2.2, 1.1 / 1.8, "faster"},
		{result(0.9, 1, 1.1), result(0.95, 1.05, 1.2), 0.95 / 1.1, 1.2 / 0.9, "not told apart"},
	} {
		r := relate(c.a, c.b)
		var count tally
		cells := r.cells(&count)
		if math.Abs(*r.low-c.low) > 1e-12 || math.Abs(*r.high-c.high) > 1e-12 || cells[2] != c.word || count.slower+count.faster+count.same != 1 {
			t.Errorf("got %v to %v, %q, want %v to %v, %s", *r.low, *r.high, cells, c.low, c.high, c.word)
		}
	}
	other := result(1, 1, 1)
	other.Reference = "bare-handler"
	if r := relate(result(1, 1, 1), other); r.point != nil {
		t.Errorf("ratios to two references were compared: %v", *r.point)
	}
}

// TestPercentilePoints reads a histogram of 1 to 100 000 ns, of which each percentile
// is known.
func TestPercentilePoints(t *testing.T) {
	h := hdrhistogram.New(1, 1e9, 3)
	for v := int64(1); v <= 100_000; v++ {
		if err := h.RecordValue(v); err != nil {
			t.Fatal(err)
		}
	}
	points := percentilePoints(h)
	marked := make(map[float64]bool)
	for i, p := range points {
		if want := p.X / 100 * 100_000; math.Abs(p.Y-want) > 0.002*want+2 {
			t.Errorf("%v %%: %v, want %v", p.X, p.Y, want)
		}
		if i > 0 && p.X < points[i-1].X {
			t.Errorf("%v comes after %v", p.X, points[i-1].X)
		}
		marked[p.X] = p.Marked
	}
	for _, q := range []float64{50, 90, 99, 99.9, 99.99} {
		if !marked[q] {
			t.Errorf("no mark at %v", q)
		}
	}
}

// TestHistogramPoints: the shares add up, and a value lies in its step.
func TestHistogramPoints(t *testing.T) {
	h := hdrhistogram.New(1, 1e9, 3)
	for value, n := range map[int64]int64{100: 30, 5000: 60, 70_000: 10} {
		if err := h.RecordValues(value, n); err != nil {
			t.Fatal(err)
		}
	}
	share := make(map[int64]float64)
	sum := 0.0
	for _, p := range histogramPoints(h) {
		sum += p.Y
		for _, value := range []int64{100, 5000, 70_000} {
			if p.X <= float64(value)*1.001 && float64(value) < p.End {
				share[value] += p.Y
			}
		}
	}
	if math.Abs(sum-100) > 1e-9 || share[5000] != 60 || share[70_000] != 10 || share[100] != 30 {
		t.Errorf("in all %v, in their steps %v", sum, share)
	}
}
