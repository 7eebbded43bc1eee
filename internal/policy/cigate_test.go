package policy

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// newGated gives a repository with .ci/gate, whose first commit is older than the
// gate, and a bench that says what it was asked and ends with a code. The clone
// that it returns has origin/main.
func newGated(t *testing.T) (clone repository, old string) {
	t.Helper()
	script, err := os.ReadFile("../../.ci/gate")
	if err != nil {
		t.Fatal(err)
	}
	origin := newRepository(t)
	old = origin.git("rev-parse", "HEAD")
	origin.write(".gitignore", "/bin/\n")
	origin.write(".ci/gate", string(script))
	origin.commit("cmd/bench/worker.go")
	clone = origin.clone()
	clone.write("bin/bench", "#!/bin/sh\necho \"bench $*\"\nexit $CODE\n")
	return clone, old
}

// gate runs .ci/gate and gives its exit code and what it said.
func (r repository) gate(code int, variables ...string) (int, string) {
	r.t.Helper()
	command := exec.CommandContext(r.t.Context(), r.dir+"/.ci/gate")
	command.Env = append(append(cleanEnvironment(r.t), fmt.Sprintf("CODE=%d", code)), variables...)
	out, _ := command.CombinedOutput()
	if command.ProcessState == nil {
		r.t.Fatal(".ci/gate did not start")
	}
	return command.ProcessState.ExitCode(), string(out)
}

// TestCIGateByExitCode has what each answer does to our own CI.
func TestCIGateByExitCode(t *testing.T) {
	clone, _ := newGated(t)
	base := clone.git("rev-parse", "HEAD")
	clone.commit("change")
	for code, want := range map[int]int{0: 0, 1: 1, 2: 2, 3: 3, 4: 0, 5: 5, 6: 0, 130: 130} {
		got, said := clone.gate(code)
		if got != want || !strings.Contains(said, "bench gate --base "+base+" --time-budget 30s\n") {
			t.Errorf("bench ends with %d: %d, want %d; it said %q", code, got, want, said)
		}
		if excused := strings.Contains(said, "no verdict"); excused != (code == 4 || code == 6) {
			t.Errorf("bench ends with %d: it said %q", code, said)
		}
	}
}

// TestCIGateFindsItsBase has the clones in which there is a base, and those in
// which there is none: that is said, and nothing is measured.
func TestCIGateFindsItsBase(t *testing.T) {
	clone, old := newGated(t)
	published := clone.git("rev-parse", "HEAD")
	ask := func(why, want string, variables ...string) {
		t.Helper()
		if code, said := clone.gate(0, variables...); code != 0 || !strings.Contains(said, want) {
			t.Errorf("%s: exit code %d, said %q, want %q", why, code, said, want)
		}
	}
	ask("main as it is published", "gate: not run: there is no main here")
	ask("a commit older than the gate", "gate: not run: commit "+old+" is older", "BASE="+old)
	ask("a base that is given", "--base HEAD ", "BASE=HEAD")
	clone.commit("change")
	ask("main ahead of what is published", "--base "+published)
	local := clone.git("rev-parse", "HEAD")
	clone.git("checkout", "--quiet", "-b", "branch")
	clone.commit("other")
	ask("a branch of an unpublished main", "--base "+published)
	clone.git("update-ref", "-d", "refs/remotes/origin/main")
	ask("without origin/main", "--base "+local)
	clone.git("branch", "--quiet", "-D", "main")
	ask("without main", "gate: not run: there is no main here")
}

// TestCIGateFails has what must not be passed over.
func TestCIGateFails(t *testing.T) {
	clone, _ := newGated(t)
	if code, said := clone.gate(0, "BASE=nowhere"); code == 0 || !strings.Contains(said, "commit nowhere: not in this clone") {
		t.Errorf("a base that there is not: exit code %d, said %q", code, said)
	}
	clone.git("mv", "cmd/bench/worker.go", "cmd/bench/elsewhere.go")
	clone.commit("moved")
	if code, said := clone.gate(0); code == 0 || !strings.Contains(said, "change .ci/gate") {
		t.Errorf("the worker has moved: exit code %d, said %q", code, said)
	}
}
