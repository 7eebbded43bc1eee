package plot

import (
	"slices"
	"unicode/utf8"
)

// Sizes in pixels.
const (
	WideWidth   = 720
	NarrowWidth = 300

	wideHeight   = 300 // of the area that values are drawn in
	narrowHeight = 220
	rowHeight    = 24
	narrowRow    = 38 // the name stands above the mark
	lineHeight   = 18
	letter       = 6.7 // the widest average of a text of 12 pixels in usual fonts
	gap          = 8
)

// textWidth estimates, rather too much.
func textWidth(text string) float64 { return letter * float64(utf8.RuneCountInString(text)) }

// A frame is where the area of the values lies in the drawing, and which values.
type frame struct {
	narrow                   bool
	width, height            float64
	left, right, top, bottom float64 // the edges of the area
	x, y                     domain
	rows                     int
}

// newFrame leaves room for what stands around the area; head is the height of what
// stands above.
func newFrame(p *Plot, narrow bool, head float64) frame {
	f := frame{narrow: narrow, width: WideWidth, top: head, rows: len(p.Rows)}
	fitX, fitY := 9, 6
	if narrow {
		f.width, fitX, fitY = NarrowWidth, 5, 5
	}
	f.x = newDomain(p.X, p.xValues(), false, fitX)
	if f.rows == 0 {
		f.y = newDomain(p.Y, p.yValues(), true, fitY)
		f.top += lineHeight // the name of the axis stands above it
	}
	f.left = f.leftMargin(p)
	f.right = f.width - gap - f.lastLabel()/2
	f.bottom = f.top + f.areaHeight()
	f.height = f.bottom + 2*lineHeight + gap
	return f
}

func (f frame) areaHeight() float64 {
	switch {
	case f.rows > 0:
		return float64(f.rows) * f.rowHeight()
	case f.narrow:
		return narrowHeight
	}
	return wideHeight
}

func (f frame) rowHeight() float64 {
	if f.narrow {
		return narrowRow
	}
	return rowHeight
}

// leftMargin is as wide as what stands there.
func (f frame) leftMargin(p *Plot) float64 {
	widest := 0.0
	if f.rows == 0 {
		for _, t := range append(slices.Clone(f.y.ticks), f.y.wished...) {
			widest = max(widest, textWidth(p.Y.Unit.Tick(t)))
		}
	}
	if f.rows > 0 && !f.narrow {
		for _, row := range p.Rows {
			widest = max(widest, textWidth(row))
		}
	}
	return max(widest+gap, 2*gap)
}

// lastLabel is the width of the number that may stand at the end of X.
func (f frame) lastLabel() float64 {
	widest := 0.0
	if n := len(f.x.ticks); n > 0 {
		widest = textWidth(f.x.axis.Unit.Tick(f.x.ticks[n-1]))
	}
	if len(f.x.wished) > 0 { // the end comes first
		widest = max(widest, textWidth(f.x.axis.Unit.Tick(f.x.wished[0])))
	}
	return widest
}

// px gives where a value of X lies.
func (f frame) px(v float64) (float64, bool) {
	at, ok := f.x.at(v)
	return f.left + at*(f.right-f.left), ok
}

// py gives where a value of Y lies, or the middle of a row.
func (f frame) py(v float64) (float64, bool) {
	if f.rows > 0 {
		shift := 0.5
		if f.narrow {
			shift = 0.72 // below the name
		}
		return f.top + (v+shift)*f.rowHeight(), v >= 0 && v < float64(f.rows)
	}
	at, ok := f.y.at(v)
	return f.bottom - at*(f.bottom-f.top), ok
}

// lane gives how far below the middle of a row the marks of one of some series lie:
// in one row they must not hide each other.
func lane(index, of int) float64 {
	const most = 5.0
	return (float64(index) - float64(of-1)/2) * min(most, rowHeight/float64(of+1))
}

// xValues lists all values that the axis has to show.
func (p *Plot) xValues() []float64 {
	var all []float64
	for _, s := range p.Series {
		for _, point := range s.Points {
			all = append(all, point.X)
			if s.Form != Line {
				all = append(all, point.End)
			}
			for _, bound := range []*float64{point.Low, point.High} {
				if bound != nil {
					all = append(all, *bound)
				}
			}
		}
	}
	if p.Rule != nil {
		all = append(all, p.Rule.At)
	}
	return all
}

func (p *Plot) yValues() []float64 {
	var all []float64
	for _, s := range p.Series {
		for _, point := range s.Points {
			all = append(all, point.Y)
			if s.Form == Steps && p.Y.Scale == Log {
				all = append(all, point.Y/2) // the lowest step is not the ground
			}
		}
	}
	if p.Level != nil {
		all = append(all, p.Level.At)
	}
	return all
}
