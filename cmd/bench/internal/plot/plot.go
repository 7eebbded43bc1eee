// Package plot draws plots: values in, SVG out. Most callers fill a [Plot] and call
// [Plot.SVG].
//
// A plot has no script, asks for nothing, and is the same each time it is drawn from
// the same values. Its colours are those of [Style], in light, in dark and on paper;
// what they tell, marks and dashes tell too. Beside each drawing there is
// [Plot.Table], the same numbers for who cannot see it or wants them exactly.
//
// It makes nothing up: a value that has no place on its axis, such as 0 on a
// logarithmic one, leaves a gap.
package plot

// A Plot is values with the words that explain them.
type Plot struct {
	// ID is unique in a page, and names the file of a plot that stands alone: small
	// letters, digits and hyphens.
	ID    string
	Title string
	// Text says in a sentence or two what is seen and how to read it.
	Text string
	X, Y Axis
	// Rows are the names of rows, from the top. A plot with rows has no Y; the Y of
	// a point is the index of its row, and its marks are not joined.
	Rows   []string
	Series []Series
	// Rule is a line at a value of X, and Level one at a value of Y, to hold values
	// against; nil is none.
	Rule, Level *Rule
}

// An Axis is how the values in one direction are shown.
type Axis struct {
	Label string
	Scale Scale
	// FromZero makes a linear axis begin at 0: lengths can be compared then.
	FromZero bool
	Unit     Unit
}

// A Form is how series are drawn.
type Form int

const (
	// Line joins points.
	Line Form = iota
	// Steps draws the outline of points that have an End, such as a histogram.
	Steps
	// Bars draws a bar from the ground for each point, from X to End.
	Bars
	// Stairs draws each point as level from X to End: for means of intervals, which
	// say nothing of how the value went within.
	Stairs
)

// A Series is points of one kind.
type Series struct {
	Name   string
	Form   Form
	Look   Look
	Points []Point
}

// A Point is one value.
type Point struct {
	X, Y float64
	// End is where the interval ends that begins at X, for steps and bars.
	End float64
	// Low and High enclose X in a plot with rows; nil where that is not known.
	Low, High *float64
	// Marked gets a mark. Where no point of a line is marked, some are chosen.
	Marked bool
}

// A Look tells series apart: Color, 0 to 3, by colour and shape of the marks, and
// Dashed by dashes and hollow marks, for the second one of a pair. A Broad line is
// seen below one that lies on it.
type Look struct {
	Color  int
	Dashed bool
	Broad  bool
}

// Colors is how many colours there are.
const Colors = 4

// A Rule is a line at a value.
type Rule struct {
	At    float64
	Label string
}
