package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/perf/benchfmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
)

var update = flag.Bool("update", false, "write the golden files anew")

func pointer(x float64) *float64 { return &x }

// example is a report with something in each part.
func example() *Report {
	r := New(environment.Environment{
		Go: "go1.26.8", GOOS: "linux", GOARCH: "amd64", Level: "v1", CPU: "AMD EPYC", CPUs: 4, MaxProcs: 2,
		SHA: "sha-ni", Wazero: "v1.12.0", Version: "(devel)", Revision: "0123abc-dirty",
	}, Method{
		Duration: time.Second, Rounds: 8, WarmUp: 12500 * time.Microsecond, Slice: 2 * time.Millisecond,
		Clock: 45, SignedText: 363, URL: 439, Random: "crypto", Target: InProcess,
	})
	latency := &Latency{P50: 410, P90: 540, P99: 990, P999: 12_345, Max: 9_876_543, Samples: 123_456}
	r.Results = []Result{
		{Engine: "native", Operation: "sign", Concurrency: 1, Count: 1_200_000, OpsPerSecond: 2_380_952, Latency: latency,
			Allocs: pointer(0), Bytes: pointer(0), Ratio: pointer(1.1834), RatioLow: pointer(1.1771), RatioHigh: pointer(1.19), Pairs: 248,
			Reference: "hmac-text", ReferencePerSecond: 2_800_000},
		{Engine: "native", Operation: "sign", Concurrency: 2, Count: 2_400_000, OpsPerSecond: 4_761_904,
			Allocs: pointer(0), Bytes: pointer(0), Ratio: pointer(1.4), Pairs: 3, Reference: "hmac-text"},
		{Engine: "native", Operation: "sign-prepared", Concurrency: 1, Count: 9, OpsPerSecond: 3.7e6, Ratio: pointer(0.769)},
		{Engine: "http", Operation: "sign", Concurrency: 1, Count: 5000, OpsPerSecond: 23_900, Latency: latency,
			Allocs: pointer(81.034), Bytes: pointer(6573.2), Ratio: pointer(1.04), Pairs: 20, Reference: "bare-handler", SetUp: 40},
	}
	r.Phases = []Phase{{"wazero", CompileCold, 650_000_000}, {"wazero", Instantiate, 3_270_000}}
	r.Nonces = []Nonces{{"native", 2, 1_000_000, 0, 0, 37.279}, {AllSources, 2, 1_000_000, 0, 0, 37.279}}
	r.Checks = Checks{Verified: 58_079, Reopened: 50}
	r.Limits = []Limit{{"native", "sign", 1, FigureRatio, 1.35, 1.1834, true}, {"native", "sign", 2, FigureRatio, 1.35, 1.4, false}}
	r.Problems = []string{"limit exceeded: native sign at concurrency 2"}
	return r
}

// good is the same without a fault.
func good() *Report {
	r := example()
	r.Limits[1].OK, r.Limits[1].Value = true, 1.35
	r.Problems = []string{}
	r.OK = true
	return r
}

// TestGolden shows what people see. After a change: go test -update, and look.
func TestGolden(t *testing.T) {
	for name, write := range map[string]func(*bytes.Buffer) error{
		"ok.txt":     func(b *bytes.Buffer) error { return good().Text(b) },
		"not-ok.txt": func(b *bytes.Buffer) error { return example().Text(b) },
		"ok.md":      func(b *bytes.Buffer) error { return good().Markdown(b) },
		"ok.bench":   func(b *bytes.Buffer) error { return good().Benchfmt(b) },
		"ok.json":    func(b *bytes.Buffer) error { return good().JSON(b) },
	} {
		var got bytes.Buffer
		if err := write(&got); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s differs:\n%s", path, got.Bytes())
		}
	}
}

// TestTheAnswerComesFirst is about reports of every outcome.
func TestTheAnswerComesFirst(t *testing.T) {
	incomplete := example()
	incomplete.Incomplete = true
	empty := New(environment.Environment{}, Method{})
	empty.Incomplete = true
	for name, test := range map[string]struct {
		report *Report
		want   string
	}{
		"good":         {good(), "ok: 58 079 URLs verified, none bad; 50 URLs opened again, none accepted; 1 000 000 nonces, none twice; 2 of 2 limits kept\n\n  natively "},
		"a problem":    {example(), "NOT OK: 1 problem\n  - limit exceeded"},
		"interrupted":  {incomplete, "INCOMPLETE, this is what was measured: "},
		"nothing done": {empty, "INCOMPLETE, this is what was measured: no URL was verified\n\nHow this was"},
	} {
		var b bytes.Buffer
		if err := test.report.Text(&b); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(b.String(), test.want) {
			t.Errorf("%s: begins\n%.300s", name, b.String())
		}
	}
}

func TestTextFitsATerminal(t *testing.T) {
	var b bytes.Buffer
	if err := good().Text(&b); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 130 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
}

// TestBenchfmtIsReadBack reads the output as benchstat does.
func TestBenchfmtIsReadBack(t *testing.T) {
	want := good()
	var b bytes.Buffer
	if err := want.Benchfmt(&b); err != nil {
		t.Fatal(err)
	}
	reader := benchfmt.NewReader(&b, "run.txt")
	var read int
	for reader.Scan() {
		switch record := reader.Result().(type) {
		case *benchfmt.SyntaxError:
			t.Error(record)
		case *benchfmt.Result:
			compare(t, record, want.Results[read])
			read++
		}
	}
	if reader.Err() != nil || read != len(want.Results) {
		t.Errorf("%d of %d results, %v", read, len(want.Results), reader.Err())
	}
	better := reader.Units().GetBetter(unitRatio)
	if better != -1 {
		t.Errorf("unit %s: better %d, want lower", unitRatio, better)
	}
}

func compare(t *testing.T, got *benchfmt.Result, want Result) {
	t.Helper()
	base, parts := got.Name.Parts()
	if string(base) != "EmbedURL" || string(parts[0]) != "/engine="+want.Engine || string(parts[1]) != "/operation="+want.Operation {
		t.Errorf("name %s", got.Name)
	}
	if got.GetConfig("sha") != "sha-ni" || got.GetConfig("cpu") != "AMD EPYC" {
		t.Errorf("configuration: sha %q, cpu %q", got.GetConfig("sha"), got.GetConfig("cpu"))
	}
	if got.Iters != int(want.Count) {
		t.Errorf("%d iterations, want %d", got.Iters, want.Count)
	}
	check := func(unit string, want float64) {
		if value, ok := got.Value(unit); !ok || math.Abs(value-want) > 1e-9*math.Abs(want) {
			t.Errorf("%s: %v %s (there: %v), want %v", got.Name, value, unit, ok, want)
		}
	}
	check("sec/op", 1/want.OpsPerSecond)
	check(unitRatio, *want.Ratio)
	if want.Allocs != nil {
		check("allocs/op", *want.Allocs)
		check("B/op", *want.Bytes)
	}
	if want.Latency != nil {
		check("p50-sec", float64(want.Latency.P50)/1e9)
		check("p99-sec", float64(want.Latency.P99)/1e9)
	}
}

// TestJSONNames pins the names that others rely on.
func TestJSONNames(t *testing.T) {
	var b bytes.Buffer
	if err := good().JSON(&b); err != nil {
		t.Fatal(err)
	}
	var r map[string]any
	if err := json.Unmarshal(b.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	first := func(name string) any { return r[name].([]any)[0] }
	has(t, "report", r, "schema", "environment", "results", "phases", "nonces", "incomplete", "ok")
	has(t, "environment", r["environment"], "go", "goos", "goarch", "cpu", "cpus", "sha", "wazero", "revision")
	has(t, "result", first("results"), "engine", "operation", "concurrency", "count", "ops_per_second", "latency_ns",
		"allocs_per_op", "bytes_per_op", "ratio_to_reference", "reference")
	has(t, "latency", first("results").(map[string]any)["latency_ns"], "p50", "p90", "p99", "p999", "max")
	has(t, "phase", first("phases"), "engine", "phase", "ns")
	has(t, "nonces", first("nonces"), "source", "generated", "duplicates", "malformed", "entropy_bits_at_least")
	if r["schema"] != 1.0 || r["ok"] != true {
		t.Errorf("schema %v, ok %v", r["schema"], r["ok"])
	}
}

func has(t *testing.T, what string, object any, names ...string) {
	t.Helper()
	fields := object.(map[string]any)
	for _, name := range names {
		if _, ok := fields[name]; !ok {
			t.Errorf("%s: no %q", what, name)
		}
	}
}

// TestEmptyListsInJSON is about what is null in careless encoders.
func TestEmptyListsInJSON(t *testing.T) {
	var b bytes.Buffer
	if err := New(environment.Environment{}, Method{}).JSON(&b); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"results", "phases", "nonces", "limits", "problems"} {
		if !strings.Contains(b.String(), `"`+name+`": []`) {
			t.Errorf("%s is no empty list:\n%s", name, b.String())
		}
	}
}

func TestNone(t *testing.T) {
	if got := none(0, "bad") + ", " + none(3, "bad"); got != "none bad, 3 bad" {
		t.Error(got)
	}
}

func TestWrong(t *testing.T) {
	for name, spoil := range map[string]func(*Report){
		"a bad URL":         func(r *Report) { r.Checks.Bad = 1 },
		"accepted twice":    func(r *Report) { r.Checks.Twice = 1 },
		"a duplicate nonce": func(r *Report) { r.Nonces[0].Duplicates = 1 },
		"a malformed nonce": func(r *Report) { r.Nonces[0].Malformed = 1 },
	} {
		r := good()
		if r.Wrong() {
			t.Fatal("a good report is wrong")
		}
		spoil(r)
		if !r.Wrong() {
			t.Errorf("%s: not wrong", name)
		}
	}
	if good().Exceeded() || !example().Exceeded() {
		t.Error("exceeded limits")
	}
}

func TestSectionsWithoutContentAreLeftOut(t *testing.T) {
	r := New(environment.Environment{}, Method{})
	var titles []string
	for _, s := range r.Document().Shown() {
		titles = append(titles, s.Title)
	}
	if !slices.Equal(titles, []string{"How this was measured"}) {
		t.Errorf("sections %q", titles)
	}
}
