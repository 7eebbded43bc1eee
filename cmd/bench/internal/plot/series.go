package plot

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// drawSeries draws the points of one series, the index of which is given.
func (p *Plot) drawSeries(d *drawing, f frame, s Series, index int) {
	switch {
	case f.rows > 0:
		f.top += lane(index, len(p.Series))
		drawIntervals(d, f, s)
	case s.Form == Bars:
		drawBars(d, f, s)
		return
	case s.Form == Steps:
		drawSteps(d, f, s)
		return
	case s.Form == Stairs:
		drawStairs(d, f, s)
	default:
		drawLine(d, f, s)
	}
	for _, point := range marked(s.Points, index) {
		if s.Form == Stairs {
			point.X = (point.X + point.End) / 2
		}
		if x, y, ok := f.place(point); ok {
			drawMark(d, s.Look, x, y)
		}
	}
}

// place gives where a point lies.
func (f frame) place(point Point) (x, y float64, ok bool) {
	x, okX := f.px(point.X)
	y, okY := f.py(point.Y)
	return x, y, okX && okY
}

// drawLine joins the points, with a gap where there is one that has no place.
func drawLine(d *drawing, f frame, s Series) {
	var path strings.Builder
	command := "M"
	for _, point := range s.Points {
		x, y, ok := f.place(point)
		if !ok {
			command = "M"
			continue
		}
		path.WriteString(command + px(x) + " " + px(y))
		command = "L"
	}
	d.empty("path", "class", "line", "d", path.String())
}

// fewMarks is up to how many points each gets a mark.
const fewMarks = 12

// marked gives the points of a line that get a mark: those that say so, or all of a
// few, or some of many. The index shifts these, so that lines in the same place do
// not hide each other's.
func marked(points []Point, index int) []Point {
	chosen := slices.DeleteFunc(slices.Clone(points), func(p Point) bool { return !p.Marked })
	if len(chosen) > 0 || len(points) <= fewMarks {
		if len(chosen) == 0 {
			return points
		}
		return chosen
	}
	every := len(points)/fewMarks + 1
	for i := (index * every / Colors) % every; i < len(points); i += every {
		chosen = append(chosen, points[i])
	}
	return chosen
}

// drawIntervals draws the interval around each point of a plot with rows.
func drawIntervals(d *drawing, f frame, s Series) {
	for _, point := range s.Points {
		y, ok := f.py(point.Y)
		if !ok || point.Low == nil || point.High == nil {
			continue
		}
		low, okLow := f.px(*point.Low)
		high, okHigh := f.px(*point.High)
		if !okLow || !okHigh {
			continue
		}
		end := "V" + px(y+4)
		d.empty("path", "class", "interval", "d", "M"+px(low)+" "+px(y-4)+end+"M"+px(low)+" "+px(y)+"H"+px(high)+"M"+px(high)+" "+px(y-4)+end)
	}
}

// drawBars draws from the ground, the least value of the axis.
func drawBars(d *drawing, f frame, s Series) {
	for _, point := range s.Points {
		x, y, ok := f.place(point)
		end, okEnd := f.px(point.End)
		if !ok || !okEnd || y >= f.bottom {
			continue
		}
		d.empty("rect", "class", "bar", "x", px(x), "y", px(y), "width", px(max(end-x, 1)), "height", px(f.bottom-y))
	}
}

// drawStairs draws a level for each interval, and joins those that follow each other.
func drawStairs(d *drawing, f frame, s Series) {
	var path strings.Builder
	joined := math.NaN() // where the last one ended; not a number equals none
	for _, point := range s.Points {
		x, y, ok := f.place(point)
		end, okEnd := f.px(point.End)
		switch {
		case !ok || !okEnd:
			joined = math.NaN()
			continue
		case math.Abs(point.X-joined) <= slack*math.Abs(joined):
			path.WriteString("V" + px(y))
		default:
			path.WriteString("M" + px(x) + " " + px(y))
		}
		path.WriteString("H" + px(end))
		joined = point.End
	}
	d.empty("path", "class", "line", "d", path.String())
}

// drawSteps draws the outline of intervals that follow each other. Nothing has no place
// on a logarithmic axis; there the outline goes down to the ground.
func drawSteps(d *drawing, f frame, s Series) {
	var path strings.Builder
	for i, point := range s.Points {
		x, okX := f.px(point.X)
		end, okEnd := f.px(point.End)
		if !okX || !okEnd {
			continue
		}
		y, ok := f.py(point.Y)
		if !ok {
			y = f.bottom
		}
		if i == 0 {
			path.WriteString("M" + px(x) + " " + px(f.bottom))
		}
		path.WriteString("L" + px(x) + " " + px(y) + "L" + px(end) + " " + px(y))
		if i == len(s.Points)-1 {
			path.WriteString("L" + px(end) + " " + px(f.bottom))
		}
	}
	d.empty("path", "class", "steps", "d", path.String())
	drawStepMarks(d, f, s)
}

// drawStepMarks puts a mark on the highest step.
func drawStepMarks(d *drawing, f frame, s Series) {
	if len(s.Points) == 0 {
		return
	}
	top := slices.MaxFunc(s.Points, func(a, b Point) int { return cmp.Compare(a.Y, b.Y) })
	x, y, ok := f.place(top)
	end, okEnd := f.px(top.End)
	if ok && okEnd {
		drawMark(d, s.Look, (x+end)/2, y)
	}
}
