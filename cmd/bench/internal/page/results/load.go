package results

import (
	"errors"
	"fmt"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// A Load is a load test with its histograms.
type Load struct {
	*load.Result
	// Decoded has the models that were run, open first.
	Decoded []Model
}

// A Model is one load model with its histograms, in nanoseconds.
type Model struct {
	load.Named
	ResponseTimes, ServiceTimes *hdrhistogram.Histogram
}

func readLoad(text []byte, f *File) error {
	r := new(load.Result)
	if err := jsonfile.Parse(text, r); err != nil {
		return err
	}
	l := &Load{Result: r}
	for _, named := range r.Models.All() {
		m, err := readModel(named)
		if err != nil {
			return fmt.Errorf("models.%s: %w", named.Name, err)
		}
		l.Decoded = append(l.Decoded, m)
	}
	switch {
	case len(l.Decoded) == 0 && r.Capacity == nil:
		return errors.New(`"models" has neither open nor closed, and there is no capacity`)
	case !r.OK && !r.Incomplete && len(r.Problems) == 0:
		return errors.New(`"ok" is false, and "problems" does not say why`)
	case r.OK && len(r.Problems) > 0:
		return errors.New(`"ok" is true, although there are problems`)
	}
	f.Load = l
	return nil
}

func readModel(named load.Named) (Model, error) {
	m := Model{Named: named}
	if len(m.Seconds) > load.MaxPoints {
		return m, fmt.Errorf("seconds: %d points, want at most %d", len(m.Seconds), load.MaxPoints)
	}
	for i, s := range m.Seconds {
		if err := checkSecond(s); err != nil {
			return m, fmt.Errorf("seconds[%d]: %w", i, err)
		}
	}
	if err := checkDelay(m.SendDelay); err != nil {
		return m, fmt.Errorf("send_delay_ns: %w", err)
	}
	err := m.decode()
	return m, err
}

// decode reads both histograms, of which the quantiles have to be.
func (m *Model) decode() (err error) {
	if m.ResponseTimes, err = histogram(m.ResponseHDR, m.Response.Samples); err != nil {
		return fmt.Errorf("response_hdr: %w", err)
	}
	if m.ServiceTimes, err = histogram(m.ServiceHDR, m.Service.Samples); err != nil {
		return fmt.Errorf("service_hdr: %w", err)
	}
	if err := agree(m.Response, m.ResponseTimes); err != nil {
		return fmt.Errorf("response_ns.%w", err)
	}
	if err := agree(m.Service, m.ServiceTimes); err != nil {
		return fmt.Errorf("service_ns.%w", err)
	}
	return nil
}

// histogram decodes one, which has to hold as many values as the quantiles beside it
// are of.
func histogram(text string, samples int64) (*hdrhistogram.Histogram, error) {
	if text == "" {
		return nil, errors.New("is missing")
	}
	h, err := load.Decoded(text)
	if err != nil {
		return nil, fmt.Errorf("not a histogram: %w", err)
	}
	if h.TotalCount() != samples {
		return nil, fmt.Errorf("%d values, but the quantiles beside it are of %d", h.TotalCount(), samples)
	}
	return h, nil
}
