package load

import (
	"io"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// A Log writes interval histograms in the log format of HdrHistogram, V2, which
// other tools read. Times in it are nanoseconds; the column of maxima is in
// milliseconds, as is usual.
type Log struct {
	writer *hdrhistogram.HistogramLogWriter
	base   time.Time
}

// NewLog writes the head of a log that begins at a time. The format's own head has
// whole seconds, so the intervals count from the whole second.
func NewLog(w io.Writer, begin time.Time) (*Log, error) {
	l := &Log{writer: hdrhistogram.NewHistogramLogWriter(w), base: begin.Truncate(time.Second)}
	base := l.base.UnixMilli()
	l.writer.SetBaseTime(base)
	for _, write := range []func() error{
		func() error {
			return l.writer.OutputComment("[bench load: response times in nanoseconds; with the tag closed service times]")
		},
		l.writer.OutputLogFormatVersion,
		func() error { return l.writer.OutputBaseTime(base) },
		func() error { return l.writer.OutputStartTime(base) },
		l.writer.OutputLegend,
	} {
		if err := write(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Add writes the histogram of an interval. The tag is empty or a word.
func (l *Log) Add(h *hdrhistogram.Histogram, tag string, from, to time.Time) error {
	h.SetTag(tag)
	h.SetStartTimeMs(from.UnixMilli())
	h.SetEndTimeMs(to.UnixMilli())
	return l.writer.OutputIntervalHistogram(h)
}
