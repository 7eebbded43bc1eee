package policy

import (
	"strings"
	"testing"
)

// A history is a repository in which a branch left main, and main went on:
//
//	first - fork - main
//	           \
//	            one - two     (change)
type history struct {
	repository
	first, fork, main, one, two string
}

func newHistory(t *testing.T) history {
	t.Helper()
	h := history{repository: newRepository(t)}
	h.git("config", "uploadpack.allowAnySHA1InWant", "true") // as GitHub's are
	h.first = h.git("rev-parse", "HEAD")
	h.fork = h.commit("fork")
	h.git("checkout", "--quiet", "-b", "change")
	h.one = h.commit("one")
	h.two = h.commit("two")
	h.git("checkout", "--quiet", "main")
	h.main = h.commit("main")
	return h
}

// merged is what GitHub checks out for a pull request: the change merged into the
// branch that it is for, which main need not have any more. The options are those
// of git fetch.
func (h history) merged(options ...string) repository {
	h.git("checkout", "--quiet", "--detach", "main")
	h.git("merge", "--quiet", "--no-edit", "change")
	h.git("update-ref", "refs/pull/1/merge", "HEAD")
	h.git("checkout", "--quiet", "main")
	c := repository{h.t, h.t.TempDir()}
	c.git("init", "--quiet", "--initial-branch=main")
	c.git("remote", "add", "origin", "file://"+h.dir)
	c.git(append(append([]string{"fetch", "--quiet", "--no-tags"}, options...), "origin", "+refs/pull/1/merge:refs/remotes/pull/1/merge")...)
	c.git("checkout", "--quiet", "--detach", "refs/remotes/pull/1/merge")
	return c
}

// TestActionBase has each way in which the commit to compare with is found.
func TestActionBase(t *testing.T) {
	h := newHistory(t)
	merged := h.merged()
	merged.git("fetch", "--quiet", "origin")
	merged.git("branch", "change", h.first) // a name that means another commit here
	const none = "This event names no commit to compare with"
	for _, c := range []struct {
		why                  string
		in                   repository
		base, target, before string
		want, fails          string
	}{
		{"a pull request, merged into what main is now", merged, "", "main", "", h.main, ""},
		{"the same, of a clone of that commit alone", h.merged("--depth=1"), "", "main", "", h.main, ""},
		{"a pull request, as its branch is", h.clone("--branch=change"), "", "main", "", h.fork, ""},
		{"the same, of one branch without history", h.clone("--branch=change", "--depth=1"), "", "main", "", h.fork, ""},
		{"a push", h.clone(), "", "", h.first, h.first, ""},
		{"a push to a shallow clone", h.clone("--depth=1"), "", "", h.fork, h.fork, ""},
		{"a push that replaced what no branch has any more", h.clone("--branch=main", "--single-branch"), "", "", h.two, h.two, ""},
		{"the first push of a branch", merged, "", "", strings.Repeat("0", 40), "", none},
		{"another event", merged, "", "", "", "", none},
		{"a branch by name, as it is published", merged, "change", "main", "", h.two, ""},
		{"a commit by name", merged, h.first, "main", "", h.first, ""},
		{"a commit in relation to this one", merged, "HEAD^2", "main", "", h.two, ""},
		{"a commit that there is not", merged, "nowhere", "main", "", "", "fatal: couldn't find remote ref nowhere"},
	} {
		a := readAction(t)
		r := newRunner(t, a, c.in.dir)
		r.inputs["base"], r.event = c.base, map[string]string{"before": c.before}
		r.env = append(r.env, "GITHUB_BASE_REF="+c.target)
		code := r.run(a.Runs.Steps[:2]) // setup-go, and the step that finds it
		got := r.outputs["base"]["commit"]
		if got != c.want || (code == 0) != (c.fails == "") || !strings.Contains(r.log.String(), c.fails) {
			t.Errorf("%s: exit code %d, commit %q, want %q\n%s", c.why, code, got, c.want, r.log.String())
		}
	}
}

// TestActionWithAStoredResultNeedsNoBase has no repository at all.
func TestActionWithAStoredResultNeedsNoBase(t *testing.T) {
	a := readAction(t)
	r := newRunner(t, a, t.TempDir())
	r.inputs["baseline"] = "stored.json"
	if code := r.run(a.Runs.Steps[:2]); code != 0 || len(r.outputs) > 0 {
		t.Errorf("exit code %d, outputs %v", code, r.outputs)
	}
}
