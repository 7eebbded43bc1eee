package promtest

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/embedsign/embedsign/internal/processtest"
)

// A running bench.
type running struct {
	*process
	stdout *processtest.Buffer
}

// A command of bench, with arguments that make it short. All of them have every kind
// of figure.
type command []string

// runAgainst measures all engines, and a server, for a time for each result.
func runAgainst(target server, duration string) command {
	return command{"run", "--engines", "native,wazero,http", "--url", target.url(""), "--duration", duration, "--nonces", "20000"}
}

// The load tests have a server of their own, so that what serve counts is what bench
// run asked for.
func loadTest() command {
	return command{"load", "--target", "open", "--model", "both", "--rate", "20", "--connections", "2", "--duration", "1200ms",
		"--warm-up", "0s", "--objective", "p99<5s,errors<50%"}
}

func search() command {
	return command{"load", "--find-capacity", "--rate", "10..20", "--objective", "p50<1s,errors<50%", "--duration", "500ms",
		"--warm-up", "0s", "--timeout", "1s"}
}

func nonces() command {
	return command{"nonces", "--source", "native,http", "--count", "3000", "--patience", "1s"}
}

func selfTest() command { return command{"nonces", "--self-test"} }

// name is the label that its series have.
func (c command) name() string { return c[0] }

// start starts it with more arguments.
func (c command) start(t *testing.T, arguments ...string) running {
	t.Helper()
	stdout := new(processtest.Buffer)
	all := append(append([]string{}, c...), "--format", "json")
	return running{startWithOutput(t, stdout, filepath.Join(binDir, "bench"), append(all, arguments...)...), stdout}
}

// tries is how often a command may run until its answer is good.
const tries = 5

// runs lets a command run until it ends with 0: beside other tests, a load test does not
// always keep its rate. Who scrapes or gathers has the figures of the last run.
func (c command) runs(t *testing.T, into any, arguments ...string) {
	t.Helper()
	for try := 1; ; try++ {
		r := c.start(t, arguments...)
		eventually(t, "bench to end", r.over)
		if r.ProcessState.Success() || try == tries || !r.endedWell() {
			r.report(t, into)
			return
		}
	}
}

// report reads what bench reports, when it has ended.
func (r running) report(t *testing.T, into any) {
	t.Helper()
	eventually(t, "bench to end", r.over)
	if !r.endedWell() {
		t.Fatalf("bench ended with %s: %s", r.ProcessState, r.stdout.String())
	}
	if err := json.NewDecoder(bytes.NewReader([]byte(r.stdout.String()))).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// endedWell reports whether the figures are whole. On a busy machine, a load test does
// not keep its rate (3) or is inconclusive (4), and they are delivered all the same.
func (r running) endedWell() bool {
	code := r.ProcessState.ExitCode()
	return code == 0 || (code == 3 || code == 4) && r.Args[1] == "load"
}

func (r running) over() bool {
	select {
	case <-r.ended:
		return true
	default:
		return false
	}
}

// scrapes scrapes bench until it is gone, and gives its last figures, and all series
// that there were at some time.
func (r running) scrapes(t *testing.T) (last string, all exported) {
	t.Helper()
	address := ""
	eventually(t, "bench to say where its metrics are", func() (found bool) {
		address, found = r.line("metrics on ")
		return found
	})
	all = make(exported)
	eventually(t, "bench to end after a scrape", func() bool {
		if _, body, err := get(address); err == nil {
			last = body
			all.addText(t, body)
		}
		return r.over()
	})
	if !r.endedWell() {
		t.Errorf("bench ended with %s: %s", r.ProcessState, r.stdout.String())
	}
	return last, all
}
