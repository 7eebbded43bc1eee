package promtest

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// A running bench.
type running struct {
	*process
	stdout *lockedBuffer
}

// startBench starts a short run of all engines against a server.
func startBench(t *testing.T, target server, arguments ...string) running {
	t.Helper()
	arguments = append([]string{"run", "--engines", "native,wazero,http", "--url", target.url(""), "--duration", "60ms",
		"--nonces", "20000", "--format", "json"}, arguments...)
	stdout := new(lockedBuffer)
	return running{startWithOutput(t, stdout, filepath.Join(binDir, "bench"), arguments...), stdout}
}

// report gives what bench reports; with an error as long as it has not.
func (r running) report() (found report.Report, err error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(r.stdout.String())))
	return found, decoder.Decode(&found)
}

// lastScrape scrapes bench until it is gone, and gives its last figures.
func (r running) lastScrape(t *testing.T) string {
	t.Helper()
	eventually(t, "the report", func() bool {
		_, err := r.report()
		return err == nil
	})
	url, _ := r.line("metrics on ")
	last := ""
	eventually(t, "bench to end after a scrape", func() bool {
		if _, body, err := get(url); err == nil {
			last = body
		}
		select {
		case <-r.ended:
			return true
		default:
			return false
		}
	})
	return last
}
