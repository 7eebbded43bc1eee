package policy

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestGateFlags holds what is written about bench gate against what the command
// says of itself.
func TestGateFlags(t *testing.T) {
	known := flagsOf(t, "gate")
	if !slices.Contains(known, "--base") || !slices.Contains(known, "--help") {
		t.Fatalf("bench gate --help lists %q", known)
	}
	for _, file := range []string{"action.yml", ".ci/gate", "docs/gate.md", "README.md"} {
		text := readRoot(t, file)
		used := append(flagsAfter(text, "gate"), flagsOfCall(text)...)
		if file == "docs/gate.md" {
			used = append(used, flagsInTable(text)...)
		}
		if len(used) == 0 {
			t.Errorf("%s: names no flag of bench gate", file)
		}
		for _, flag := range used {
			if !slices.Contains(known, flag) {
				t.Errorf("%s: bench gate has no flag %s", file, flag)
			}
		}
	}
	inTable := flagsInTable(readRoot(t, "docs/gate.md"))
	for _, flag := range known {
		if flag != "--help" && !slices.Contains(inTable, flag) {
			t.Errorf("docs/gate.md: its table of flags lacks %s", flag)
		}
	}
}

// The check has to be able to fail.
func TestFlagsAreFound(t *testing.T) {
	text := "run `bench gate --one X` or\n./bench gate --two \\\n  --three\n\"$TOOLS/bench\" gate --four | less --not\n| `--five FILE`, `--six` | ... |\ncall=(gate \"--seven=$X\"\n  --eight)\nbench run --not\n"
	got := slices.Concat(flagsAfter(text, "gate"), flagsInTable(text), flagsOfCall(text))
	if want := []string{"--one", "--two", "--three", "--four", "--five", "--six", "--seven", "--eight"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

var (
	flagName = regexp.MustCompile(`--[a-z][a-z-]*`)
	helpLine = regexp.MustCompile(`(?m)^ +(?:-\w, )?(--[a-z][a-z-]*)`)
	callText = regexp.MustCompile(`(?s)call=\(gate(.*?)\n? *[^"]\)`)
)

// flagsAfter finds the flags of a command of bench wherever a text calls it.
func flagsAfter(text, command string) (all []string) {
	call := regexp.MustCompile(`bench"? ` + command + "\\b([^\n`|]*)")
	for _, m := range call.FindAllStringSubmatch(strings.ReplaceAll(text, "\\\n", " "), -1) {
		all = append(all, flagName.FindAllString(m[1], -1)...)
	}
	return all
}

// flagsOfCall finds those of the array that action.yml calls bench with.
func flagsOfCall(text string) []string {
	m := callText.FindString(text)
	return flagName.FindAllString(m, -1)
}

// flagsInTable finds those of the first column of tables.
func flagsInTable(text string) (all []string) {
	for line := range strings.Lines(text) {
		if cells := strings.Split(line, "|"); len(cells) > 2 && cells[0] == "" && strings.HasPrefix(cells[1], " `--") {
			all = append(all, flagName.FindAllString(cells[1], -1)...)
		}
	}
	return all
}

// flagsOf asks the command.
func flagsOf(t *testing.T, command string) []string {
	t.Helper()
	run := exec.CommandContext(t.Context(), "go", "run", "./cmd/bench", command, "--help")
	run.Dir = "../.."
	help, err := run.Output()
	if err != nil {
		t.Fatalf("bench %s --help: %v", command, err)
	}
	var all []string
	for _, m := range helpLine.FindAllStringSubmatch(string(help), -1) {
		all = append(all, m[1])
	}
	return all
}

// TestGateDocsWorkflow reads the workflow that docs/gate.md shows, and the tables of
// what goes in and comes out.
func TestGateDocsWorkflow(t *testing.T) {
	ours, text := readAction(t), readRoot(t, "docs/gate.md")
	shown := strings.ReplaceAll(block(t, text, "yaml", "runs-on:"), "embedsign/embedsign@COMMIT", "./")
	var w workflow
	if err := yaml.Unmarshal([]byte(shown), &w); err != nil {
		t.Fatal(err)
	}
	if len(w.Jobs["gate"].Steps) == 0 || w.Permissions["contents"] != "read" {
		t.Errorf("the workflow is %+v", w)
	}
	for _, complaint := range complaintsOf(w.Jobs["gate"].Steps, ours, nil) {
		t.Error("the workflow: " + complaint)
	}
	for name, i := range ours.Inputs {
		if row := "| `" + name + "` |"; !strings.Contains(text, row) || !strings.Contains(text, "`"+i.Default+"`") && i.Default != "" {
			t.Errorf("no row %q, or not its default %q", row, i.Default)
		}
	}
	for name := range ours.Outputs {
		if row := "| `" + name + "` |"; !strings.Contains(text, row) {
			t.Errorf("no row %q", row)
		}
	}
}

// TestGateDocsScripts runs what docs/gate.md shows for GitLab and for a shell, with
// a bench that ends with each exit code. What is allowed to fail on GitLab is what
// the shell lets through.
func TestGateDocsScripts(t *testing.T) {
	text := readRoot(t, "docs/gate.md")
	var pipeline struct {
		Gate struct {
			Script       []string
			AllowFailure struct {
				ExitCodes []int `yaml:"exit_codes"`
			} `yaml:"allow_failure"`
			Artifacts struct{ Reports struct{ Junit string } }
		}
	}
	if err := yaml.Unmarshal([]byte(block(t, text, "yaml", "allow_failure")), &pipeline); err != nil {
		t.Fatal(err)
	}
	job := pipeline.Gate
	source := someSource(t)
	for _, code := range []int{0, 1, 2, 3, 4, 5, 6, 130} {
		got, dir := runShown(t, source, strings.Join(job.Script, "\n"), code)
		if _, err := os.Stat(filepath.Join(dir, job.Artifacts.Reports.Junit)); (err == nil) != (code >= 3 && code <= 6 || code == 0) {
			t.Errorf("GitLab, bench ends with %d: JUnit: %v", code, err)
		}
		if got != code {
			t.Errorf("GitLab, bench ends with %d: %d", code, got)
		}
		want := code
		if slices.Contains(job.AllowFailure.ExitCodes, code) {
			want = 0
		}
		if got, _ := runShown(t, source, block(t, text, "sh", "case $code"), code); got != want {
			t.Errorf("shell, bench ends with %d: %d, want %d", code, got, want)
		}
	}
}

// runShown runs a script in a clone of the source, and gives its exit code and the
// clone.
func runShown(t *testing.T, source repository, script string, code int) (int, string) {
	t.Helper()
	clone, tools := source.clone(), repository{t, t.TempDir()}
	tools.write("go", fakeGo)
	command := exec.CommandContext(t.Context(), "bash", "-eo", "pipefail", "-c", script)
	command.Dir = clone.dir
	command.Env = append(cleanEnvironment(t), "PATH="+tools.dir+":"+os.Getenv("PATH"), fmt.Sprintf("CODE=%d", code),
		"CALLS="+filepath.Join(tools.dir, "calls"), "CI_MERGE_REQUEST_DIFF_BASE_SHA=HEAD")
	if _, err := command.Output(); err != nil && command.ProcessState == nil {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), clone.dir
}

// block finds the fenced block of a language that holds some text.
func block(t *testing.T, text, language, holding string) string {
	t.Helper()
	fenced := regexp.MustCompile("(?s)```" + language + "\n(.*?)```")
	for _, m := range fenced.FindAllStringSubmatch(text, -1) {
		if strings.Contains(m[1], holding) {
			return m[1]
		}
	}
	t.Fatalf("no block of %s with %q", language, holding)
	return ""
}

func readRoot(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
