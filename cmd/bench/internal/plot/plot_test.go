package plot

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// An element is what a test reads of a drawing.
type element struct {
	name, class, text string
	attributes        map[string]string
}

// elements reads a drawing as XML, strictly.
func elements(t *testing.T, svg string) []element {
	t.Helper()
	var all []element
	var open []int
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attributes: make(map[string]string)}
			for _, a := range token.Attr {
				e.attributes[a.Name.Local] = a.Value
			}
			e.class = e.attributes["class"]
			all, open = append(all, e), append(open, len(all))
		case xml.CharData:
			if len(open) > 0 {
				all[open[len(open)-1]].text += string(token)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

func (e element) number(t *testing.T, attribute string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(e.attributes[attribute], 64)
	if err != nil {
		t.Fatalf("<%s %s=%q>: %v", e.name, attribute, e.attributes[attribute], err)
	}
	return x
}

// ruler measures along an axis by its ticks: by two of them it knows where any other
// value has to lie, by a formula that is the test's own.
func ruler(t *testing.T, all []element, class, attribute string, value map[string]float64, formula func(float64) float64) func(float64) float64 {
	t.Helper()
	var at, of []float64
	for _, e := range all {
		if v, ok := value[e.text]; ok && e.class == class {
			at, of = append(at, e.number(t, attribute)), append(of, formula(v))
		}
	}
	if len(at) < 2 {
		t.Fatalf("%d ticks of %v were found", len(at), value)
	}
	n := len(at) - 1
	return func(v float64) float64 { return at[0] + (formula(v)-of[0])/(of[n]-of[0])*(at[n]-at[0]) }
}

func identity(x float64) float64 { return x }
func tail(q float64) float64     { return math.Log10(100 / (100 - q)) }

// TestPointsLieWhereTheirNumbersSay measures each mark by the numbers at the axes, in
// both widths.
func TestPointsLieWhereTheirNumbersSay(t *testing.T) {
	for _, c := range []struct {
		name     string
		x, y     Axis
		points   []Point
		ticksX   map[string]float64
		ticksY   map[string]float64
		formulaX func(float64) float64
		formulaY func(float64) float64
	}{
		{"percentiles", Axis{Scale: Tail, Unit: Percentiles()}, Axis{Scale: Log, Unit: Nanoseconds()},
			[]Point{{X: 0, Y: 2000}, {X: 50, Y: 30_000}, {X: 87.5, Y: 40_000}, {X: 99, Y: 123_456}, {X: 99.99, Y: 7e6}},
			map[string]float64{"50 %": 50, "90 %": 90, "99.9 %": 99.9}, map[string]float64{"10 µs": 1e4, "100 µs": 1e5, "1 ms": 1e6}, tail, math.Log10},
		{"over time", Axis{Unit: Seconds()}, Axis{FromZero: true, Unit: PerSecond()},
			[]Point{{X: 0.5, Y: 1980}, {X: 1.5, Y: 2010}, {X: 7.25, Y: 0}, {X: 9.5, Y: 1333}},
			map[string]float64{"2 s": 2, "8 s": 8}, map[string]float64{"0": 0, "2 k": 2000}, identity, identity},
		{"logarithmic", Axis{Scale: Log, Unit: Nanoseconds()}, Axis{FromZero: true, Unit: Percent()},
			[]Point{{X: 15, Y: 3}, {X: 1234, Y: 44}, {X: 98_765, Y: 12.5}},
			map[string]float64{"100 ns": 100, "1 µs": 1000, "10 µs": 1e4}, map[string]float64{"0 %": 0, "20 %": 20, "40 %": 40}, math.Log10, identity},
	} {
		for _, narrow := range []bool{false, true} {
			p := Plot{ID: "p", Title: c.name, Text: "text", X: c.x, Y: c.y, Series: []Series{{Name: "one", Points: c.points}}}
			all := elements(t, p.SVG(Variant{Narrow: narrow}))
			x := ruler(t, all, "tick x", "x", c.ticksX, c.formulaX)
			// A number stands four pixels below its line.
			y := ruler(t, all, "tick y", "y", c.ticksY, c.formulaY)
			marks := slices.DeleteFunc(all, func(e element) bool { return e.name != "circle" })[1:] // the first is the legend's
			if len(marks) != len(c.points) {
				t.Fatalf("%s: %d marks for %d points", c.name, len(marks), len(c.points))
			}
			for i, m := range marks {
				dx, dy := m.number(t, "cx")-x(c.points[i].X), m.number(t, "cy")-(y(c.points[i].Y)-4)
				if math.Abs(dx) > 0.2 || math.Abs(dy) > 0.2 {
					t.Errorf("%s, narrow %v: point %v is off by %.2f, %.2f", c.name, narrow, c.points[i], dx, dy)
				}
			}
		}
	}
}

// TestIntervals measures the line around a mark in a plot with rows.
func TestIntervals(t *testing.T) {
	low, high := 0.5, 8.0
	p := Plot{ID: "p", X: Axis{Scale: Log, Unit: Ratios()}, Rows: []string{"a", "b"}, Rule: &Rule{At: 1, Label: "one"},
		Series: []Series{{Name: "s", Points: []Point{{X: 2, Y: 1, Low: &low, High: &high}}}}}
	all := elements(t, p.SVG(Variant{}))
	x := ruler(t, all, "tick x", "x", map[string]float64{"0.5": 0.5, "1": 1, "5": 5}, math.Log10)
	i := slices.IndexFunc(all, func(e element) bool { return e.class == "interval" })
	if i < 0 {
		t.Fatal("no interval")
	}
	begin, end, _ := strings.Cut(strings.TrimPrefix(all[i].attributes["d"], "M"), "H")
	from, _, _ := strings.Cut(begin, " ")
	to, _, _ := strings.Cut(end, "M")
	for text, want := range map[string]float64{from: 0.5, to: 8} {
		got, err := strconv.ParseFloat(text, 64)
		if err != nil || math.Abs(got-x(want)) > 0.2 {
			t.Errorf("an end of the interval is at %s, want %.1f: %v", text, x(want), err)
		}
	}
}

// TestBarsStandOnTheGround measures a bar: from X to End, and from the value to 0.
func TestBarsStandOnTheGround(t *testing.T) {
	p := Plot{ID: "p", X: Axis{Unit: Numbers()}, Y: Axis{FromZero: true, Unit: Numbers()},
		Series: []Series{{Name: "s", Form: Bars, Points: []Point{{X: 0, End: 10, Y: 0}, {X: 2, End: 5, Y: 40}}}}}
	all := elements(t, p.SVG(Variant{}))
	x := ruler(t, all, "tick x", "x", map[string]float64{"0": 0, "10": 10}, identity)
	y := ruler(t, all, "tick y", "y", map[string]float64{"0": 0, "40": 40}, identity)
	bars := slices.DeleteFunc(all, func(e element) bool { return e.class != "bar" })
	if len(bars) != 2 { // one in the legend, none for 0
		t.Fatalf("%d bars", len(bars))
	}
	for name, want := range map[string]float64{"x": x(2), "width": x(5) - x(2), "y": y(40) - 4, "height": y(0) - y(40)} {
		if got := bars[1].number(t, name); math.Abs(got-want) > 0.2 {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

// TestNoPlaceIsAGap draws values that have no place: there is no number in the drawing
// that is none, and no line through them.
func TestNoPlaceIsAGap(t *testing.T) {
	p := Plot{ID: "p", X: Axis{Scale: Tail, Unit: Percentiles()}, Y: Axis{Scale: Log, Unit: Nanoseconds()}, Series: []Series{{Points: []Point{
		{X: 0, Y: 10}, {X: 50, Y: 20}, {X: 60, Y: 0}, {X: 70, Y: math.NaN()}, {X: 90, Y: 30}, {X: 100, Y: 40}, {X: 99, Y: math.Inf(1)},
	}}}}
	svg := p.SVG(Variant{})
	for _, bad := range []string{"NaN", "Inf", "e+"} {
		if strings.Contains(svg, bad) {
			t.Errorf("%s in the drawing", bad)
		}
	}
	var marks, pieces int
	for _, e := range elements(t, svg) {
		switch {
		case e.name == "circle":
			marks++
		case e.class == "line" && strings.Contains(e.attributes["d"], "L"):
			pieces = strings.Count(e.attributes["d"], "M")
		}
	}
	if marks != 1+3 || pieces != 2 { // one in the legend
		t.Errorf("%d marks and %d pieces of line, want 4 and 2", marks, pieces)
	}
}

// TestEmptyPlots have axes, and nothing in them.
func TestEmptyPlots(t *testing.T) {
	for _, scale := range []Scale{Linear, Log, Tail} {
		p := Plot{ID: "p", X: Axis{Scale: scale, Unit: Numbers()}, Y: Axis{Scale: scale, Unit: Numbers()}, Series: []Series{{}, {Form: Steps}, {Form: Bars}}}
		if svg := p.SVG(Variant{Narrow: true}); strings.Contains(svg, "NaN") || len(elements(t, svg)) < 10 {
			t.Errorf("scale %d: %s", scale, svg)
		}
	}
}

// TestAnyText puts what XML has a meaning for, or cannot say, into each text.
func TestAnyText(t *testing.T) {
	evil := "</svg><script>\"'&\x00\xff"
	p := Plot{ID: "p", Title: evil, Text: evil, Rows: []string{evil}, X: Axis{Label: evil, Unit: Numbers()},
		Series: []Series{{Name: evil, Points: []Point{{X: 1}}}}, Rule: &Rule{At: 1, Label: evil}}
	for _, e := range elements(t, p.SVG(Variant{Alone: true})) {
		if e.name == "script" {
			t.Error("a text became an element")
		}
	}
}

// TestLegendTellsApart: each series has its name, and no two the same look.
func TestLegendTellsApart(t *testing.T) {
	p := Plot{ID: "p", X: Axis{Unit: Numbers()}, Y: Axis{Unit: Numbers()}}
	for i := range 2 * Colors {
		p.Series = append(p.Series, Series{Name: "series " + strconv.Itoa(i), Look: Look{Color: i % Colors, Dashed: i >= Colors}, Points: []Point{{X: 1, Y: 1}}})
	}
	all := elements(t, p.SVG(Variant{Narrow: true}))
	looks := make(map[string]bool)
	names := 0
	for _, e := range all {
		if e.name == "g" {
			looks[e.class] = true
		}
		if e.class == "key" {
			names++
			if end := e.number(t, "x") + textWidth(e.text); end > NarrowWidth {
				t.Errorf("%q ends at %v, beyond the edge", e.text, end)
			}
		}
	}
	if names != 2*Colors || len(looks) != 2*Colors {
		t.Errorf("%d names and %d looks for %d series", names, len(looks), 2*Colors)
	}
}

func TestTicksAreRound(t *testing.T) {
	linear := func(low, high float64, fit int) []float64 {
		ticks, _, _ := linearTicks(low, high, true, fit)
		return ticks
	}
	logarithmic := func(low, high float64, fit int) []float64 {
		ticks, _, _ := logTicks(low, high, fit)
		return ticks
	}
	minors := func(low, high float64) []float64 {
		lines, _ := minorTicks(low, high, []float64{10})
		slices.Sort(lines)
		return lines
	}
	for _, c := range []struct{ got, want []float64 }{
		{linear(0, 1, 5), []float64{0, 0.2, 0.4, 0.6, 0.8, 1}},
		{linear(0, 0.3, 3), []float64{0, 0.1, 0.2, 0.3}},
		{linear(380, 2010, 6), []float64{0, 500, 1000, 1500, 2000, 2500}},
		{linear(7, 7, 3), []float64{5, 10, 15}},
		{linear(0, 0, 2), []float64{0, 0.5, 1}},
		{logarithmic(15, 80, 6), []float64{10, 20, 50, 100}},
		{logarithmic(15, 80_000, 6), []float64{100, 1000, 10_000, 100_000, 10}},
		{logarithmic(1e-12, 1, 6), []float64{1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1}},
		{logarithmic(5, 5, 6), []float64{5, 10}},
		{minors(2, 50), []float64{3, 4, 5, 6, 7, 8, 9, 20, 30, 40}},
		{minors(1, 1e9), nil}, // so many decades have no room
		{tailTicks(99.95), []float64{0, 50, 90, 99, 99.9}},
	} {
		slices.Sort(c.want)
		if !slices.EqualFunc(c.got, c.want, func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Abs(b) }) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

// TestTable reads the numbers of two series that do not have all X in common.
func TestTable(t *testing.T) {
	p := Plot{X: Axis{Label: "percentile", Unit: Percentiles()}, Y: Axis{Unit: Nanoseconds()}, Series: []Series{
		{Name: "a", Points: []Point{{X: 50, Y: 1500}, {X: 99.9, Y: 2e6}}},
		{Name: "b", Points: []Point{{X: 99, Y: 1e9}, {X: 50, Y: 0}}},
	}}
	want := [][]string{{"50 %", "1.50 µs", "–"}, {"99 %", "–", "1.00 s"}, {"99.9 %", "2.00 ms", "–"}}
	got := p.Table()
	if !slices.EqualFunc(got.Rows, want, slices.Equal) || !slices.Equal(got.Head, []string{"percentile", "a", "b"}) {
		t.Errorf("got %q, %q", got.Head, got.Rows)
	}
}

func TestUnits(t *testing.T) {
	for got, want := range map[string]string{
		Nanoseconds().Tick(2e4):       "20 µs",
		Nanoseconds().Tick(1e9):       "1 s",
		PerSecond().Tick(20_000):      "20 k",
		PerSecond().Tick(0):           "0",
		Percentiles().Tick(99.9999):   "99.9999 %",
		Percentiles().Tick(99.958333): "99.958 %",
		Percentiles().Tick(50):        "50 %",
		Percentiles().Tick(0):         "0 %",
		Percentiles().Figure(96.875):  "96.875 %",
		Numbers().Tick(0.1 + 0.2):     "0.3",
		Numbers().Tick(math.NaN()):    "–",
		Probabilities().Tick(1e-6):    "1e-06",
		Seconds().Tick(12):            "12 s",
		Nanoseconds().Figure(0):       "–",
		Nanoseconds().Figure(123_456): "123 µs",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
