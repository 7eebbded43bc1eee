package plot

import "slices"

// A label is the number of a value at an axis, and where its middle lies.
type label struct {
	text     string
	at, half float64
}

// touches is true if two labels are less than some pixels apart.
func (l label) touches(other label, apart float64) bool {
	return l.at-l.half < other.at+other.half+apart && other.at-other.half < l.at+l.half+apart
}

// labelsX leaves out numbers that would run into others. It goes from the right: of the
// first percentiles, which are close, the later one matters. What is wished for besides
// takes the room that is left.
func (f frame) labelsX() []label {
	var all []label
	for _, v := range append(backward(f.x.ticks), f.x.wished...) {
		text := f.x.axis.Unit.Tick(v)
		if x, ok := f.px(v); ok {
			all = f.addLabel(all, label{text, x, textWidth(text) / 2}, f.width)
		}
	}
	return all
}

func (f frame) labelsY() []label {
	var all []label
	for _, v := range append(slices.Clone(f.y.ticks), f.y.wished...) {
		if y, ok := f.py(v); ok {
			all = f.addLabel(all, label{f.y.axis.Unit.Tick(v), y, lineHeight/2 - gap/2}, f.height)
		}
	}
	return all
}

// addLabel adds a label if it has room among others, and before the edge.
func (f frame) addLabel(all []label, l label, edge float64) []label {
	if l.at+l.half > edge || slices.ContainsFunc(all, func(other label) bool { return l.touches(other, gap) }) {
		return all
	}
	return append(all, l)
}

func backward(values []float64) []float64 {
	values = slices.Clone(values)
	slices.Reverse(values)
	return values
}
