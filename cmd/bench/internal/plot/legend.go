package plot

// swatch is the width of a sample in the legend.
const swatch = 28.0

// An entry is a line of the legend, and where it stands.
type entry struct {
	series *Series // nil for a rule
	name   string
	x, y   float64
}

// legend places the entries in lines, as many as fit beside each other. The second
// value is the height of all.
func legend(p *Plot, v Variant) ([]entry, float64) {
	width := float64(WideWidth)
	if v.Narrow {
		width = NarrowWidth
	}
	var entries []entry
	for i := range p.Series {
		entries = append(entries, entry{series: &p.Series[i], name: p.Series[i].Name})
	}
	for _, rule := range []*Rule{p.Rule, p.Level} {
		if rule != nil {
			entries = append(entries, entry{name: rule.Label})
		}
	}
	x, y := float64(gap), lineHeight/2.0
	for i := range entries {
		needs := swatch + gap + textWidth(entries[i].name)
		if x > gap && x+needs > width {
			x, y = gap, y+lineHeight
		}
		entries[i].x, entries[i].y = x, y
		x += needs + 2*gap
	}
	return entries, y + lineHeight
}

func legendHeight(p *Plot, v Variant) float64 {
	_, height := legend(p, v)
	return height
}

func (p *Plot) drawLegend(d *drawing, f frame, v Variant) {
	entries, _ := legend(p, v)
	shift := 0.0
	if v.Alone {
		shift = lineHeight + gap
	}
	for _, e := range entries {
		e.y += shift
		drawSample(d, f, e)
		d.text("text", e.name, "class", "key", "x", px(e.x+swatch+gap/2), "y", px(e.y+4))
	}
}

// drawSample draws a short piece of what the entry stands for.
func drawSample(d *drawing, f frame, e entry) {
	line := "M" + px(e.x) + " " + px(e.y) + "h" + px(swatch)
	if e.series == nil {
		d.empty("path", "class", "rule", "d", line)
		return
	}
	d.open("g", "class", e.series.Look.class())
	switch {
	case e.series.Form == Bars:
		d.empty("rect", "class", "bar", "x", px(e.x+swatch/4), "y", px(e.y-6), "width", px(swatch/2), "height", "12")
	case f.rows > 0:
		drawMark(d, e.series.Look, e.x+swatch/2, e.y)
	default:
		d.empty("path", "class", "line", "d", line)
		drawMark(d, e.series.Look, e.x+swatch/2, e.y)
	}
	d.close("g")
}
