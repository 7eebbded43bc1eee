package loadtest

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/loadtarget"
)

// TestAStallIsSeenByTheOpenLoopAlone is what this all is for: a server stands still
// for 500 ms, once in 5 s at 200 requests/s. Whoever would have asked meanwhile had to
// wait, and the closed loop does not know of them. Both run at once, against a server
// each: they mostly wait.
func TestAStallIsSeenByTheOpenLoopAlone(t *testing.T) {
	for _, model := range []string{load.Open, load.Closed} {
		t.Run(model, func(t *testing.T) {
			t.Parallel()
			seesAStall(t, model)
		})
	}
}

func seesAStall(t *testing.T, model string) {
	const stall, length = 500 * time.Millisecond, 5 * time.Second
	r, err := Run(t.Context(), config(target(t, loadtarget.URL, stallingOnce(300, stall)), model, 200, length))
	if err != nil {
		t.Fatal(err)
	}
	m := r.Models.All()[0]
	service, response := time.Duration(m.Service.P99), time.Duration(m.Response.P99)
	t.Logf("%d requests, %d missed, p99 service %v, response %v, max %v", m.Requests, m.Missed, service, response, time.Duration(m.Service.Max))
	if time.Duration(m.Service.Max) < stall*9/10 {
		t.Error("nobody saw the stall")
	}
	if response < stall*8/10 {
		t.Errorf("p99 of the response time is %v, want at least 0.8 of %v", response, stall)
	}
	if model == load.Closed && service > stall/2 {
		t.Errorf("p99 of hey alone is %v: this is no stall that it would leave out", service)
	}
}

// stallingOnce stands still from one request on, for all of them.
func stallingOnce(at int64, stall time.Duration) http.HandlerFunc {
	var asked atomic.Int64
	var until atomic.Pointer[time.Time]
	return func(http.ResponseWriter, *http.Request) {
		if asked.Add(1) == at {
			end := time.Now().Add(stall)
			until.Store(&end)
		}
		if end := until.Load(); end != nil {
			<-time.After(time.Until(*end)) // all stand still, and not just the one
		}
	}
}
