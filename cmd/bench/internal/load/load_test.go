package load

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"golang.org/x/perf/benchfmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
)

// model makes an open model of times, at the rate that was offered.
func model(t *testing.T, times ...time.Duration) *Model {
	t.Helper()
	h := NewHistogram()
	for _, d := range times {
		Record(h, d)
	}
	text, err := Encoded(h)
	if err != nil {
		t.Fatal(err)
	}
	q := QuantilesOf(h)
	return &Model{
		Offered: 100, Achieved: 100, Requests: int64(len(times)), Workers: 1, Response: q, Service: q, SendDelay: &Quantiles{},
		Answers: Answers{Statuses: map[string]int64{"200": int64(len(times))}, Failures: map[string]int64{}, Refused: map[string]int64{}},
		Seconds: []Second{{At: 0, Length: 1, Offered: 100, Achieved: 100, P50: q.P50, P99: q.P99, Max: q.Max}}, ResponseHDR: text, ServiceHDR: text,
	}
}

func result(open *Model) *Result {
	r := &Result{Schema: Schema, Method: Method{Model: Open, Rate: "100", Arrivals: "constant", KeepAlive: true}, Models: Models{Open: open}, Objective: []Condition{},
		Target: Target{Kind: "sign", URL: "http://127.0.0.1:1/api/embed-url", HTTP: "1.1", TLS: NoTLS}}
	r.Conclude()
	return r
}

func TestResultsAreReadAsTheyAreWritten(t *testing.T) {
	r := result(model(t, time.Millisecond, 5*time.Millisecond))
	var b bytes.Buffer
	if err := r.JSON(&b); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{`"offered_per_second"`, `"achieved_per_second"`, `"requests"`, `"errors"`, `"missed"`, `"response_ns"`, `"service_ns"`, `"send_delay_ns"`, `"accepted_twice"`, `"capacity": null`, `"problems": []`} {
		if !strings.Contains(b.String(), field) {
			t.Errorf("no %s in %s", field, &b)
		}
	}
	got := new(Result)
	if err := jsonfile.Read(&b, got); err != nil || !reflect.DeepEqual(got, r) {
		t.Errorf("%v: got %+v, want %+v", err, got, r)
	}
	h, err := Decoded(got.Models.Open.ResponseHDR)
	if err != nil || QuantilesOf(h) != got.Models.Open.Response {
		t.Errorf("%v: the histogram says %+v, the quantiles %+v", err, QuantilesOf(h), got.Models.Open.Response)
	}
}

// TestBenchfmt reads with benchstat's own reader what is written for it.
func TestBenchfmt(t *testing.T) {
	r := result(model(t, time.Millisecond, 5*time.Millisecond, 5*time.Millisecond, 5*time.Millisecond))
	r.Models.Open.Errors, r.Models.Open.Missed = 1, 1
	r.Method.Rate, r.Capacity = "100:5s, 200:5s", &Capacity{Rate: 250, Steps: []Step{{}, {}}}
	var b bytes.Buffer
	if err := r.Benchfmt(&b); err != nil {
		t.Fatal(err)
	}
	reader := benchfmt.NewReader(&b, "")
	got := make(map[string]float64)
	for reader.Scan() {
		line, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			if _, isUnit := reader.Result().(*benchfmt.UnitMetadata); !isUnit {
				t.Errorf("cannot be read: %v", reader.Result())
			}
			continue
		}
		for _, v := range line.Values {
			got[string(line.Name)+" "+v.Unit] = v.Value
		}
	}
	const open = "EmbedLoad/target=sign/model=open/rate=100:5s,200:5s "
	for name, want := range map[string]float64{
		open + "req/s": 100, open + "errors/req": 0.25, open + "missed/req": 0.2,
		open + "p50-sec": 0.005, open + "p99.9-sec": 0.005, open + "service-p90-sec": 0.005,
		"EmbedLoad/target=sign/capacity req/s": 250,
	} {
		if math.Abs(got[name]/want-1) > 0.001 {
			t.Errorf("%s: %v, want %v", name, got[name], want)
		}
	}
	if len(got) != 12 {
		t.Errorf("%d figures: %v", len(got), got)
	}
	for unit, better := range map[string]int{"p99-sec": -1, "service-p50-sec": -1, "errors/req": -1, "missed/req": -1, "req/s": 1} {
		if reader.Units().GetBetter(unit) != better {
			t.Errorf("%s: %d is better, want %d", unit, reader.Units().GetBetter(unit), better)
		}
	}
}

// TestHistogramsHoldEverything: what is too long, or not above 0, counts at the end.
func TestHistogramsHoldEverything(t *testing.T) {
	h := NewHistogram()
	for _, d := range []time.Duration{-time.Second, 0, time.Millisecond, 100 * time.Hour} {
		Record(h, d)
	}
	if q := QuantilesOf(h); q.Samples != 4 || q.Min != 1 || math.Abs(float64(q.Max)/float64(maxTime)-1) > 0.001 {
		t.Errorf("got %+v", q)
	}
}

func TestObjectives(t *testing.T) {
	m := model(t, time.Millisecond, 2*time.Millisecond, 9*time.Millisecond, 10*time.Millisecond)
	m.Errors, m.Missed = 1, 1
	for text, met := range map[string]bool{
		"p50<3ms":                      true,
		"p50<2ms":                      false,
		"max<11ms":                     true,
		"p99<10ms":                     false,
		"p99.9<1s,mean<1s,min<2ms":     true,
		"errors<25%":                   false, // not below
		"errors<26%, missed<21%":       true,
		"missed<20%":                   false,
		"errors<0.3":                   true,
		"p50<3ms,p75<1s,p90<1s,p95<1s": true,
	} {
		o, err := ParseObjective(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		all := true
		for _, c := range o.Judge(Open, m) {
			all = all && c.Met
		}
		if all != met {
			t.Errorf("%q: met %v, want %v", text, all, met)
		}
	}
	if o, _ := ParseObjective("p99<1s"); o.Judge(Open, &Model{})[0].Met {
		t.Error("met without a request")
	}
}

func TestObjectivesThatMakeNoSense(t *testing.T) {
	for _, text := range []string{"", "p99", "p99>5ms", "p42<5ms", "p99<5", "p99<-5ms", "p99<2h", "errors<0%", "errors<200%", "errors<5ms", "p99<5ms,,"} {
		if o, err := ParseObjective(text); err == nil {
			t.Errorf("%q: %v, want an error", text, o)
		}
	}
}

// TestConclude has a fault in each row, and the first line has to say so.
func TestConclude(t *testing.T) {
	for name, row := range map[string]struct {
		fault     func(*Result)
		headline  string
		wrong     bool
		undecided bool
	}{
		"good":        {func(*Result) {}, "ok: open loop, 100/s of 100/s offered, 1 request, none failed; response time p50 1.00 ms, p99 1.00 ms", false, false},
		"slow server": {func(r *Result) { r.Models.Open.Achieved, r.Models.Open.LimitedBy = 98, Server }, "NOT OK: open: 98/s were achieved of 100/s offered, 2.0 % fewer: all 1 workers", false, false},
		"generator":   {func(r *Result) { r.Models.Open.Achieved, r.Models.Open.LimitedBy = 98, Generator }, "it was not the server alone", false, true},
		"too fast":    {func(r *Result) { r.Models.Open.Achieved = 102 }, "2.0 % more", false, false},
		"failures":    {func(r *Result) { r.Models.Open.Errors = 1 }, "100.0 % of the requests failed", false, false},
		"slow server, closed": {func(r *Result) {
			m := r.Models.Open
			m.Achieved, m.LimitedBy = 98, Server
			r.Models = Models{Closed: m}
		}, "all 1 workers were waiting for answers, and the processors of this machine were not all in use; a server that is far away needs more --connections", false, false},
		"interrupted in time": {func(r *Result) { r.Incomplete, r.Models.Open.LeftOut = true, 2 }, "INCOMPLETE", false, false},
		"out of time":         {func(r *Result) { r.Capacity = &Capacity{Once: 50, Next: 60, LimitedBy: Time} }, "NOT OK: p99<5ms held once at 50 requests/s, not at 60, and the time was over before it could be tried again; raise --time-budget", false, true},
		"no time at all":      {func(r *Result) { r.Capacity = &Capacity{LimitedBy: Time} }, "the time was over before a rate was found at which p99<5ms holds; raise --time-budget", false, true},
		"none":                {func(r *Result) { r.Capacity = &Capacity{LimitedBy: Server} }, "no rate was found at which p99<5ms holds twice", false, false},
		"twice":               {func(r *Result) { r.Models.Open.AcceptedTwice = 1 }, "accepted again", true, false},
		"bad signature":       {func(r *Result) { r.Models.Open.BadSignatures = 1 }, "1 signatures were wrong", true, false},
		"nothing":             {func(r *Result) { r.Models.Open.Requests = 0 }, "nothing was sent", false, false},
		"objective":           {func(r *Result) { r.Objective = []Condition{{Text: "p99<1ms", Model: Open, Value: 2e6}} }, "the objective is not met: p99 of 2.00 ms, want < 1ms", false, false},
		"interrupted":         {func(r *Result) { r.Incomplete = true }, "INCOMPLETE, this is what was measured: open loop", false, false},
	} {
		r := result(model(t, time.Millisecond))
		r.Method.Objective = "p99<5ms"
		row.fault(r)
		r.Conclude()
		if got := r.Headline(); !strings.Contains(got, row.headline) {
			t.Errorf("%s: %q, want %q", name, got, row.headline)
		}
		if r.OK != (name == "good") || r.Wrong() != row.wrong || r.Undecided() != row.undecided {
			t.Errorf("%s: ok %v, wrong %v, undecided %v", name, r.OK, r.Wrong(), r.Undecided())
		}
		var b strings.Builder
		if err := r.Text(&b); err != nil || !strings.HasPrefix(b.String(), r.Headline()) {
			t.Errorf("%s: %v: %s", name, err, &b)
		}
	}
}

// TestErrorsWithinTheObjective may be many, if it says so.
func TestErrorsWithinTheObjective(t *testing.T) {
	r := result(model(t, time.Millisecond))
	r.Models.Open.Errors = 1
	r.Objective = []Condition{{Text: "errors<100%", Met: true}}
	if r.Conclude(); !r.OK {
		t.Errorf("problems %q", r.Problems)
	}
}

// TestLogsAreReadByTheLibrary writes two intervals and reads them back.
func TestLogsAreReadByTheLibrary(t *testing.T) {
	begin := time.Date(2026, 1, 2, 3, 4, 5, 600e6, time.UTC)
	var b bytes.Buffer
	log, err := NewLog(&b, begin)
	if err != nil {
		t.Fatal(err)
	}
	h := NewHistogram()
	Record(h, 3*time.Millisecond)
	for _, tag := range []string{"", Closed} {
		if err := log.Add(h, tag, begin, begin.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	reader := hdrhistogram.NewHistogramLogReader(bytes.NewReader(b.Bytes()))
	for _, tag := range []string{"", Closed} {
		got, err := reader.NextIntervalHistogram()
		if err != nil || got == nil {
			t.Fatalf("%v in %s", err, &b)
		}
		if got.Tag() != tag || got.TotalCount() != 1 || got.Max() != h.Max() {
			t.Errorf("tag %q, %d values, max %d", got.Tag(), got.TotalCount(), got.Max())
		}
		if got.StartTimeMs() != begin.UnixMilli() || got.EndTimeMs() != begin.UnixMilli()+1000 {
			t.Errorf("from %d to %d, want from %d on", got.StartTimeMs(), got.EndTimeMs(), begin.UnixMilli())
		}
	}
}
