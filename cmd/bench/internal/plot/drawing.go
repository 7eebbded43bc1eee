package plot

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// A drawing is SVG that is being written.
type drawing struct{ b strings.Builder }

// open begins an element; attributes come in pairs of name and value.
func (d *drawing) open(name string, attributes ...string) {
	d.start(name, attributes)
	d.b.WriteByte('>')
}

func (d *drawing) close(name string) { d.b.WriteString("</" + name + ">") }

// empty writes an element without content.
func (d *drawing) empty(name string, attributes ...string) {
	d.start(name, attributes)
	d.b.WriteString("/>")
}

// text writes an element with a text in it.
func (d *drawing) text(name, content string, attributes ...string) {
	d.open(name, attributes...)
	d.b.WriteString(escape(content))
	d.close(name)
}

func (d *drawing) start(name string, attributes []string) {
	d.b.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		d.b.WriteString(" " + attributes[i] + `="` + escape(attributes[i+1]) + `"`)
	}
}

// escape makes any text fit for XML; what XML cannot say becomes U+FFFD.
func escape(text string) string {
	var b strings.Builder
	// A strings.Builder takes everything.
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

// px writes a coordinate to a tenth of a pixel, without a minus before 0.
func px(x float64) string {
	text := strconv.FormatFloat(x, 'f', 1, 64)
	text = strings.TrimSuffix(text, ".0")
	if text == "-0" {
		return "0"
	}
	return text
}
