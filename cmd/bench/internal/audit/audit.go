// Package audit keeps account of what a benchmark verified: a fast signer whose
// signatures are wrong is not fast.
package audit

import (
	"fmt"
	"slices"
	"sync"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// maxEvidence bounds how many failures are told one by one.
const maxEvidence = 5

// An Audit counts checks and keeps the first failures as evidence. The zero
// value is empty. It is safe for concurrent use.
type Audit struct {
	mu       sync.Mutex
	counts   report.Checks
	evidence []string
}

// Verified takes the outcome of verifying a URL that where made; nil is good.
func (a *Audit) Verified(where string, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.counts.Verified++
	if err != nil {
		a.counts.Bad++
		a.add("%s: a bad URL: %v", where, err)
	}
}

// Reopened takes the outcome of opening a URL for the second time.
func (a *Audit) Reopened(where string, accepted bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.counts.Reopened++
	if accepted {
		a.counts.Twice++
		a.add("%s: a URL was accepted twice", where)
	}
}

// Wrong takes any other output that is not what it should be.
func (a *Audit) Wrong(where string, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.counts.Bad++
	a.add("%s: %v", where, err)
}

// add keeps a failure that is not known yet, while there is room.
func (a *Audit) add(format string, arguments ...any) {
	text := fmt.Sprintf(format, arguments...)
	if len(a.evidence) < maxEvidence && !slices.Contains(a.evidence, text) {
		a.evidence = append(a.evidence, text)
	}
}

// Result gives the counts, and a line for each of the first failures.
func (a *Audit) Result() (counts report.Checks, evidence []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.counts, append([]string(nil), a.evidence...)
}
