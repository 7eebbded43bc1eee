package loadtarget

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/heyload"
	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/openloop"
)

// A Load asks a target again and again and keeps account of the answers. It is safe
// for concurrent use.
type Load struct {
	target *Target
	next   func() *http.Request
	end    func()
	look   *sampler // at answers of the signing API
	again  *reopener
	recent *recent

	mu      sync.Mutex
	answers load.Answers
}

// maxReady is how many signed URLs a queue holds at most.
const maxReady = 256

// Load begins to ask at a rate per second, 0 being as fast as it goes. Its requests
// end by themselves some time after the context does. Close it.
func (t *Target) Load(ctx context.Context, rate float64) (*Load, error) {
	late, end := heyload.Grace(ctx)
	l := &Load{target: t, end: end, answers: emptyAnswers(), look: newSampler(verifyEvery)}
	if t.config.Kind != Open {
		var err error
		if l.next, err = t.turns(late); err != nil {
			end()
		}
		return l, err
	}
	l.next = t.signed(late, readyAt(rate))
	l.recent = new(recent)
	l.again = startReopener(late, t)
	return l, nil
}

// readyAt is how many are to lie ready at a rate. There are two queues of them, one
// of URLs and one of requests, so each holds half a second's: nothing in them is older
// than a second.
func readyAt(rate float64) int {
	if rate == 0 {
		return maxReady
	}
	return min(maxReady, max(1, int(rate/2)))
}

func emptyAnswers() load.Answers {
	return load.Answers{Statuses: map[string]int64{}, Failures: map[string]int64{}, Refused: map[string]int64{}}
}

// Close waits for what is looked at apart from the load.
func (l *Load) Close() {
	if l.again != nil {
		l.again.close()
	}
	l.end()
}

// Answers is what became of the requests so far; after Close it is all of it.
func (l *Load) Answers() load.Answers {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.answers
	if l.again != nil {
		a.Reopened, a.AcceptedTwice = l.again.counts()
	}
	return a
}

// Send sends one request and waits for the whole answer. Its times are around just
// that.
func (l *Load) Send() openloop.Sent {
	request := l.next()
	if request == nil { // the context has ended, and nothing is signed any more
		now := time.Now()
		l.failed(load.FailedInterrupted)
		return openloop.Sent{Begin: now, End: now, Failed: true}
	}
	look := l.target.config.Kind == Sign && l.look.due(time.Now())
	x := exchange{request: request, looked: look}
	sent := openloop.Sent{Begin: time.Now()}
	response, err := l.target.client.Do(request)
	if err == nil {
		x.status = response.StatusCode
		x.body, err = read(response, look || x.status == http.StatusForbidden)
	}
	sent.End = time.Now()
	x.err = err
	sent.Failed = !l.examine(x)
	return sent
}

// verifyEvery and reopenEvery are the least times between two answers that are looked
// at more closely: often enough to find what is wrong, and too seldom to matter.
const (
	verifyEvery = 20 * time.Millisecond
	reopenEvery = 50 * time.Millisecond
)
