package gate

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"golang.org/x/perf/benchfmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/watch"
)

func fraction(x float64) *float64 { return &x }

func between(low, point, high float64) Interval {
	return Interval{fraction(low), fraction(point), fraction(high)}
}

// mixed has a kernel of each verdict, and an exact figure that failed.
func mixed() *Result {
	second := between(0.09, 0.1, 0.11)
	return &Result{
		Schema: Schema, Verdict: Fail, Reason: "native sign is slower by 10 %", NoiseFloor: fraction(0.012),
		Kernels: []Kernel{
			{Name: "native sign", Verdict: Fail, Delta: between(0.08, 0.1, 0.12), All: between(0.07, 0.1, 0.15), Confirmation: &second,
				Noise: between(-0.01, 0, 0.012), BaseNS: 400, HeadNS: 440, Launches: 2, Tainted: 0.25,
				Benchstat: Benchstat{fraction(0.002), fraction(0.1)}, Times: []Times{{400, 440}, {401.237, 442}}},
			{Name: "wazero sign", Verdict: Pass, Delta: between(-0.01, 0, 0.01), BaseNS: 2700, HeadNS: 2701, Times: []Times{{2700, 2701}}},
			{Name: "native nonce", Verdict: Inconclusive, Delta: Interval{Point: fraction(0.03)}},
		},
		Exact: []Exact{
			{Name: "native sign allocations", Base: 0.0, Head: 1.0, Verdict: Fail},
			{Name: "URL length", Base: 390.0, Head: 390.0, Verdict: Pass},
			{Name: "exports", Base: []string{"call"}, Head: []string{"call", "prepare"}, Verdict: Pass},
		},
		Base:   Side{Name: "origin/main", Revision: "0123456789abcdef0123456789abcdef01234567"},
		Head:   Side{Name: "working tree", Revision: "fedcba9876543210fedcba9876543210fedcba98", Dirty: true},
		Method: Method{Tolerance: 0.05, Budget: 60, Took: 12, Launches: 2, Looks: 1, Slices: 400, Tainted: 100, TaintedBy: map[watch.Reason]int{watch.Switched: 90, watch.Throttled: 20}, Seed: 7, Watched: []string{"context switches"}},
	}
}

func write(t *testing.T, form func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := form(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	got := write(t, func(b *bytes.Buffer) error { return mixed().Text(b) })
	if !strings.HasPrefix(got, "FAIL: native sign is slower by 10 %\n") {
		t.Errorf("the first line is not the answer:\n%s", got)
	}
	for _, want := range []string{
		"native sign   fail           400 ns   440 ns    +10.0 %  +8.0 % to +12.0 %", "+9.0 % to +11.0 %", "+10.0 % p=0.002",
		"native nonce", "inconclusive", "native sign allocations", "1 of 3", "exports", "2: call prepare",
		"tolerance of 5 %", "noise floor     1.2 %", "100 of 400: switched 90, throttled 20", "+7.0 % to +15.0 %", "origin/main (0123456789ab)", "working tree (fedcba987654), with changes that are not committed",
		"400 slices in 2 launches", "25 %",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestMarkdown(t *testing.T) {
	got := write(t, func(b *bytes.Buffer) error { return mixed().Markdown(b) })
	if !strings.HasPrefix(got, "## embedsign bench gate: FAIL: native sign") || !strings.Contains(got, "| native sign | fail | 400 ns | 440 ns | +10.0 % |") {
		t.Errorf("got\n%s", got)
	}
}

// Field names are a promise to programs.
func TestJSON(t *testing.T) {
	var got struct {
		Schema  int
		Verdict string
		Kernels []struct {
			Name, Verdict string
			Delta         struct{ Low, Point, High *float64 }
		}
		Exact []struct {
			Name, Verdict string
			Base, Head    any
		}
		NoiseFloor *float64 `json:"noise_floor"`
	}
	if err := json.Unmarshal([]byte(write(t, func(b *bytes.Buffer) error { return mixed().JSON(b) })), &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != 1 || got.Verdict != "fail" || *got.NoiseFloor != 0.012 || len(got.Exact) != 3 || got.Exact[0].Head != 1.0 {
		t.Errorf("got %+v", got)
	}
	if k := got.Kernels[0]; k.Name != "native sign" || k.Verdict != "fail" || *k.Delta.Low != 0.08 || *k.Delta.Point != 0.1 || *k.Delta.High != 0.12 {
		t.Errorf("got %+v", k)
	}
	if got.Kernels[2].Delta.Low != nil {
		t.Error("a bound that there is not is a number")
	}
}

func TestAnnotations(t *testing.T) {
	want := `::error title=native sign allocations::was 0, is 1
::error title=native sign::slower by 10.0 %25 (+8.0 %25 to +12.0 %25)
::warning title=native nonce::inconclusive: –
::error title=bench gate::FAIL: native sign is slower by 10 %25
`
	if got := write(t, func(b *bytes.Buffer) error { return mixed().Annotations(b) }); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	var b strings.Builder
	annotate(&b, "error", "a:b,c", "two\nlines: 5 %")
	if got := b.String(); got != "::error title=a%3Ab%2Cc::two%0Alines: 5 %25\n" {
		t.Errorf("got %q", got)
	}
	for verdict, level := range map[Verdict]string{Pass: "notice", Inconclusive: "warning", Incomparable: "warning"} {
		if got := (&Result{Verdict: verdict}).level(); got != level {
			t.Errorf("%s is of level %s, want %s", verdict, got, level)
		}
	}
	if got := (&Result{Verdict: Pass, Wrong: []string{"a bad URL"}}).level(); got != "error" {
		t.Errorf("a wrong result is of level %s", got)
	}
}

func TestJUnit(t *testing.T) {
	r := mixed()
	r.Wrong = []string{`a bad URL: "<&>"`}
	text := write(t, func(b *bytes.Buffer) error { return r.JUnit(b) })
	var got suite
	if err := xml.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if got.Tests != 7 || got.Failures != 3 || got.Skipped != 1 || len(got.Cases) != 7 {
		t.Errorf("got\n%s", text)
	}
	for _, c := range got.Cases {
		if c.Name == "native nonce" && (c.Skipped == nil || c.Failure != nil) {
			t.Errorf("what could not be told is %+v", c)
		}
	}
}

// What benchstat reads has one line for each side and launch.
func TestBenchfmt(t *testing.T) {
	text := write(t, func(b *bytes.Buffer) error { return mixed().Benchfmt(b) })
	reader := benchfmt.NewReader(strings.NewReader(text), "gate")
	var names []string
	for reader.Scan() {
		result, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			t.Fatalf("not a result: %v in\n%s", reader.Result(), text)
		}
		names = append(names, string(result.Name))
		if ns, ok := result.Value("sec/op"); !ok || ns <= 0 {
			t.Errorf("no time in %v", result)
		}
	}
	if len(names) != 6 || names[0] != "EmbedURL/engine=native/operation=sign/side=base" || names[1] != "EmbedURL/engine=native/operation=sign/side=head" {
		t.Errorf("got %q", names)
	}
}
