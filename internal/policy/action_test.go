package policy

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeGo builds a bench that plays a part: it writes what it was asked for, and
// ends with the exit code CODE. Only a verdict has a result.
const fakeGo = `#!/usr/bin/env bash
set -euo pipefail
[ "$1 ${*: -1}" = "build ./cmd/bench" ] && [ -e cmd/bench ]
while [ "$1" != -o ]; do shift; done
mkdir -p "$(dirname "$2")"
cat >"$2" <<'BENCH'
#!/usr/bin/env bash
(printf '<%s>' "$@" && echo) >>"$CALLS"
while (($#)); do
  case $1 in
    --format) format=$2; shift ;;
    --output) output=$2; shift ;;
    --from) from=$2; shift ;;
  esac
  shift
done
[ -z "${from:-}" ] || [ -s "$from" ] || exit 1
case $CODE in
  [03456]) printf 'VERDICT: as %s, 1 %%\nmore\n' "$format" >"$output" ;;
esac
if [ -n "${from:-}" ]; then exit "${CODE_OF_FROM:-$CODE}"; fi
echo "building" >&2
[ "$CODE" = 0 ] || echo "bench: last words" >&2
exit "$CODE"
BENCH
chmod +x "$2"
`

// someSource is a repository of two commits, of which the second can be built.
func someSource(t *testing.T) repository {
	t.Helper()
	source := newRepository(t)
	source.commit("cmd/bench/main.go")
	return source
}

// startAction gives a runner for a repository, and a bench that ends with the code.
func startAction(t *testing.T, source repository, code int) (*runner, action) {
	t.Helper()
	a := readAction(t)
	r := newRunner(t, a, source.dir)
	tools := repository{t, t.TempDir()}
	tools.write("go", fakeGo)
	r.inputs["base"] = "HEAD~1"
	r.env = append(r.env, "PATH="+tools.dir+":"+os.Getenv("PATH"), fmt.Sprintf("CODE=%d", code), "CALLS="+filepath.Join(tools.dir, "calls"),
		"RUNNER_TEMP="+filepath.Join(tools.dir, "a folder"), "GITHUB_ACTION_PATH="+source.dir+"/.", "GITHUB_STEP_SUMMARY="+filepath.Join(tools.dir, "summary"))
	return r, a
}

// variable gives what the runner's steps see.
func (r *runner) variable(name string) (value string) {
	for _, variable := range r.env {
		if v, ok := strings.CutPrefix(variable, name+"="); ok {
			value = v
		}
	}
	return value
}

func (r *runner) file(path string) string {
	r.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		r.t.Error(err)
	}
	return string(text)
}

// TestActionByExitCode has each exit code of bench gate, and what is to be done
// where it cannot be told.
func TestActionByExitCode(t *testing.T) {
	source := someSource(t)
	for _, c := range []struct {
		code        int
		onUndecided string
		want        int
		verdict     string
	}{
		{0, "warn", 0, "pass"},
		{0, "fail", 0, "pass"},
		{3, "warn", 3, "fail"},
		{4, "warn", 0, "inconclusive"},
		{4, "fail", 4, "inconclusive"},
		{5, "warn", 5, "wrong"},
		{6, "warn", 0, "incomparable"},
		{6, "fail", 6, "incomparable"},
		{1, "warn", 1, "error"},
		{2, "warn", 2, "error"},
		{130, "warn", 130, "error"},
	} {
		t.Run(fmt.Sprint(c.code, c.onUndecided), func(t *testing.T) {
			r, a := startAction(t, source, c.code)
			r.inputs["on-undecided"] = c.onUndecided
			if got := r.run(a.Runs.Steps); got != c.want {
				t.Errorf("the job ends with %d, want %d", got, c.want)
			}
			if got := r.value(a.Outputs["verdict"].Value); got != c.verdict {
				t.Errorf("verdict %q, want %q", got, c.verdict)
			}
			r.checkShown(a, c.verdict)
			if t.Failed() {
				t.Log(r.log.String())
			}
		})
	}
}

// checkShown looks for what a person is to see.
func (r *runner) checkShown(a action, verdict string) {
	r.t.Helper()
	reason, summary, annotation := "as text, 1 %", "VERDICT: as markdown, 1 %", "VERDICT: as github"
	if verdict == "error" {
		reason, summary, annotation = "last words", "bench: last words", "::error title=bench gate::There is no result"
	} else {
		results := r.value(a.Outputs["results"].Value)
		for name, form := range map[string]string{"gate.json": "json", "gate.xml": "junit", "gate.txt": "text"} {
			if got := r.file(filepath.Join(results, name)); !strings.HasPrefix(got, "VERDICT: as "+form) {
				r.t.Errorf("%s: %q", name, got)
			}
		}
	}
	if got := r.value(a.Outputs["reason"].Value); got != reason {
		r.t.Errorf("reason %q, want %q", got, reason)
	}
	if got := r.file(r.variable("GITHUB_STEP_SUMMARY")); !strings.Contains(got, summary) {
		r.t.Errorf("summary %q, want %q", got, summary)
	}
	if !strings.Contains(r.log.String(), annotation) {
		r.t.Errorf("no annotation %q", annotation)
	}
}

// TestActionCall looks at what bench gate is asked. An input is one argument,
// whatever is in it.
func TestActionCall(t *testing.T) {
	source := someSource(t)
	nasty := `$(touch hit) "; touch hit; '`
	for _, c := range []struct {
		why    string
		inputs map[string]string
		want   []string
		none   string
	}{
		{"the usual", nil, []string{"<--tolerance=5%><--time-budget=60s>", "<--base="}, "<--baseline="},
		{"limits as well", map[string]string{"limits": "a b.yaml"}, []string{"<--limits=a b.yaml>", "<--base="}, "<--baseline="},
		{"a stored result", map[string]string{"base": "", "baseline": "a b.json"}, []string{"<--baseline=a b.json>"}, "<--base="},
		{"a script", map[string]string{"base": "", "tolerance": nasty, "baseline": nasty}, []string{"<--tolerance=" + nasty + ">", "<--baseline=" + nasty + ">"}, "<--base="},
	} {
		r, a := startAction(t, source, 0)
		maps.Copy(r.inputs, c.inputs)
		if code := r.run(a.Runs.Steps); code != 0 {
			t.Errorf("%s: exit code %d\n%s", c.why, code, r.log.String())
		}
		call, _, _ := strings.Cut(r.file(r.variable("CALLS")), "\n")
		for _, want := range c.want {
			if !strings.Contains(call, want) || strings.Contains(call, c.none) {
				t.Errorf("%s: bench %s: want %s, not %s", c.why, call, want, c.none)
			}
		}
		if _, err := os.Stat(filepath.Join(r.dir, "hit")); err == nil {
			t.Errorf("%s: an input was run", c.why)
		}
	}
}

func TestActionSummary(t *testing.T) {
	source := someSource(t)
	for form, want := range map[string]string{"markdown": "VERDICT: as markdown, 1 %\nmore\n", "text": "~~~\nVERDICT: as text, 1 %\nmore\n~~~\n", "none": ""} {
		r, a := startAction(t, source, 0)
		r.inputs["summary"] = form
		if code := r.run(a.Runs.Steps); code != 0 {
			t.Errorf("%s: exit code %d\n%s", form, code, r.log.String())
		}
		if got, _ := os.ReadFile(r.variable("GITHUB_STEP_SUMMARY")); string(got) != want {
			t.Errorf("%s: %q, want %q", form, got, want)
		}
	}
}

// TestActionNeverPassesByMistake has what must fail the job although nothing was
// found to be slower.
func TestActionNeverPassesByMistake(t *testing.T) {
	source := someSource(t)
	for _, c := range []struct {
		why    string
		change func(*runner)
		want   string
	}{
		{"an unknown answer to undecided", func(r *runner) { r.inputs["on-undecided"] = "ignore" }, "has to be warn or fail"},
		{"an unknown form", func(r *runner) { r.inputs["summary"] = "html" }, "has to be markdown"},
		{"a base and a stored result", func(r *runner) { r.inputs["base"], r.inputs["baseline"] = "main", "b.json" }, "exclude each other"},
		{"no such base", func(r *runner) { r.inputs["base"] = "nowhere" }, "fatal"},
		{"a base that is an option", func(r *runner) { r.inputs["base"] = "--all" }, "fatal"},
		{"a result that cannot be shown", func(r *runner) { r.env = append(r.env, "CODE_OF_FROM=2") }, ""},
		{"a bench that does not build", func(r *runner) { r.env = append(r.env, "GITHUB_ACTION_PATH="+r.t.TempDir()) }, ""},
	} {
		r, a := startAction(t, source, 0)
		c.change(r)
		code := r.run(a.Runs.Steps)
		if verdict := r.value(a.Outputs["verdict"].Value); code == 0 || verdict == "pass" || !strings.Contains(r.log.String(), c.want) {
			t.Errorf("%s: exit code %d, verdict %q, want a failure and %q\n%s", c.why, code, verdict, c.want, r.log.String())
		}
	}
}
