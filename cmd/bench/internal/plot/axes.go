package plot

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
	p.drawRules(d, f)
}

func (p *Plot) drawX(d *drawing, f frame) {
	f.eachX(f.x.minor, func(x float64) {
		d.empty("path", "class", "minor", "d", "M"+px(x)+" "+px(f.top)+"V"+px(f.bottom))
	})
	f.eachX(f.x.ticks, func(x float64) {
		d.empty("path", "class", "grid", "d", "M"+px(x)+" "+px(f.top)+"V"+px(f.bottom))
	})
	for _, l := range f.labelsX() {
		d.text("text", l.text, "class", "tick x", "x", px(l.at), "y", px(f.bottom+lineHeight), "text-anchor", "middle")
	}
}

func (f frame) eachX(values []float64, draw func(x float64)) {
	for _, v := range values {
		if x, ok := f.px(v); ok {
			draw(x)
		}
	}
}

func (p *Plot) drawY(d *drawing, f frame) {
	f.eachY(f.y.minor, func(y float64) {
		d.empty("path", "class", "minor", "d", "M"+px(f.left)+" "+px(y)+"H"+px(f.right))
	})
	f.eachY(f.y.ticks, func(y float64) {
		d.empty("path", "class", "grid", "d", "M"+px(f.left)+" "+px(y)+"H"+px(f.right))
	})
	for _, l := range f.labelsY() {
		d.text("text", l.text, "class", "tick y", "x", px(f.left-gap/2), "y", px(l.at+4), "text-anchor", "end")
	}
	d.text("text", p.Y.Label, "class", "name", "x", px(gap), "y", px(f.top-lineHeight/2))
}

func (f frame) eachY(values []float64, draw func(y float64)) {
	for _, v := range values {
		if y, ok := f.py(v); ok {
			draw(y)
		}
	}
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

// drawRules draws what values are held against.
func (p *Plot) drawRules(d *drawing, f frame) {
	if p.Rule != nil {
		f.eachX([]float64{p.Rule.At}, func(x float64) {
			d.empty("path", "class", "rule", "d", "M"+px(x)+" "+px(f.top)+"V"+px(f.bottom))
		})
	}
	if p.Level != nil && f.rows == 0 {
		f.eachY([]float64{p.Level.At}, func(y float64) {
			d.empty("path", "class", "rule", "d", "M"+px(f.left)+" "+px(y)+"H"+px(f.right))
		})
	}
}
