package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// maxResult bounds what is read: a result with the longest series takes about one
// megabyte.
const maxResult = 64 << 20

// Read reads what [Result.JSON] has written. What is cut off, of another schema, or
// without a model is an error of one line.
func Read(r io.Reader) (*Result, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxResult))
	if err != nil {
		return nil, err
	}
	var result Result
	if err := json.Unmarshal(text, &result); err != nil {
		return nil, fmt.Errorf("not a result of bench load: %w", err)
	}
	if err := result.check(); err != nil {
		return nil, err
	}
	return &result, nil
}

func (r *Result) check() error {
	switch {
	case r.Schema != Schema:
		return fmt.Errorf("schema %d: want %d", r.Schema, Schema)
	case len(r.Models.All()) == 0 && r.Capacity == nil:
		return errors.New("not a result of bench load: it has neither models nor a capacity")
	}
	for _, m := range r.Models.All() {
		for name, text := range map[string]string{"response_hdr": m.ResponseHDR, "service_hdr": m.ServiceHDR} {
			if _, err := Decoded(text); err != nil {
				return fmt.Errorf("models.%s.%s: %w", m.Name, name, err)
			}
		}
	}
	return nil
}

// Decoded reads a histogram as [Encoded] has written it.
func Decoded(text string) (*hdrhistogram.Histogram, error) {
	return hdrhistogram.Decode([]byte(text))
}
