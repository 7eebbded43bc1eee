package audit

import (
	"errors"
	"fmt"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

func TestCountsAndEvidence(t *testing.T) {
	var a Audit
	a.Verified("native sign", nil)
	a.Verified("native sign", errors.New("expired"))
	a.Reopened("http open", false)
	a.Reopened("http open", true)
	a.Wrong("native nonce", errors.New("not a UUID"))
	counts, evidence := a.Result()
	if want := (report.Checks{Verified: 2, Bad: 2, Reopened: 2, Twice: 1}); counts != want {
		t.Errorf("got %+v, want %+v", counts, want)
	}
	want := []string{"native sign: a bad URL: expired", "http open: a URL was accepted twice", "native nonce: not a UUID"}
	for i, w := range want {
		if evidence[i] != w {
			t.Errorf("evidence %q, want %q", evidence[i], w)
		}
	}
}

func TestEvidenceIsBounded(t *testing.T) {
	var a Audit
	for i := range 100 {
		a.Verified("native sign", fmt.Errorf("expired %d s ago", i))
	}
	if counts, evidence := a.Result(); counts.Bad != 100 || len(evidence) != maxEvidence {
		t.Errorf("%d bad, %d lines", counts.Bad, len(evidence))
	}
}

// TestEvidenceIsNotRepeated is about a fault that each URL has.
func TestEvidenceIsNotRepeated(t *testing.T) {
	var a Audit
	for range 3 {
		a.Verified("native sign", errors.New("expired"))
	}
	if counts, evidence := a.Result(); counts.Bad != 3 || len(evidence) != 1 {
		t.Errorf("%d bad, evidence %q", counts.Bad, evidence)
	}
}
