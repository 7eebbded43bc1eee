package plot

// A Variant is one way to draw a plot.
type Variant struct {
	// Name makes the IDs of a page unique where it holds several variants, and is a
	// class of this one. It may be empty.
	Name string
	// Narrow is for small screens: less wide, with fewer ticks.
	Narrow bool
	// Alone is for a file of its own, with title, style and text in it.
	Alone bool
}

// SVG draws the plot.
func (p *Plot) SVG(v Variant) string {
	var d drawing
	head := legendHeight(p, v)
	if v.Alone {
		head += lineHeight + gap
	}
	f := newFrame(p, v.Narrow, head)
	p.begin(&d, f, v)
	p.drawLegend(&d, f, v)
	p.drawAxes(&d, f)
	for i, s := range p.Series {
		d.open("g", "class", s.Look.class())
		p.drawSeries(&d, f, s, i)
		d.close("g")
	}
	d.close("svg")
	return d.b.String()
}

// begin writes what comes before the drawing. The description has to be in it: a
// picture without a text is nothing to a screen reader.
func (p *Plot) begin(d *drawing, f frame, v Variant) {
	id, class := p.ID, "plot"
	if v.Name != "" {
		id, class = id+"-"+v.Name, class+" "+v.Name
	}
	attributes := []string{
		"xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 " + px(f.width) + " " + px(f.height),
		"class", class, "role", "img", "aria-labelledby", id + "-title", "aria-describedby", id + "-text",
	}
	if v.Alone {
		attributes = append(attributes, "width", px(f.width), "height", px(f.height))
	}
	d.open("svg", attributes...)
	d.text("title", p.Title, "id", id+"-title")
	d.text("desc", p.Text, "id", id+"-text")
	if v.Alone {
		d.text("style", Style())
		d.empty("rect", "class", "paper", "width", px(f.width), "height", px(f.height))
		d.text("text", p.Title, "class", "title", "x", px(gap), "y", px(lineHeight))
	}
}
