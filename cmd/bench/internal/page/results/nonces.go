package results

import (
	"errors"
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// mostTests bounds the rows of tables; bench nonces has some five hundred a source.
const mostTests = 10_000

func readNonces(text []byte, f *File) error {
	r := new(trial.Result)
	if err := jsonfile.Parse(text, r); err != nil {
		return err
	}
	switch {
	case len(r.Nonces) == 0:
		return errors.New(`"nonces" is empty`)
	case len(r.Tests) > mostTests || len(r.Nonces) > mostTests || len(r.Groups) > mostTests:
		return fmt.Errorf("more than %d tests, sources or groups", mostTests)
	}
	for i, n := range r.Nonces {
		if err := checkNonces(n); err != nil {
			return fmt.Errorf("nonces[%d]: %w", i, err)
		}
	}
	for i, t := range r.Tests {
		if err := checkTest(t); err != nil {
			return fmt.Errorf("tests[%d]: %w", i, err)
		}
	}
	if r.OK && len(r.Failed()) > 0 {
		return errors.New(`"ok" is true, although a test failed`)
	}
	f.Nonces = r
	return nil
}

func checkTest(t evidence.Test) error {
	if t.Source == "" || t.Name == "" {
		return errors.New("want a source and a name")
	}
	if t.Verdict != evidence.Pass && t.Verdict != evidence.Fail {
		return fmt.Errorf("verdict %q: want %s or %s", t.Verdict, evidence.Pass, evidence.Fail)
	}
	for _, p := range []*float64{t.P, t.AdjustedP} {
		if p != nil && !(*p >= 0 && *p <= 1) {
			return fmt.Errorf("p %v: want a probability", *p)
		}
	}
	return nil
}
