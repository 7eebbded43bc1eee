package promtest

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/report"
)

// A scene is everything at once: serve, bench that measures it, and a Prometheus
// that gets the figures of bench in three ways.
type scene struct {
	prometheus server
	native     bool // with native histograms
	report     report.Report
}

// The jobs by which the figures of bench arrive.
const (
	scraped = "embedsign-bench"
	pushed  = "promtest"
	inFile  = "node"
)

// TestPrometheus runs it all with classic histograms and with native ones, which
// in Prometheus 2.42 take the place of the classic ones.
func TestPrometheus(t *testing.T) {
	queries := dashboardQueries(t)
	for name, native := range map[string]bool{"classic": false, "native": true} {
		t.Run(name, func(t *testing.T) {
			s := play(t, native)
			for _, job := range []string{scraped, pushed, inFile} {
				t.Run(job, func(t *testing.T) { s.agrees(t, job) })
			}
			t.Run("serve", s.agreesWithServe)
			t.Run("rules", s.rulesHold)
			for _, q := range queries {
				q.answered = q.answered || len(query(t, s.prometheus, q.expression, 0)) > 0
			}
		})
	}
	for _, q := range queries {
		if strings.Contains(q.expression, "_week") {
			continue // it has no answer before the second day
		}
		if !q.answered && !t.Failed() && !t.Skipped() {
			t.Errorf("%s: panel %q shows nothing: %s", q.dashboard, q.panel, q.expression)
		}
	}
}

// play starts all programs, and lets bench run once.
func play(t *testing.T, native bool) scene {
	prometheus, gateway, exporter := debian(t, "prometheus"), debian(t, "prometheus-pushgateway"), debian(t, "prometheus-node-exporter")
	dir := t.TempDir()
	target := startServe(t)
	push := startServer(t, "/-/ready", gateway, func(address string) []string {
		return []string{"--web.listen-address=" + address, "--persistence.file="} // Debian's keeps one, and so would the next test
	})
	node := startServer(t, "/", exporter, func(address string) []string {
		return []string{"--web.listen-address=" + address, "--collector.disable-defaults", "--collector.textfile", "--collector.textfile.directory=" + dir}
	})
	own := freeAddress(t)
	config := filepath.Join(dir, "prometheus.yml")
	writeConfig(t, config, map[string]string{"8080": target.address, "8081": own, "9091": push.address, "9100": node.address})
	s := scene{native: native}
	s.prometheus = startServer(t, "/-/ready", prometheus, func(address string) []string {
		arguments := []string{"--config.file=" + config, "--storage.tsdb.path=" + filepath.Join(dir, "data"), "--web.listen-address=" + address, "--log.level=warn"}
		if native {
			arguments = append(arguments, "--enable-feature=native-histograms")
		}
		return arguments
	})
	s.bench(t, startBench(t, target, "--metrics-addr", own, "--metrics-linger", "1m", "--metrics-file", filepath.Join(dir, "bench.prom"),
		"--metrics-push", push.url(""), "--metrics-job", pushed, "--metrics-label", "suite=test"))
	return s
}

// bench waits for the end of the run, and until Prometheus has its figures in
// each of the ways.
func (s *scene) bench(t *testing.T, b running) {
	t.Helper()
	eventually(t, "bench to end", func() bool {
		select {
		case <-b.ended:
			return true
		default:
			return false
		}
	})
	var err error
	if s.report, err = b.report(); err != nil || b.ProcessState.ExitCode() != 0 || !s.report.OK {
		t.Fatalf("bench ended with code %d, %v, problems %q", b.ProcessState.ExitCode(), err, s.report.Problems)
	}
	const ends = `embedsign_bench_run_last_completion_timestamp_seconds{command="run", suite="test", job="`
	var end point
	for _, job := range []string{scraped, pushed, inFile} {
		eventually(t, "the end of bench at "+job, func() (found bool) {
			end, found = lastSample(t, s.prometheus, ends+job+`"}`)
			return found
		})
	}
	eventually(t, "a scrape of serve after that", func() bool {
		last, found := lastSample(t, s.prometheus, `up{job="embedsign-serve"}`)
		return found && last.at > end.value
	})
}

// writeConfig writes the configuration of deploy/ with other ports, and with
// intervals for people who do not want to wait.
func writeConfig(t *testing.T, path string, addresses map[string]string) {
	t.Helper()
	text := read(t, "prometheus/prometheus.yml")
	for port, address := range addresses {
		usual := `"127.0.0.1:` + port + `"`
		if strings.Count(text, usual) != 1 {
			t.Fatalf("prometheus.yml has %s %d times, want once", usual, strings.Count(text, usual))
		}
		text = strings.Replace(text, usual, `"`+address+`"`, 1)
	}
	text = regexp.MustCompile(`_interval: \d+s`).ReplaceAllString(text, "_interval: 500ms")
	rules, err := filepath.Abs(filepath.Join(deploy, "prometheus/rules"))
	if err != nil {
		t.Fatal(err)
	}
	text = strings.ReplaceAll(text, "- rules/", "- "+rules+"/")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// read reads a file of deploy/.
func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(deploy, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rulesHold sees that Prometheus can evaluate each rule, and that a good run on a
// server that works alarms nobody.
func (s scene) rulesHold(t *testing.T) {
	var rules struct {
		Groups []struct {
			Name  string
			Rules []struct{ Name, Health, LastError, State string }
		}
	}
	eventually(t, "all rules to be evaluated", func() bool {
		ask(t, s.prometheus, "/api/v1/rules", url.Values{}, &rules)
		for _, g := range rules.Groups {
			for _, r := range g.Rules {
				if r.Health == "unknown" {
					return false
				}
			}
		}
		return true
	})
	if len(rules.Groups) != 4 {
		t.Errorf("%d groups of rules, want 4", len(rules.Groups))
	}
	for _, g := range rules.Groups {
		for _, r := range g.Rules {
			if r.Health != "ok" || r.State == "firing" {
				t.Errorf("%s: %s is %s, %s %s", g.Name, r.Name, r.Health, r.State, r.LastError)
			}
		}
	}
	s.recorded(t)
}
