package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// TestWilson compares with values worked out from the formula by other means: bc,
// with z as 1.959964.
func TestWilson(t *testing.T) {
	for _, test := range []struct {
		n, all    int
		low, high float64
	}{
		{0, 10, 0, 0.2775},
		{5, 10, 0.2366, 0.7634},
		{1, 100, 0.0018, 0.0545},
		{100, 100, 0.9630, 1},
	} {
		low, high := wilson(test.n, test.all)
		if math.Abs(low-test.low) > 5e-5 || math.Abs(high-test.high) > 5e-5 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", test.n, test.all, low, high, test.low, test.high)
		}
	}
}

// TestNext draws until all is done: each case as often as it is wanted.
func TestNext(t *testing.T) {
	done := make(map[string]int)
	for {
		c, ok := next(done)
		if !ok {
			break
		}
		if done[c.Name]++; done[c.Name] > c.Runs {
			t.Fatalf("%s: %d runs, want %d", c.Name, done[c.Name], c.Runs)
		}
	}
	if len(done) != len(cases()) {
		t.Errorf("done: %v", done)
	}
}

// TestSlowDown changes our own source, and reads it again.
func TestSlowDown(t *testing.T) {
	for kernel, where := range places() {
		dir := t.TempDir()
		text, err := os.ReadFile(filepath.Join("../../..", where.file))
		if err != nil {
			t.Fatal(err)
		}
		if err := writeFile(filepath.Join(dir, where.file), strings.NewReader(string(text))); err != nil {
			t.Fatal(err)
		}
		if err := slowDown(dir, kernel, 42); err != nil {
			t.Fatal(err)
		}
		files := token.NewFileSet()
		changed, err := parser.ParseFile(files, filepath.Join(dir, where.file), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(callers(changed), []string{where.function}) {
			t.Errorf("%s: called in %q, want %q", kernel, callers(changed), where.function)
		}
		if _, err := parser.ParseFile(files, filepath.Join(dir, "signer/slower.go"), nil, 0); err != nil {
			t.Error(err)
		}
	}
	if err := slowDown(t.TempDir(), "native fly", 1); err == nil {
		t.Error("slowed down what is not known")
	}
	if _, err := insert("package p\n\nfunc other() {\n}\n", "func missing(", ""); err == nil {
		t.Error("inserted where there is no such function")
	}
}

// TestBeside has the compiler's parser read what is put beside the signer.
func TestBeside(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "signer"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := writeBeside(dir, 3); err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, "signer", "abeside.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	moved := file.Decls[1].(*ast.FuncDecl)
	if n := len(moved.Body.List); n != 2*3*stepLines+1 {
		t.Errorf("%d statements", n)
	}
}

// callers gives the functions that begin by asking if they are due again, up to their
// parameters.
func callers(file *ast.File) []string {
	var names []string
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || len(f.Body.List) == 0 {
			continue
		}
		again, ok := f.Body.List[0].(*ast.IfStmt)
		if !ok {
			continue
		}
		if c, ok := again.Cond.(*ast.CallExpr); ok && fmt.Sprint(c.Fun) == "due" {
			r := f.Recv.List[0]
			names = append(names, fmt.Sprintf("func (%s *%s) %s(", r.Names[0], r.Type.(*ast.StarExpr).X, f.Name))
		}
	}
	return names
}

func TestLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lines.jsonl")
	if lines, err := readLines(path); err != nil || len(lines) != 0 {
		t.Fatalf("no file: %v, %v", lines, err)
	}
	want := Line{Case: "identical", Beside: 3, Gate: Judged{Verdict: "pass", Seconds: 2}}
	for range 2 {
		if err := want.add(path); err != nil {
			t.Fatal(err)
		}
	}
	lines, err := readLines(path)
	if err != nil || len(lines) != 2 || lines[1].Case != want.Case || lines[1].Beside != 3 || lines[1].Gate.Seconds != 2 {
		t.Fatalf("%+v, %v", lines, err)
	}
	if err := os.WriteFile(path, []byte("{}\n{\"case\":"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readLines(path); err == nil || !strings.Contains(err.Error(), "lines.jsonl:2:") {
		t.Errorf("half a line: %v", err)
	}
}

// TestTimes reads what go test writes.
func TestTimes(t *testing.T) {
	times, err := timesIn([]byte("goos: linux\nBenchmarkSigner-2   \t 100\t  400.0 ns/op\t 0 B/op\nBenchmarkSigner-2 100 500 ns/op\nPASS\n"))
	if err != nil || fmt.Sprintf("%.3g", times["Signer"]) != "[4e-07 5e-07]" {
		t.Errorf("%v, %v", times, err)
	}
	if _, err := timesIn([]byte("PASS\n")); err == nil {
		t.Error("no benchmarks, and no error")
	}
}

// TestTable counts what is right in what kind of code.
func TestTable(t *testing.T) {
	pass, fail := Judged{Verdict: "pass"}, Judged{Verdict: "fail", Slower: []string{"native sign"}}
	usual := &Judged{Verdict: "fail", Slower: []string{"Prepared", "Signer"}}
	none := Judged{Verdict: string(gate.Incomparable)}
	table := tableOf([]Line{
		{Case: "identical", Gate: pass, Benchstat: usual, Threshold: &pass},
		{Case: "identical, loaded", Gate: none},
		{Case: "native sign +15 %", Gate: fail, Benchstat: usual, Threshold: &pass, Deltas: map[string]float64{"native sign": 0.151, "native nonce": 0.5}},
		{Case: "native sign-prepared +15 %", Gate: fail, Benchstat: usual, Threshold: &pass},
	})
	for _, want := range []string{
		"| identical | 0 of 2 (0–66 %) | 1 of 2 (9–91 %) | 1 of 2 (9–91 %) | 1 of 1 (21–100 %) | 0 of 1 (0–79 %) |\n",
		"| identical, one core loaded | 0 of 1 (0–79 %) | 0 of 1 (0–79 %) | 1 of 1 (21–100 %) | – | – |\n",
		"| one kernel 15 % slower | 1 of 2 (9–91 %) | 0 of 2 (0–66 %) | 0 of 2 (0–66 %) | 2 of 2 (34–100 %) | 0 of 2 (0–66 %) |\n",
		"inconclusive (0) or a machine too noisy to measure on (1)",
		"by the gate in 1 runs, by\nbenchstat in 2, by the threshold in 0.",
		"| native sign +15 % | 1 | +15.1 % | +15.1 % | +15.1 % | 0 |\n",
	} {
		if !strings.Contains(table, want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	if table := tableOf(nil); !strings.Contains(table, "Nothing has been measured yet") {
		t.Error(table)
	}
}

// TestLoad ends with its input.
func TestLoad(t *testing.T) {
	if err := load(strings.NewReader(""), time.Millisecond); err != nil {
		t.Error(err)
	}
}

func TestArguments(t *testing.T) {
	for want, arguments := range map[string][]string{
		"there are only flags": {"fast"},
		"not defined":          {"-speed", "3"},
		"not in this clone":    {"-commit", "0000000", "-lines", filepath.Join(t.TempDir(), "none")},
	} {
		var out strings.Builder
		if err := run(t.Context(), arguments, nil, &out); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", arguments, err, want)
		}
	}
}
