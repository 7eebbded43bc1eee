package k6

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/testneeds"
	"github.com/embedsign/embedsign/signer"
)

// testPrometheus has k6 write to a real Prometheus while it runs, and asks that for
// what the receiver counted. k6 writes the last values before it ends.
func testPrometheus(t *testing.T, p programs, c signer.Credentials) {
	prometheus := startPrometheus(t)
	serve := p.startServe(t, c)
	environment := append(variables(c), "EMBEDSIGN_EMBED_PATH="+serve.url+"/embed/1-abc",
		"RATE=100", "DURATION=2s", "VUS=100", "P99_MS=10000", "K6_PROMETHEUS_RW_SERVER_URL="+prometheus+"/api/v1/write")
	code, said := p.run(t, environment, "run", "--quiet", "--address=", "--out=experimental-prometheus-rw", "open.js")
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, said)
	}
	counted := serve.opens(t)
	for query, want := range map[string]int{
		`sum(k6_embedsign_opens_total{verdict="accepted"})`:       counted["accepted"],
		`sum(k6_embedsign_reopens_total{verdict="nonce_reused"})`: counted["nonce_reused"],
		`sum(k6_http_reqs_total)`:                                 counted["accepted"] + counted["nonce_reused"],
	} {
		if got := ask(t, prometheus, query); got != want || want == 0 {
			t.Errorf("%s is %d, want %d", query, got, want)
		}
	}
}

// startPrometheus gives the address of a Prometheus that takes what is written to it.
func startPrometheus(t *testing.T) string {
	t.Helper()
	testneeds.Program(t, "prometheus")
	folder := t.TempDir()
	config := filepath.Join(folder, "prometheus.yml")
	if err := os.WriteFile(config, []byte("global: {scrape_interval: 1h}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "prometheus", "--config.file="+config, "--storage.tsdb.path="+filepath.Join(folder, "data"),
		"--web.listen-address=127.0.0.1:0", "--web.enable-remote-write-receiver")
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { command.Wait() })
	lines := bufio.NewScanner(stderr)
	address := addressOf(lines)
	if address == "" {
		t.Fatal("prometheus ended before it was ready")
	}
	go func() { // a full pipe would stop it
		for lines.Scan() {
		}
	}()
	return "http://" + address
}

// addressOf reads the log until Prometheus is ready.
func addressOf(lines *bufio.Scanner) (address string) {
	for lines.Scan() {
		if _, rest, ok := strings.Cut(lines.Text(), `msg="Listening on" address=`); ok {
			address, _, _ = strings.Cut(rest, " ")
		}
		if strings.Contains(lines.Text(), "Server is ready to receive web requests") {
			return address
		}
	}
	return ""
}

// ask gives the one value that a query yields, or 0.
func ask(t *testing.T, prometheus, query string) int {
	t.Helper()
	response, err := http.Get(prometheus + "/api/v1/query?query=" + url.QueryEscape(query))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Data struct {
			Result []struct {
				Value [2]any `json:"value"`
			} `json:"result"`
		} `json:"data"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Data.Result) != 1 {
		return 0
	}
	text, _ := answer.Data.Result[0].Value[1].(string)
	value, err := strconv.Atoi(text)
	if err != nil {
		t.Errorf("%s: %v", query, err)
	}
	return value
}
