package gate

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/gobench"
	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
)

// JSON writes the result for programs.
func (r *Result) JSON(w io.Writer) error { return jsonfile.Write(w, r) }

// Annotations writes a line for each thing to be seen, in the form in which
// GitHub reads them from the output of a step. What passed is one notice.
func (r *Result) Annotations(w io.Writer) error {
	var b strings.Builder
	for _, wrong := range r.moreWrong() {
		annotate(&b, "error", "wrong result", wrong)
	}
	for _, e := range r.Exact {
		if e.Verdict == Fail {
			annotate(&b, "error", e.Name, fmt.Sprintf("was %s, is %s", value(e.Base), value(e.Head)))
		}
	}
	for _, l := range r.Limits {
		if l.Verdict == Fail {
			annotate(&b, "error", l.String(), l.found())
		}
	}
	for _, k := range r.Kernels {
		switch k.Verdict {
		case Fail:
			annotate(&b, "error", k.Name, "slower by "+unsigned(k.Delta.Point)+" ("+k.Delta.span()+")")
		case Inconclusive, Incomparable:
			annotate(&b, "warning", k.Name, string(k.Verdict)+": "+k.Delta.span())
		}
	}
	annotate(&b, r.level(), "bench gate", r.headline())
	_, err := io.WriteString(w, b.String())
	return err
}

// level is how loud the verdict is.
func (r *Result) level() string {
	switch {
	case len(r.Wrong) > 0 || r.Verdict == Fail:
		return "error"
	case r.Verdict == Pass:
		return "notice"
	default:
		return "warning"
	}
}

// escapes are what GitHub's lines must not hold as it is.
var escapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")

func annotate(b *strings.Builder, level, title, text string) {
	// In the text itself colons and commas are harmless.
	text = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
	fmt.Fprintf(b, "::%s title=%s::%s\n", level, escapes.Replace(title), text)
}

// A suite is the XML that test reporters read, after JUnit.
type suite struct {
	XMLName  xml.Name `xml:"testsuite"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Skipped  int      `xml:"skipped,attr"`
	Cases    []check  `xml:"testcase"`
}

type check struct {
	Class   string   `xml:"classname,attr"`
	Name    string   `xml:"name,attr"`
	Failure *message `xml:"failure"`
	Skipped *message `xml:"skipped"`
}

type message struct {
	Text string `xml:"message,attr"`
}

// JUnit writes each kernel, limit and exact figure as a test. One that could not be told
// is skipped: neither passed nor failed.
func (r *Result) JUnit(w io.Writer) error {
	s := suite{Name: "embedsign bench gate"}
	for i, wrong := range r.Wrong {
		s.add("wrong results", fmt.Sprintf("wrong result %d", i+1), Fail, wrong)
	}
	for _, e := range r.Exact {
		s.add("exact figures", e.Name, e.Verdict, fmt.Sprintf("was %s, is %s", value(e.Base), value(e.Head)))
	}
	for _, l := range r.Limits {
		s.add("limits", l.String(), l.Verdict, l.found())
	}
	if r.SelfTest != nil {
		s.add("self-test", "an identical pair passes, and a slowed one fails", r.Verdict, r.Reason)
	}
	if len(r.Differs) > 0 {
		s.add("speed", "comparison with the stored result", Incomparable, differences(r.Differs))
	}
	for _, k := range r.Kernels {
		s.add("speed", k.Name, k.Verdict, "slower by "+unsigned(k.Delta.Point)+", "+k.Delta.span())
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(s); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *suite) add(class, name string, verdict Verdict, text string) {
	c := check{Class: class, Name: name}
	switch verdict {
	case Fail:
		c.Failure = &message{text}
		s.Failures++
	case Pass:
	default:
		c.Skipped = &message{string(verdict) + ": " + text}
		s.Skipped++
	}
	s.Tests++
	s.Cases = append(s.Cases, c)
}

// Benchfmt writes the times of both sides in the Go benchmark format, with the
// side as a part of the name, for benchstat -col /side. Each is the median of one
// launch; they come in the order in which they were measured.
func (r *Result) Benchfmt(w io.Writer) error {
	out := gobench.New(w, r.Environment)
	for _, k := range r.Kernels {
		engine, operation, _ := strings.Cut(k.Name, " ")
		for launch := range k.Times {
			for side, ns := range k.Times[launch].sides() {
				name := fmt.Sprintf("EmbedURL/engine=%s/operation=%s/side=%s", engine, operation, side)
				if err := out.Line(name, 1, gobench.Value{Value: math.Round(ns*100) / 100, Unit: "ns/op"}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
