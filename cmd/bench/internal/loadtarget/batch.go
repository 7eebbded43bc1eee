package loadtarget

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// Next gives a request to hey, which reads the answer without showing it. Where the
// context has ended it is one that fails at once.
func (l *Load) Next() *http.Request {
	request := l.next()
	if request == nil {
		return new(http.Request)
	}
	if l.recent != nil {
		l.recent.add(request)
	}
	return request
}

// Batch counts what hey found. The codes of refusals are not known. If each URL was
// accepted, the last of them are opened once more: of one that was not answered,
// nobody knows if it was accepted.
func (l *Load) Batch(o heyload.Outcome) {
	good := len(o.Errors) == 0
	l.count(func(a *load.Answers) {
		for status, n := range o.Statuses {
			a.Statuses[strconv.Itoa(status)] += int64(n)
			good = good && l.target.expects(status)
			l.countStatus(a, status, int64(n))
		}
		for text, n := range o.Errors {
			a.Failures[kindOfText(text)] += int64(n)
		}
	})
	if l.again == nil {
		return
	}
	for _, request := range l.recent.take() {
		if good {
			l.again.open(request)
		}
	}
}

func (l *Load) countStatus(a *load.Answers, status int, n int64) {
	switch {
	case l.target.config.Kind == Open && status == http.StatusForbidden:
		a.Refused[load.NoCode] += n
		a.Failures[load.FailedRefused] += n
	case l.Failed(status):
		a.Failures[load.FailedStatus] += n
	case l.target.config.Kind == Open:
		a.Accepted += n
	}
}

// Failed reports whether a status is not that of a good answer.
func (l *Load) Failed(status int) bool { return !l.target.expects(status) }

// recentSize is how many of a batch are opened once more.
const recentSize = 20

// recent holds the last requests that were given out.
type recent struct {
	mu  sync.Mutex
	all [recentSize]*http.Request
	n   int
}

func (r *recent) add(request *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all[r.n%recentSize] = request
	r.n++
}

// take gives them, and forgets them.
func (r *recent) take() []*http.Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	given := append([]*http.Request(nil), r.all[:min(r.n, recentSize)]...)
	r.n = 0
	return given
}
