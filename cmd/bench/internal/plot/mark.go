package plot

import "strconv"

// class gives what the style goes by.
func (l Look) class() string {
	class := "c" + strconv.Itoa(l.Color%Colors)
	if l.Dashed {
		class += " second"
	}
	if l.Broad {
		class += " broad"
	}
	return class
}

// markSize is half of the width of a mark.
const markSize = 4.0

// drawMark draws the shape of a look: circle, square, triangle, diamond.
func drawMark(d *drawing, l Look, x, y float64) {
	at := func(dx, dy float64) string { return px(x+dx) + " " + px(y+dy) }
	const r = markSize
	switch l.Color % Colors {
	case 0:
		d.empty("circle", "class", "mark", "cx", px(x), "cy", px(y), "r", px(r))
	case 1:
		d.empty("path", "class", "mark", "d", "M"+at(-r, -r)+"L"+at(r, -r)+"L"+at(r, r)+"L"+at(-r, r)+"Z")
	case 2:
		d.empty("path", "class", "mark", "d", "M"+at(0, -r-1)+"L"+at(r+1, r)+"L"+at(-r-1, r)+"Z")
	default:
		d.empty("path", "class", "mark", "d", "M"+at(0, -r-1)+"L"+at(r+1, 0)+"L"+at(0, r+1)+"L"+at(-r-1, 0)+"Z")
	}
}
