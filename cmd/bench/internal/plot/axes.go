package plot

import "slices"

// drawAxes draws the grid, the ticks with their numbers, and the names.
func (p *Plot) drawAxes(d *drawing, f frame) {
	p.drawX(d, f)
	if f.rows > 0 {
		p.drawRows(d, f)
	} else {
		p.drawY(d, f)
	}
	d.empty("path", "class", "axis", "d", "M"+px(f.left)+" "+px(f.bottom)+"H"+px(f.right))
	d.text("text", p.X.Label, "class", "name", "x", px(f.right), "y", px(f.bottom+2*lineHeight), "text-anchor", "end")
	p.drawRule(d, f)
}

func (p *Plot) drawX(d *drawing, f frame) {
	shown := f.shownTicks(p.X.Unit)
	for _, tick := range f.x.ticks {
		x, ok := f.px(tick)
		if !ok {
			continue
		}
		d.empty("path", "class", "grid", "d", "M"+px(x)+" "+px(f.top)+"V"+px(f.bottom))
		if slices.Contains(shown, tick) {
			d.text("text", p.X.Unit.Tick(tick), "class", "tick x", "x", px(x), "y", px(f.bottom+lineHeight), "text-anchor", "middle")
		}
	}
}

// shownTicks leaves out numbers that would run into their neighbour. It goes from the
// right: of the first percentiles, which are close, the later one matters.
func (f frame) shownTicks(unit Unit) []float64 {
	var shown []float64
	free := f.width
	for _, tick := range slices.Backward(f.x.ticks) {
		x, ok := f.px(tick)
		half := textWidth(unit.Tick(tick)) / 2
		if ok && x+half <= free {
			shown = append(shown, tick)
			free = x - half - gap
		}
	}
	return shown
}

func (p *Plot) drawY(d *drawing, f frame) {
	for _, tick := range f.y.ticks {
		y, ok := f.py(tick)
		if !ok {
			continue
		}
		d.empty("path", "class", "grid", "d", "M"+px(f.left)+" "+px(y)+"H"+px(f.right))
		d.text("text", p.Y.Unit.Tick(tick), "class", "tick y", "x", px(f.left-gap/2), "y", px(y+4), "text-anchor", "end")
	}
	d.text("text", p.Y.Label, "class", "name", "x", px(gap), "y", px(f.top-lineHeight/2))
}

// drawRows writes the names of the rows: beside them, or where that is narrow above.
func (p *Plot) drawRows(d *drawing, f frame) {
	for i, row := range p.Rows {
		y, _ := f.py(float64(i))
		d.empty("path", "class", "grid", "d", "M"+px(f.left)+" "+px(y)+"H"+px(f.right))
		if f.narrow {
			d.text("text", row, "class", "row", "x", px(gap), "y", px(y-12))
			continue
		}
		d.text("text", row, "class", "row", "x", px(f.left-gap/2), "y", px(y+4), "text-anchor", "end")
	}
}

func (p *Plot) drawRule(d *drawing, f frame) {
	if p.Rule == nil {
		return
	}
	if x, ok := f.px(p.Rule.At); ok {
		d.empty("path", "class", "rule", "d", "M"+px(x)+" "+px(f.top)+"V"+px(f.bottom))
	}
}
