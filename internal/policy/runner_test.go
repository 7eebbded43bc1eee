package policy

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A runner does with the scripts of action.yml what GitHub does, so that they can
// be tested as they stand there: inputs and outputs become variables, and a step
// that fails ends the run. It knows no more expressions than are used.
type runner struct {
	t *testing.T
	// dir is the repository that the job has checked out.
	dir string
	// env is what every step sees.
	env    []string
	inputs map[string]string
	// event is github.event.
	event   map[string]string
	outputs map[string]map[string]string
	log     strings.Builder
}

func newRunner(t *testing.T, a action, dir string) *runner {
	r := &runner{t: t, dir: dir, env: cleanEnvironment(t), inputs: make(map[string]string), outputs: make(map[string]map[string]string)}
	for name, i := range a.Inputs {
		r.inputs[name] = i.Default
	}
	return r
}

// run runs those steps that are scripts, and gives the exit code of the last.
func (r *runner) run(steps []step) (code int) {
	for _, s := range steps {
		if s.Run == "" || !r.due(s.If) {
			continue
		}
		if code = r.script(s); code != 0 {
			return code
		}
	}
	return 0
}

func (r *runner) script(s step) int {
	r.t.Helper()
	set := filepath.Join(r.t.TempDir(), "output")
	command := exec.CommandContext(r.t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", s.Run)
	command.Dir = r.dir
	command.Env = append(slices.Clone(r.env), "GITHUB_OUTPUT="+set)
	for name, value := range s.Env {
		command.Env = append(command.Env, name+"="+r.value(value))
	}
	command.Stdout, command.Stderr = &r.log, &r.log
	err := command.Run()
	r.outputs[s.ID] = readOutputs(r.t, set)
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		r.t.Fatal(err)
	}
	return command.ProcessState.ExitCode()
}

var (
	isUnset    = regexp.MustCompile(`^\$\{\{ inputs\.([\w-]+) == '' \}\}$`)
	expression = regexp.MustCompile(`\$\{\{ ([\w.-]+)(?: \|\| '(\w+)')? \}\}`)
)

// due reports whether a step's condition holds.
func (r *runner) due(condition string) bool {
	if condition == "" {
		return true
	}
	m := isUnset.FindStringSubmatch(condition)
	if m == nil {
		r.t.Fatalf("condition %q: this test knows only one form", condition)
	}
	return r.inputs[m[1]] == ""
}

// value puts values in the place of expressions.
func (r *runner) value(text string) string {
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		m := expression.FindStringSubmatch(e)
		if value := r.look(strings.Split(m[1], ".")); value != "" {
			return value
		}
		return m[2]
	})
}

func (r *runner) look(path []string) string {
	switch {
	case len(path) == 2 && path[0] == "inputs":
		return r.inputs[path[1]]
	case len(path) == 4 && path[0] == "steps":
		return r.outputs[path[1]][path[3]]
	case len(path) == 3 && path[0] == "github":
		return r.event[path[2]]
	}
	r.t.Fatalf("expression %q: not known to this test", path)
	return ""
}

// readOutputs reads what a step wrote, a name and a value a line.
func readOutputs(t *testing.T, path string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return all
	} else if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		name, value, ok := strings.Cut(lines.Text(), "=")
		if !ok {
			t.Errorf("output %q: want NAME=VALUE", lines.Text())
		}
		all[name] = value
	}
	return all
}

// cleanEnvironment is ours without what git and GitHub set, and with a name for
// commits. Nothing of the person who runs the test gets into it.
func cleanEnvironment(t *testing.T) []string {
	t.Helper()
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "GIT_") || strings.HasPrefix(variable, "GITHUB_") || strings.HasPrefix(variable, "BASE=")
	})
	return append(env, "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
}

// A repository is a clone that a test works in.
type repository struct {
	t   *testing.T
	dir string
}

// newRepository makes one with a first commit on main.
func newRepository(t *testing.T) repository {
	t.Helper()
	r := repository{t, t.TempDir()}
	r.git("init", "--quiet", "--initial-branch=main")
	r.commit("first")
	return r
}

// commit adds a file of that name, and gives the commit.
func (r repository) commit(name string) string {
	r.t.Helper()
	r.write(name, name+"\n")
	r.git("add", "--all")
	r.git("commit", "--quiet", "-m", name)
	return r.git("rev-parse", "HEAD")
}

func (r repository) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o755)); err != nil {
		r.t.Fatal(err)
	}
}

func (r repository) git(arguments ...string) string {
	r.t.Helper()
	command := exec.CommandContext(r.t.Context(), "git", arguments...)
	command.Dir, command.Env = r.dir, cleanEnvironment(r.t)
	out, err := command.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %q: %v\n%s", arguments, err, out)
	}
	return strings.TrimSpace(string(out))
}

// clone gives another one, by a protocol that can be shallow.
func (r repository) clone(arguments ...string) repository {
	r.t.Helper()
	c := repository{r.t, filepath.Join(r.t.TempDir(), "clone")}
	r.git(append(append([]string{"clone", "--quiet"}, arguments...), "file://"+r.dir, c.dir)...)
	return c
}
