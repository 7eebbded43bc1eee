package policy

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// An action is action.yml. Keys that are not here are refused, so that one that is
// misspelt is seen before GitHub passes over it.
type action struct {
	Name, Description string
	Inputs            map[string]input
	Outputs           map[string]output
	Runs              struct {
		Using string
		Steps []step
	}
}

type input struct{ Description, Default string }

type output struct{ Description, Value string }

// A workflow is a file of .github/workflows.
type workflow struct {
	Name        string
	On          any
	Permissions map[string]string
	Concurrency struct {
		Group  string
		Cancel bool `yaml:"cancel-in-progress"`
	}
	Jobs map[string]struct {
		If        string
		RunsOn    string `yaml:"runs-on"`
		Container string
		Timeout   int `yaml:"timeout-minutes"`
		Steps     []step
	}
}

// A step is one of a job or of a composite action.
type step struct {
	ID, Name, If, Uses, Shell, Run string
	With, Env                      map[string]string
}

// usable are the actions of others that we use, one version of each. What runs
// beside a secret or makes a release would have to be trusted; GitHub's own have to
// be anyway.
var usable = []string{"./", "actions/checkout@v6", "actions/setup-go@v6", "actions/upload-artifact@v6"}

func TestAction(t *testing.T) {
	a := readAction(t)
	for _, complaint := range a.complaints() {
		t.Error("action.yml: " + complaint)
	}
	if a.Runs.Using != "composite" || len(a.Runs.Steps) == 0 {
		t.Errorf("action.yml: using %q with %d steps", a.Runs.Using, len(a.Runs.Steps))
	}
}

func TestWorkflows(t *testing.T) {
	ours := readAction(t)
	paths, _ := filepath.Glob("../../.github/workflows/*.yml")
	if len(paths) < 2 {
		t.Fatalf("only %q", paths)
	}
	for _, path := range paths {
		var w workflow
		readYAML(t, path, &w)
		if len(w.Permissions) != 1 || w.Permissions["contents"] != "read" {
			t.Errorf("%s: permissions %v, want contents: read", path, w.Permissions)
		}
		for name, job := range w.Jobs {
			if job.Timeout == 0 || job.RunsOn == "" {
				t.Errorf("%s: job %q: want timeout-minutes and runs-on", path, name)
			}
			for _, complaint := range complaintsOf(job.Steps, ours, nil) {
				t.Errorf("%s: job %q: %s", path, name, complaint)
			}
		}
	}
}

// The check has to be able to fail.
func TestComplaintsAreMade(t *testing.T) {
	ours := readAction(t)
	for _, c := range []struct {
		want string
		step step
	}{
		{"not one of", step{Uses: "someone/else@v1"}},
		{"not one of", step{Uses: "actions/checkout@v4"}},
		{`no input "tolerence"`, step{Uses: "./", With: map[string]string{"tolerence": "5%"}}},
		{`no input "tolerence"`, step{Run: "bash .ci/run", Env: map[string]string{"CI": "${{ inputs.tolerence }}"}}},
		{`no output "verdikt"`, step{If: "${{ steps.gate.outputs.verdikt }}"}},
		{`no step "gait"`, step{If: "${{ steps.gait.outputs.verdict }}"}},
		{"an expression in a script", step{Run: "echo ${{ inputs.base }}"}},
		{"set -euo pipefail", step{Run: "true\nfalse\n"}},
		{"the script does not use UNUSED", step{Run: "true", Env: map[string]string{"UNUSED": "1"}}},
		{`"nowhere/run": not there`, step{Run: "bash nowhere/run"}},
		{`"gone.mod": not there`, step{Uses: "actions/setup-go@v6", With: map[string]string{"go-version-file": "gone.mod"}}},
	} {
		got := complaintsOf([]step{{ID: "gate", Uses: "./"}, c.step}, ours, ours.Inputs)
		if !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%+v: complaints %q, want %q", c.step, got, c.want)
		}
	}
	ours.Inputs["unused"] = input{Description: "?"}
	ours.Outputs["unset"] = output{Description: "?", Value: "${{ steps.tell.outputs.nothing }}"}
	if got := ours.complaints(); len(got) != 2 {
		t.Errorf("an input that nothing reads, an output that nothing sets: %q", got)
	}
}

// complaints says what an action's parts promise each other and do not keep.
func (a action) complaints() []string {
	all := complaintsOf(a.Runs.Steps, a, a.Inputs)
	for _, s := range a.Runs.Steps {
		if s.Run != "" && s.Shell != "bash" {
			all = append(all, "step "+s.ID+s.Name+": want shell: bash")
		}
	}
	for _, o := range a.Outputs {
		all = append(all, unknown(o.Value, a.Runs.Steps, a, a.Inputs)...)
	}
	text := texts(a.Runs.Steps)
	for name, i := range a.Inputs {
		if !strings.Contains(text, "inputs."+name+" ") || i.Description == "" {
			all = append(all, "input "+name+": not used, or not described")
		}
	}
	return all
}

// complaintsOf looks at steps that see these inputs, and may use our action.
func complaintsOf(steps []step, ours action, inputs map[string]input) (all []string) {
	for i, s := range steps {
		if s.Uses != "" && !slices.Contains(usable, s.Uses) {
			all = append(all, "uses "+s.Uses+": not one of "+strings.Join(usable, ", "))
		}
		for name := range s.With {
			if _, ok := ours.Inputs[name]; s.Uses == "./" && !ok {
				all = append(all, `no input "`+name+`"`)
			}
		}
		all = append(all, s.scriptComplaints()...)
		all = append(all, unknown(texts(steps[i:i+1]), steps[:i], ours, inputs)...)
		for _, path := range s.paths() {
			if _, err := os.Stat(filepath.Join("../..", path)); err != nil {
				all = append(all, `"`+path+`": not there`)
			}
		}
	}
	return all
}

// scriptComplaints are about what goes into a script: nothing that somebody else
// can choose, and nothing that it does not read.
func (s step) scriptComplaints() (all []string) {
	if strings.Contains(s.Run, "${{") {
		all = append(all, "an expression in a script: "+s.Run)
	}
	if strings.Contains(strings.TrimSpace(s.Run), "\n") && !strings.HasPrefix(s.Run, "set -euo pipefail\n") {
		all = append(all, "a script that does not begin with set -euo pipefail")
	}
	for name := range s.Env {
		if s.Run != "" && name != "CI" && !regexp.MustCompile(`\$\{?`+name+`\b`).MatchString(s.Run) {
			all = append(all, "the script does not use "+name)
		}
	}
	return all
}

var (
	inputName  = regexp.MustCompile(`\binputs\.([\w-]+)`)
	outputName = regexp.MustCompile(`\bsteps\.([\w-]+)\.outputs\.([\w-]+)`)
	pathName   = regexp.MustCompile(`(?:\bbash | \./)(\.?\w[\w.-]*/[\w./-]+)`)
)

// unknown lists the inputs and outputs of a text that nothing gives.
func unknown(text string, before []step, ours action, inputs map[string]input) (all []string) {
	for _, m := range inputName.FindAllStringSubmatch(text, -1) {
		if _, ok := inputs[m[1]]; !ok {
			all = append(all, `no input "`+m[1]+`"`)
		}
	}
	for _, m := range outputName.FindAllStringSubmatch(text, -1) {
		i := slices.IndexFunc(before, func(s step) bool { return s.ID == m[1] })
		if i < 0 {
			all = append(all, `no step "`+m[1]+`" before this`)
		} else if !before[i].sets(m[2], ours) {
			all = append(all, `step "`+m[1]+`" has no output "`+m[2]+`"`)
		}
	}
	return all
}

func (s step) sets(name string, ours action) bool {
	if s.Uses == "./" {
		_, ok := ours.Outputs[name]
		return ok
	}
	return strings.Contains(s.Run, `echo "`+name+"=")
}

// paths are those of the files of this repository that a step names.
func (s step) paths() (all []string) {
	for _, m := range pathName.FindAllStringSubmatch(s.Run, -1) {
		all = append(all, m[1])
	}
	if file := s.With["go-version-file"]; file != "" {
		all = append(all, file)
	}
	return all
}

// texts are all values in which GitHub looks for expressions.
func texts(steps []step) string {
	var all strings.Builder
	for _, s := range steps {
		all.WriteString(s.If + "\n" + s.Run + "\n")
		for _, values := range []map[string]string{s.With, s.Env} {
			for _, value := range values {
				all.WriteString(value + "\n")
			}
		}
	}
	return all.String()
}

func readAction(t *testing.T) (a action) {
	t.Helper()
	readYAML(t, "../../action.yml", &a)
	return a
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}
