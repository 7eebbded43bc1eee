package plot

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// TestStairs measures the levels of intervals, of which the last stands apart.
func TestStairs(t *testing.T) {
	p := Plot{ID: "p", X: Axis{Unit: Numbers()}, Y: Axis{FromZero: true, Unit: Numbers()},
		Series: []Series{{Form: Stairs, Look: Look{Broad: true}, Points: []Point{{X: 0, End: 2, Y: 10}, {X: 2, End: 4, Y: 40}, {X: 6, End: 10, Y: 20}}}}}
	all := elements(t, p.SVG(Variant{}))
	x := ruler(t, all, "tick x", "x", map[string]float64{"0": 0, "10": 10}, identity)
	y := ruler(t, all, "tick y", "y", map[string]float64{"0": 0, "40": 40}, identity)
	at := func(v float64) string { return px(y(v) - 4) }
	want := "M" + px(x(0)) + " " + at(10) + "H" + px(x(2)) + "V" + at(40) + "H" + px(x(4)) + "M" + px(x(6)) + " " + at(20) + "H" + px(x(10))
	i := slices.IndexFunc(all, func(e element) bool { return e.class == "line" && strings.Contains(e.attributes["d"], "H") })
	if i < 0 || all[i].attributes["d"] != want {
		t.Errorf("got %+v, want %s", all, want)
	}
	marks := slices.DeleteFunc(slices.Clone(all), func(e element) bool { return e.name != "circle" })
	if len(marks) != 4 || math.Abs(marks[1].number(t, "cx")-x(1)) > 0.2 { // the first is the legend's
		t.Errorf("marks %+v, the first at %v", marks, x(1))
	}
	if !slices.ContainsFunc(all, func(e element) bool { return e.class == "c0 broad" }) {
		t.Error("the line is not broad")
	}
}

// TestLevel measures a line at a value of Y that is above all points, and its name.
func TestLevel(t *testing.T) {
	p := Plot{ID: "p", X: Axis{Unit: Numbers()}, Y: Axis{Scale: Log, Unit: Numbers()}, Level: &Rule{At: 80, Label: "limit"},
		Series: []Series{{Points: []Point{{X: 1, Y: 2}, {X: 2, Y: 5}}}}}
	all := elements(t, p.SVG(Variant{}))
	y := ruler(t, all, "tick y", "y", map[string]float64{"1": 1, "10": 10, "100": 100}, math.Log10)
	want := " " + px(y(80)-4) + "H"
	if !slices.ContainsFunc(all, func(e element) bool { return e.class == "rule" && strings.Contains(e.attributes["d"], want) }) {
		t.Errorf("no rule at %s in %+v", want, all)
	}
	if !slices.ContainsFunc(all, func(e element) bool { return e.class == "key" && e.text == "limit" }) {
		t.Error("the legend does not have the level")
	}
}

// TestEndsHaveNumbers: where a tick is none, the ends of logarithmic axes and of
// percentiles have a number, and no two numbers touch.
func TestEndsHaveNumbers(t *testing.T) {
	p := Plot{ID: "p", X: Axis{Scale: Tail, Unit: Percentiles()}, Y: Axis{Scale: Log, Unit: Nanoseconds()},
		Series: []Series{{Points: []Point{{X: 50, Y: 25_000}, {X: 99.75, Y: 4.4e6}}}}}
	for _, narrow := range []bool{false, true} {
		all := elements(t, p.SVG(Variant{Narrow: narrow}))
		texts := make(map[string]bool)
		var x, y []label
		minor := 0
		for _, e := range all {
			texts[e.text] = true
			switch e.class {
			case "tick x":
				x = append(x, label{at: e.number(t, "x"), half: textWidth(e.text) / 2})
			case "tick y":
				y = append(y, label{at: e.number(t, "y"), half: 6})
			case "minor":
				minor++
			}
		}
		for _, want := range []string{"99.75 %", "99 %", "5 ms", "20 µs", "100 µs", "1 ms"} {
			if !texts[want] {
				t.Errorf("narrow %v: no %q in %v", narrow, want, texts)
			}
		}
		if minor < 15 {
			t.Errorf("%d lines between the ticks", minor)
		}
		for _, labels := range [][]label{x, y} {
			for i, l := range labels {
				if slices.ContainsFunc(labels[:i], func(other label) bool { return l.touches(other, 1) }) {
					t.Errorf("narrow %v: a number touches another: %+v", narrow, labels)
				}
			}
		}
	}
}

// TestStepsReachTheGround: on a logarithmic axis nothing is at the bottom, not a gap
// that another step slopes across.
func TestStepsReachTheGround(t *testing.T) {
	p := Plot{ID: "p", X: Axis{Unit: Numbers()}, Y: Axis{Scale: Log, Unit: Numbers()},
		Series: []Series{{Form: Steps, Points: []Point{{X: 0, End: 1, Y: 10}, {X: 1, End: 2, Y: 0}, {X: 2, End: 3, Y: 100}}}}}
	all := elements(t, p.SVG(Variant{}))
	i := slices.IndexFunc(all, func(e element) bool { return e.class == "steps" })
	axis := slices.IndexFunc(all, func(e element) bool { return e.class == "axis" })
	_, ground, _ := strings.Cut(all[axis].attributes["d"], " ")
	ground, _, _ = strings.Cut(ground, "H")
	if got := strings.Count(all[i].attributes["d"], " "+ground); got != 4 { // both ends, and both corners of the gap
		t.Errorf("%d corners are on the ground in %s", got, all[i].attributes["d"])
	}
}
