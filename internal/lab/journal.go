package lab

import (
	"slices"
	"sync"

	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// A kind of event.
type kind int

const (
	opens kind = iota + 1
	refused
	reads // a workbook of the folder menu
	downloads
)

// An event is something that happened in front of the visitor, as far as the guided
// walk asks for it.
type event struct {
	kind        kind
	user        tenant.Address
	accountType string
	owner       tenant.Address // of what was read
	code        signer.Code    // of a refusal
}

// A journal keeps the last events.
type journal struct {
	mu     sync.Mutex
	events []event
}

// remembered is how many events are kept.
const remembered = 200

func (j *journal) add(e event) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.events = append(j.events[max(0, len(j.events)+1-remembered):len(j.events):len(j.events)], e)
}

// any reports whether something happened.
func (j *journal) any(happened func(event) bool) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.ContainsFunc(j.events, happened)
}

// inTurn reports whether one thing happened, and later another.
func (j *journal) inTurn(first, then func(event) bool) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	i := slices.IndexFunc(j.events, first)
	return i >= 0 && slices.ContainsFunc(j.events[i:], then)
}

func (j *journal) forget() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.events = nil
}
