package promtest

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
	"github.com/embedsign/embedsign/internal/testneeds"
)

// A scene is everything at once: serve, the commands of bench, and a Prometheus that
// gets the figures of bench in three ways.
type scene struct {
	prometheus server
	native     bool // with native histograms
	report     report.Report
	load       load.Result
	nonces     trial.Result
}

// The jobs by which the figures of bench arrive.
const (
	scraped = "embedsign-bench-live"
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
				t.Run(job+" load", func(t *testing.T) { s.agreesWithLoad(t, job) })
				t.Run(job+" nonces", func(t *testing.T) { s.agreesWithNonces(t, job) })
			}
			t.Run("serve", s.agreesWithServe)
			t.Run("rules", s.rulesHold)
			for _, q := range queries {
				points := query(t, s.prometheus, q.expression, s.moment(t, q.expression))
				q.answered = q.answered || len(points) > 0 && points[0].isHistogram == q.ofHistogram
				if q.dashboard == "bench.json" {
					onlyOnce(t, q, points)
				}
			}
		})
	}
	for _, q := range queries {
		if strings.Contains(q.expression, "_week") || strings.Contains(q.expression, "nonce_control_ok") {
			continue // one has no answer before the second day, and a self-test takes six seconds
		}
		if !q.answered && !t.Failed() && !t.Skipped() {
			t.Errorf("%s: panel %q shows nothing: %s", q.dashboard, q.panel, q.expression)
		}
	}
}

// onlyOnce sees that a panel shows a run once, although it came in three ways.
func onlyOnce(t *testing.T, q *panelQuery, points []point) {
	t.Helper()
	for _, p := range points {
		if p.labels["job"] != "" || p.labels["instance"] != "" {
			t.Errorf("panel %q shows a run by each way in which it came, such as %v: %s", q.panel, p.labels, q.expression)
			return
		}
	}
}

// moment is when a panel shows something: what is live is gone by the end.
func (s scene) moment(t *testing.T, expression string) float64 {
	t.Helper()
	if !strings.Contains(expression, "_live_") {
		return 0
	}
	last, found := lastSample(t, s.prometheus, `embedsign_bench_live_offered_requests_per_second{model="open"}`)
	if !found {
		t.Error("nothing was scraped while bench load ran")
	}
	return last.at
}

// play starts all programs, and lets each command of bench run once.
func play(t *testing.T, native bool) scene {
	prometheus, gateway, exporter := testneeds.Program(t, "prometheus"), testneeds.Program(t, "prometheus-pushgateway"), testneeds.Program(t, "prometheus-node-exporter")
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
	s.commands(t, target, func(c command) []string {
		return []string{"--metrics-addr", own, "--metrics-linger", "1m", "--metrics-file", filepath.Join(dir, c.name()+".prom"),
			"--metrics-push", push.url(""), "--metrics-job", pushed, "--metrics-label", "suite=test"}
	})
	// A group of its own, so that the figures of the load test stay.
	search().runs(t, new(struct{}), "--metrics-push", push.url(""), "--metrics-job", pushed, "--metrics-label", "suite=search")
	eventually(t, "the end of the search", func() bool {
		_, found := lastSample(t, s.prometheus, `embedsign_bench_run_last_completion_timestamp_seconds{suite="search"}`)
		return found
	})
	for _, gatherer := range []server{push, node} {
		if said := gatherer.said.String(); strings.Contains(said, "error gathering") || strings.Contains(said, "inconsistent") {
			t.Errorf("the figures of the commands do not go together: %s", said)
		}
	}
	return s
}

// commands lets each command run, one after the other, and deliver its figures in
// some ways.
func (s *scene) commands(t *testing.T, target server, ways func(command) []string) {
	t.Helper()
	for _, each := range []struct {
		command command
		report  any
	}{{runAgainst(target, "60ms"), &s.report}, {loadTest(), &s.load}, {nonces(), &s.nonces}} {
		each.command.runs(t, each.report, ways(each.command)...)
		s.arrives(t, each.command.name(), target)
	}
}

// arrives waits until Prometheus has the figures of a command in each of the ways.
func (s *scene) arrives(t *testing.T, command string, target server) {
	t.Helper()
	var end point
	for _, job := range []string{scraped, pushed, inFile} {
		eventually(t, "the end of bench "+command+" at "+job, func() (found bool) {
			end, found = lastSample(t, s.prometheus, `embedsign_bench_run_last_completion_timestamp_seconds{command="`+command+`", suite="test", job="`+job+`"}`)
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
