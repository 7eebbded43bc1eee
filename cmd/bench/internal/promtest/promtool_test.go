package promtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/testneeds"
	"go.yaml.in/yaml/v3"
)

// promtool has to be content, and to say nothing of problems.
func promtool(t *testing.T, stdin string, arguments ...string) {
	t.Helper()
	if complaint := complaintOf(t, stdin, arguments...); complaint != "" {
		t.Errorf("promtool %q: %s", arguments, complaint)
	}
}

// complaintOf gives what promtool does not like.
func complaintOf(t *testing.T, stdin string, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), testneeds.Program(t, "promtool"), arguments...)
	command.Stdin = strings.NewReader(stdin)
	said, err := command.CombinedOutput()
	if err != nil {
		return err.Error() + "\n" + string(said)
	}
	return ""
}

// TestPromtool runs promtool on the files of deploy/: configuration, rules, the
// unit tests of the rules, and the expressions of the dashboards, as rules.
func TestPromtool(t *testing.T) {
	file := func(name string) string { return filepath.Join(deploy, "prometheus", name) }
	promtool(t, "", "check", "config", file("prometheus.yml"))
	tests, _ := filepath.Glob(file("tests/*.yml"))
	if len(tests) < 2 {
		t.Fatalf("only %q", tests)
	}
	promtool(t, "", append([]string{"test", "rules"}, tests...)...)
	promtool(t, "", "check", "rules", dashboardRules(t, dashboardExpressions(t)))
}

// Metrics and rules that are bad have to be seen as such.
func TestPromtoolComplains(t *testing.T) {
	for want, text := range map[string]string{
		"no help text": "# TYPE embedsign_x_seconds gauge\nembedsign_x_seconds 1\n",
		`counter metrics should have "_total" suffix`: "# HELP embedsign_x X.\n# TYPE embedsign_x counter\nembedsign_x 1\n",
	} {
		if got := complaintOf(t, text, "check", "metrics"); !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := complaintOf(t, "", "check", "rules", dashboardRules(t, []string{"sum by (le (x)"})); !strings.Contains(got, "parse") {
		t.Errorf("a rule that cannot be parsed: %q", got)
	}
}

// dashboardRules writes expressions as a file of rules.
func dashboardRules(t *testing.T, expressions []string) (path string) {
	t.Helper()
	type record struct{ Record, Expr string }
	type group struct {
		Name  string
		Rules []record
	}
	g := group{Name: "dashboards"}
	for i, e := range expressions {
		g.Rules = append(g.Rules, record{"dashboard:expression:" + string(rune('a'+i/26)) + string(rune('a'+i%26)), e})
	}
	text, err := yaml.Marshal(map[string][]group{"groups": {g}})
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "dashboards.yml")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
