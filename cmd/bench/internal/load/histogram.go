package load

import (
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/hdr"
)

// maxTime is the longest time that a histogram holds; what takes longer counts as
// this long. It is more than for single operations, because the queue before an
// overloaded server grows for as long as the test lasts.
const maxTime = time.Hour

// NewHistogram makes a histogram of nanoseconds with three significant digits. It
// takes about 300 kB whatever is recorded.
func NewHistogram() *hdrhistogram.Histogram {
	return hdrhistogram.New(1, maxTime.Nanoseconds(), 3)
}

// Record puts a time into a histogram; it never drops one.
func Record(h *hdrhistogram.Histogram, d time.Duration) {
	// The value lies within the histogram's range, so there is no error.
	_ = h.RecordValue(within(d))
}

// RecordCorrected is Record for a closed loop that is to send every interval: where
// a time is longer, it adds those of the requests that were not sent meanwhile, as
// if they had been and had been answered at the same moment. That is an estimate.
func RecordCorrected(h *hdrhistogram.Histogram, d, interval time.Duration) {
	_ = h.RecordCorrectedValue(within(d), interval.Nanoseconds())
}

func within(d time.Duration) int64 { return min(max(d, 1), maxTime).Nanoseconds() }

// QuantilesOf reads them off a histogram; without values they are 0.
func QuantilesOf(h *hdrhistogram.Histogram) Quantiles {
	if h.TotalCount() == 0 {
		return Quantiles{}
	}
	return Quantiles{
		Min:     h.Min(),
		Mean:    int64(h.Mean()),
		P50:     hdr.Percentile(h, 50),
		P75:     hdr.Percentile(h, 75),
		P90:     hdr.Percentile(h, 90),
		P95:     hdr.Percentile(h, 95),
		P99:     hdr.Percentile(h, 99),
		P999:    hdr.Percentile(h, 99.9),
		Max:     h.Max(),
		Samples: h.TotalCount(),
	}
}

// Encoded gives a histogram as HdrHistogram writes it: V2, compressed, base64.
func Encoded(h *hdrhistogram.Histogram) (string, error) {
	text, err := h.EncodeV2()
	return string(text), err
}

// Decoded reads a histogram as [Encoded] has written it.
func Decoded(text string) (*hdrhistogram.Histogram, error) {
	return hdrhistogram.Decode([]byte(text))
}
