package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/processtest"
	"github.com/rogpeppe/go-internal/testscript"
)

// binDir is where the command under test lies.
var binDir string

// TestMain builds the command as users get it. Without the race detector: under
// it, compiling WebAssembly takes ten times as long, once in each script. The
// packages below and TestRunInProcess run with it.
func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "bench-test-*")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	binDir = dir
	for name, pkg := range map[string]string{"bench": ".", "fakebench": "./testdata/fakebench"} {
		build := exec.Command("go", "build", "-race=false", "-o", filepath.Join(dir, name), pkg)
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			panic(err)
		}
	}
	return m.Run()
}

// The scripts run the command as a process of its own. Beside testscript's own
// commands they have
//
//	code N command ...   runs a command that has to end with exit code N
//	interrupt LINE N command ...
//	                     runs a command, sends it Ctrl-C when a line on stderr
//	                     begins with LINE, and expects exit code N; its stdout
//	                     is in the file stdout, its stderr in the file stderr
func TestScripts(t *testing.T) { runScripts(t, "testdata/script") }

func runScripts(t *testing.T, dir string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", binDir+string(os.PathListSeparator)+env.Getenv("PATH"))
			limits, err := filepath.Abs("limits.yaml")
			env.Setenv("LIMITS", limits)
			env.Setenv("BENCH", filepath.Join(binDir, "bench"))
			env.Setenv("FAKEBENCH", filepath.Join(binDir, "fakebench"))
			env.Setenv("GOMAXPROCS", "2") // what they tell depends on it
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":      processtest.Code,
			"interrupt": interrupt,
		},
	})
}

// tooLong ends a command that nothing interrupts; none comes near it.
const tooLong = 2 * time.Minute

func interrupt(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	stdout, err := os.Create(ts.MkAbs("stdout"))
	ts.Check(err)
	defer stdout.Close()
	command := exec.Command(filepath.Join(binDir, args[2]), args[3:]...)
	command.Dir, command.Stdout = ts.MkAbs("."), stdout
	pipe, err := command.StderrPipe()
	ts.Check(err)
	ts.Check(command.Start())
	ts.Defer(func() { command.Process.Kill() })
	defer time.AfterFunc(tooLong, func() { command.Process.Kill() }).Stop()
	said := interruptAt(ts, command.Process, pipe, args[0])
	processtest.Ended(ts, command.Wait(), want)
	ts.Check(os.WriteFile(ts.MkAbs("stderr"), []byte(said), 0o600))
}

// interruptAt reads all of stderr, and sends the signal at a line of it.
func interruptAt(ts *testscript.TestScript, process *os.Process, stderr io.Reader, line string) string {
	var said strings.Builder
	interrupted := false // a second signal would end it at once
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if !interrupted && strings.HasPrefix(lines.Text(), line) {
			interrupted = true
			ts.Check(process.Signal(os.Interrupt))
		}
	}
	return said.String()
}
