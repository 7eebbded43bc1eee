package promtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// Values are those of a label, and labels those of a metric.
type (
	values   map[string]bool
	exported map[string]map[string]values // by metric and label
)

var (
	seriesLine = regexp.MustCompile(`^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$`)
	labelPair  = regexp.MustCompile(`(\w+)="((?:[^"\\]|\\.)*)"`)
)

// parse reads what a program exports, in the text format.
func parse(t *testing.T, text string) exported {
	t.Helper()
	found := make(exported)
	found.addText(t, text)
	return found
}

func (e exported) addText(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		series := seriesLine.FindStringSubmatch(line)
		if series == nil {
			t.Fatalf("not a series: %q", line)
		}
		e.add(series[1], labelPair.FindAllStringSubmatch(series[2], -1))
	}
}

func (e exported) add(name string, pairs [][]string) {
	if e[name] == nil {
		e[name] = make(map[string]values)
	}
	for _, pair := range pairs {
		if e[name][pair[1]] == nil {
			e[name][pair[1]] = make(values)
		}
		e[name][pair[1]][pair[2]] = true
	}
}

// addAll adds what another one exports.
func (e exported) addAll(other exported) {
	for name, labels := range other {
		e.add(name, nil)
		for label, values := range labels {
			for value := range values {
				e.add(name, [][]string{{"", label, value}})
			}
		}
	}
}

// find also knows a histogram by its bare name, which is that of the native one.
func (e exported) find(name string) (labels map[string]values, ok bool) {
	if labels, ok = e[name]; !ok {
		labels, ok = e[name+"_bucket"]
	}
	return labels, ok
}

// TestExported holds rules and dashboards against what the programs export, and
// lets promtool look at it.
func TestExported(t *testing.T) {
	target := startServe(t)
	everything := make(exported)
	for name, c := range map[string]command{"run": runAgainst(target, "5ms"), "load": loadTest(), "search": search(), "nonces": nonces(), "self-test": selfTest()} {
		t.Run(name, func(t *testing.T) {
			last, all := c.start(t, "--metrics-addr", "127.0.0.1:0", "--metrics-linger", "1m").scrapes(t)
			everything.addAll(all)
			promtool(t, withoutBits(last), "check", "metrics")
		})
	}
	status, ofServe, err := get(target.url("/metrics"))
	if err != nil || status != 200 {
		t.Fatalf("serve: status %d, %v", status, err)
	}
	everything.addText(t, ofServe)
	t.Run("serve", func(t *testing.T) { promtool(t, ofServe, "check", "metrics") })
	t.Run("documents", func(t *testing.T) { documented(t, everything) })
	t.Run("names", func(t *testing.T) {
		rules, names := readRules(t)
		expressions := append(rules, dashboardExpressions(t)...)
		if len(rules) < 20 || len(expressions) < 60 {
			t.Errorf("only %d expressions in rules, %d in all", len(rules), len(expressions))
		}
		for _, e := range expressions {
			for _, complaint := range complaints(e, everything, names) {
				t.Errorf("%s: %s", e, complaint)
			}
		}
	})
}

// documented sees that docs/monitoring.md names each metric of ours and each alert.
func documented(t *testing.T, all exported) {
	text, err := os.ReadFile(filepath.Join(deploy, "../docs/monitoring.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range all {
		name = strings.TrimPrefix(regexp.MustCompile(`_(bucket|sum|count)$`).ReplaceAllString(name, ""), "embedsign_bench_")
		isOurs := all["embedsign_bench_"+name] != nil || all["embedsign_bench_"+name+"_bucket"] != nil || strings.HasPrefix(name, "embedsign_")
		if isOurs && !strings.Contains(string(text), "| `"+name+"` |") {
			t.Errorf("monitoring.md: no row for %s", name)
		}
	}
	for _, alert := range alerts(t) {
		if !strings.Contains(string(text), "| `"+alert+"` |") {
			t.Errorf("monitoring.md: no row for %s", alert)
		}
	}
}

// TestRunbooks sees that each alert leads to a section of a document that has a row for
// it.
func TestRunbooks(t *testing.T) {
	for _, r := range allRules(t) {
		if r.Alert == "" {
			continue
		}
		document, section, _ := strings.Cut(r.Annotations["runbook"], "#")
		if text, found := sectionOf(t, document, section); !found || !strings.Contains(text, "| `"+r.Alert+"` |") {
			t.Errorf("%s: runbook %q: no such section (there: %v), or no row in it", r.Alert, r.Annotations["runbook"], found)
		}
	}
}

// sectionOf finds a section of a document of this repository by what links call it.
func sectionOf(t *testing.T, document, link string) (text string, found bool) {
	t.Helper()
	whole, err := os.ReadFile(filepath.Join(deploy, "..", document))
	if err != nil {
		t.Error(err)
	}
	for section := range strings.SplitSeq(string(whole), "\n## ") {
		title, text, _ := strings.Cut(section, "\n")
		title = regexp.MustCompile(`[^\w -]`).ReplaceAllString(strings.ToLower(title), "")
		if strings.ReplaceAll(title, " ", "-") == link {
			return text, true
		}
	}
	return "", false
}

// withoutBits leaves out the one metric that the linter takes for an amount of
// data. Entropy is a logarithm, and nobody counts it in bytes.
func withoutBits(text string) string {
	var rest strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, "embedsign_bench_nonce_collision_entropy_bits") {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

// A rule records or alerts.
type rule struct {
	Record, Alert, Expr string
	Annotations         map[string]string
}

// allRules reads the files of rules.
func allRules(t *testing.T) (all []rule) {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(deploy, "prometheus/rules/*/*.yml"))
	if len(paths) < 4 {
		t.Fatalf("only %q", paths)
	}
	for _, path := range paths {
		var file struct{ Groups []struct{ Rules []rule } }
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(text, &file); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, g := range file.Groups {
			all = append(all, g.Rules...)
		}
	}
	return all
}

// readRules gives the expressions of all rules, and the names of those that
// record.
func readRules(t *testing.T) (expressions, names []string) {
	for _, r := range allRules(t) {
		expressions = append(expressions, r.Expr)
		if r.Record != "" {
			names = append(names, r.Record)
		}
	}
	return expressions, names
}

func alerts(t *testing.T) (names []string) {
	for _, r := range allRules(t) {
		if r.Alert != "" {
			names = append(names, r.Alert)
		}
	}
	if len(names) < 10 {
		t.Errorf("only the alerts %q", names)
	}
	return names
}

// dashboardExpressions are those of the panels, and of the variables.
func dashboardExpressions(t *testing.T) (all []string) {
	for _, q := range dashboardQueries(t) {
		all = append(all, q.expression)
	}
	for _, d := range dashboards(t) {
		for _, v := range d.Templating.List {
			if m := regexp.MustCompile(`^label_values\((\w+), (\w+)\)$`).FindStringSubmatch(v.Query); m != nil {
				all = append(all, "count by ("+m[2]+") ("+m[1]+")")
			} else if v.Type == "query" {
				t.Errorf("%s: variable %s: %q", d.file, v.Name, v.Query)
			}
		}
	}
	return all
}

var (
	selector = regexp.MustCompile(`([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?`)
	matcher  = regexp.MustCompile(`(\w+)\s*(=~|!=|!~|=)\s*"([^"]*)"`)
	grouping = regexp.MustCompile(`\b(?:by|on|ignoring|without)\s*\(([^)]*)\)`)
)

// targetLabels are those that Prometheus puts on what it scrapes.
var targetLabels = []string{"job", "instance"}

// complaints says which metrics, labels and values of an expression nobody
// exports.
func complaints(expression string, all exported, recorded []string) (found []string) {
	known := make(values)
	for _, m := range selector.FindAllStringSubmatch(expression, -1) {
		name := m[1]
		isMetric := strings.HasPrefix(name, "embedsign") || strings.Contains(name, ":") || m[2] != ""
		if !isMetric || name == "up" || slices.Contains(recorded, name) {
			continue
		}
		labels, ok := all.find(name)
		if !ok {
			found = append(found, "no metric "+name)
			continue
		}
		for label := range labels {
			known[label] = true
		}
		found = append(found, unmatched(name, m[2], labels)...)
	}
	for _, m := range grouping.FindAllStringSubmatch(expression, -1) {
		for label := range strings.SplitSeq(m[1], ",") {
			if label = strings.TrimSpace(label); len(known) > 0 && label != "" && !known[label] && !slices.Contains(targetLabels, label) {
				found = append(found, "no label "+label)
			}
		}
	}
	return found
}

// unmatched lists the labels and values of a selector that the metric lacks.
func unmatched(name, matchers string, labels map[string]values) (found []string) {
	for _, m := range matcher.FindAllStringSubmatch(matchers, -1) {
		label, operator := m[1], m[2]
		if slices.Contains(targetLabels, label) {
			continue
		}
		if labels[label] == nil {
			found = append(found, name+" has no label "+label)
			continue
		}
		if operator == "!=" || operator == "!~" {
			continue // what is not there is not meant
		}
		for value := range strings.SplitSeq(m[3], "|") {
			if !labels[label][value] && value != ".+" {
				found = append(found, name+" has no "+label+" "+value)
			}
		}
	}
	return found
}

// The check has to be able to fail.
func TestComplaintsAreMade(t *testing.T) {
	all := parse(t, "# HELP x\nembedsign_x_total{route=\"sign\",code=\"2xx\"} 1\nembedsign_y_seconds_bucket{le=\"+Inf\"} 0\nembedsign_z 1e-09\n")
	for expression, want := range map[string]string{
		`sum by (job, route) (rate(embedsign_x_total{code="2xx"}[5m]))`:       "",
		`histogram_quantile(0.5, sum by (le) (embedsign_y_seconds_bucket))`:   "",
		`rate(embedsign_y_seconds[5m]) or a:b:c{job="x"} > 1 and embedsign_z`: "",
		`embedsign_x_total{route=~"sign|.+", code!="9xx"} unless up{job="y"}`: "",
		`embedsign_x`:                          "no metric embedsign_x",
		`embedsign_z_bucket`:                   "no metric embedsign_z_bucket",
		`a:b:d`:                                "no metric a:b:d",
		`process_cpu{job="x"}`:                 "no metric process_cpu",
		`sum by (rout) (embedsign_x_total)`:    "no label rout",
		`embedsign_x_total{kode="2xx"}`:        "embedsign_x_total has no label kode",
		`embedsign_x_total{route="sing"}`:      "embedsign_x_total has no route sing",
		`embedsign_x_total{route=~"sign|opn"}`: "embedsign_x_total has no route opn",
	} {
		if got := strings.Join(complaints(expression, all, []string{"a:b:c"}), "; "); got != want {
			t.Errorf("%s: %q, want %q", expression, got, want)
		}
	}
}
