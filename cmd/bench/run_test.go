package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// quick are flags that make any run short. They come last, so they win.
func quick(args ...string) []string {
	return append(args, "--duration", "20ms", "--nonces", "2000")
}

// TestRunInProcess is where the command as a whole meets the race detector.
func TestRunInProcess(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := quick("run", "--engines", "http,native", "--format", "json")
	if code := run(t.Context(), args, nil, &stdout, &stderr); code != codeGood {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	var r report.Report
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if !r.OK || r.Incomplete || len(r.Problems) > 0 {
		t.Errorf("ok %v, incomplete %v, problems %q", r.OK, r.Incomplete, r.Problems)
	}
	var got []string
	for _, x := range r.Results {
		if x.Concurrency == 1 {
			got = append(got, x.Engine+" "+x.Operation)
		}
		if x.Count == 0 || x.OpsPerSecond <= 0 || x.Ratio == nil || *x.Ratio <= 0 || x.Latency == nil || x.Allocs == nil {
			t.Errorf("%s %s: %+v", x.Engine, x.Operation, x)
		}
	}
	want := []string{"native sign", "native sign-prepared", "native verify", "native nonce", "http sign", "http open"}
	if !slices.Equal(got, want) {
		t.Errorf("results %q, want %q", got, want)
	}
	if r.Checks.Verified == 0 || r.Checks.Reopened == 0 {
		t.Errorf("checks %+v", r.Checks)
	}
}

// TestMetricsLingerUntilScraped runs with an hour of linger, which one scrape
// after the end cuts short.
func TestMetricsLingerUntilScraped(t *testing.T) {
	stdout, reportWriter := io.Pipe()
	stderr, stderrWriter := io.Pipe()
	code := make(chan int, 1)
	go func() {
		args := quick("run", "--engines", "native", "--metrics-addr", "127.0.0.1:0", "--metrics-linger", "1h")
		code <- run(t.Context(), args, nil, reportWriter, stderrWriter)
		reportWriter.Close()
		stderrWriter.Close()
	}()
	url := firstLine(t, stderr, "metrics on ")
	go io.Copy(io.Discard, stderr)
	// The report comes before the linger: it is not kept from anyone.
	if line := firstLine(t, stdout, "ok: "); !strings.Contains(line, "none bad") {
		t.Errorf("report begins with %q", line)
	}
	go io.Copy(io.Discard, stdout)
	// The report comes before the last figures too, so that the first scrapes may be
	// without them; the run ends after one that has all.
	for last := ""; ; {
		select {
		case c := <-code:
			if c != codeGood {
				t.Errorf("exit code %d", c)
			}
			checkScrape(t, last)
			return
		default:
			if text, ok := scrape(url); ok {
				last = text
			}
		}
	}
}

// firstLine reads until the first line is there, and gives what follows the
// prefix.
func firstLine(t *testing.T, r io.Reader, prefix string) string {
	t.Helper()
	var line []byte
	for one := make([]byte, 1); !bytes.HasSuffix(line, []byte("\n")); line = append(line, one...) {
		if _, err := io.ReadFull(r, one); err != nil {
			t.Fatalf("after %q: %v", line, err)
		}
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(string(line)), prefix)
	if !ok {
		t.Fatalf("first line %q, want %q", line, prefix)
	}
	return rest
}

// scrape gives what is shown, unless the server has stopped.
func scrape(url string) (text string, ok bool) {
	response, err := http.Get(url)
	if err != nil {
		return "", false
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err == nil
}

func checkScrape(t *testing.T, text string) {
	t.Helper()
	for _, want := range []string{
		"embedsign_bench_nonces_generated_total{command=\"run\",source=\"native\"} 2000\n",
		"embedsign_bench_operation_duration_seconds_count{command=\"run\",concurrency=\"1\",engine=\"native\",operation=\"sign\"}",
		"embedsign_bench_run_last_success_timestamp_seconds{command=\"run\"} 1.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("not scraped after the end: %s", want)
		}
	}
}

func TestHelpFitsAScreen(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"run", "--help"}, {"gate", "--help"}, {"load", "--help"}, {"nonces", "--help"}, {"report", "--help"}} {
		var help strings.Builder
		if code := run(t.Context(), args, nil, &help, io.Discard); code != codeGood {
			t.Fatalf("exit code %d", code)
		}
		if lines := strings.Count(help.String(), "\n"); lines > 50 {
			t.Errorf("%d lines:\n%s", lines, help.String())
		}
	}
}

// TestCancelledBeforeTheStart gives a report all the same.
func TestCancelledBeforeTheStart(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout bytes.Buffer
	if code := run(ctx, quick("run", "--format", "json"), nil, &stdout, io.Discard); code != codeInterrupted {
		t.Errorf("exit code %d, want %d", code, codeInterrupted)
	}
	var r report.Report
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil || !r.Incomplete || r.OK {
		t.Errorf("%v, incomplete %v, ok %v", err, r.Incomplete, r.OK)
	}
}
