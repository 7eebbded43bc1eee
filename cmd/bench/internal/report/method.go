package report

import (
	"fmt"
	"strconv"

	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
)

// method says on what and how it was measured.
func (r *Report) method() layout.Section {
	e, m := r.Environment, r.Method
	t := &layout.Table{Left: 2, Head: []string{"what", "value"}}
	t.Add("processor", fmt.Sprintf("%s, %d seen, %d used", e.CPU, e.CPUs, e.MaxProcs))
	t.Add("SHA-256 path", e.SHA)
	t.Add("toolchain", fmt.Sprintf("%s %s/%s, wazero %s", e.Go, e.GOOS, e.GOARCH, e.Wazero))
	t.Add("revision", e.Revision)
	t.Add("each result", fmt.Sprintf("%v of slices, operation and reference, in %d rounds spread over the run", m.Duration, m.Rounds))
	t.Add("each round", fmt.Sprintf("everything made anew, %v of warm-up that is thrown away, slices, then latencies", m.WarmUp))
	if m.SignedText > 0 {
		t.Add("signed text", fmt.Sprintf("%d bytes, URL %d bytes; natively the URLs are of 64 people of one role in turn", m.SignedText, m.URL))
		t.Add("slice", fmt.Sprintf("about %v; all goroutines do the same kind at once; in pairs, whose order alternates", m.Slice))
	}
	if m.Random != "" {
		t.Add("wazero random", m.Random)
	}
	if m.Target != "" {
		r.methodHTTP(t)
	}
	return layout.Section{Title: "How this was measured", Table: t, Notes: []string{
		"Absolute times hold for this machine at this moment, and native ones for this SHA-256 path. Compare ratios, and only with ratios of the same path.",
	}}
}

func (r *Report) methodHTTP(t *layout.Table) {
	t.Add("http target", r.target())
	t.Add("http load", r.httpLoad())
	t.Add("http warm-up", "100 requests a connection in each round, to either server")
	if r.Method.LeftOut != "" {
		t.Add("left out", r.Method.LeftOut)
	}
}

func (r *Report) target() string {
	if r.Method.Target == InProcess {
		return "a server in this process, which shares its processors with the load generator"
	}
	return r.Method.Target + ", the reference in this process: the ratio includes the way there; signatures are not verified, as the secret is not known"
}

func (r *Report) httpLoad() string {
	var setUps int64
	for _, x := range r.Results {
		setUps += x.SetUp
	}
	return fmt.Sprintf("hey, closed loop, kept-alive connections, slices of about 5ms; %s that opened a connection left out", figures.Plural(setUps, "request"))
}

// trim writes a limit as it was given.
func trim(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
