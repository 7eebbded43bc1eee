package page

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/layout"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

//go:embed page.html
var source string

//go:embed style.css
var style string

// HTML writes the page.
func (p Page) HTML(w io.Writer) error {
	t, err := template.New("page").Funcs(functions()).Parse(source)
	if err != nil {
		return err
	}
	return t.Execute(w, p)
}

// functions are what the template asks for. What they mark as safe is our own style,
// drawings, in which package plot has escaped every text, and texts that squeeze has.
func functions() template.FuncMap {
	return template.FuncMap{
		"style": func() template.CSS { return template.CSS(plot.Style() + style) },
		"wide":  func(p plot.Plot) template.HTML { return template.HTML(p.SVG(plot.Variant{Name: "wide"})) },
		"narrow": func(p plot.Plot) template.HTML {
			return template.HTML(p.SVG(plot.Variant{Name: "narrow", Narrow: true}))
		},
		"numbers": func(p plot.Plot) *layout.Table { return p.Table() },
		"shown":   Part.shown,
		"listed":  Section.hasTable,
		"figure":  func(t *layout.Table, column int) bool { return column >= t.Left },
		"few":     func(t *layout.Table) bool { return len(t.Head) <= fewColumns },
		"title":   Page.title,
		"squeeze": squeeze,
	}
}

// squeeze takes out what aligns lines on a terminal, keeps a number together with its
// unit or its next group of digits, and a flag such as --max-workers in one piece. The
// flag keeps its own hyphens, so that it can be copied.
func squeeze(line string) template.HTML {
	words := strings.Fields(line)
	var b strings.Builder
	for i, word := range words {
		if i > 0 && isNumber(words[i-1]) && (isNumber(word) || len(word) <= len("µs;")) {
			b.WriteRune('\u00a0')
		} else if i > 0 {
			b.WriteByte(' ')
		}
		if strings.HasPrefix(word, "--") {
			b.WriteString(`<span class="whole">` + template.HTMLEscapeString(word) + "</span>")
			continue
		}
		b.WriteString(template.HTMLEscapeString(word))
	}
	return template.HTML(b.String())
}

// isNumber is true for what begins and ends with a digit.
func isNumber(word string) bool {
	const digits = "0123456789"
	return strings.IndexAny(word, digits) == 0 && strings.LastIndexAny(word, digits) == len(word)-1
}

// fewColumns fit beside each other on the narrowest screen; a wider table scrolls
// sideways there.
const fewColumns = 3

// title is the name of the window.
func (p Page) title() string {
	names := make([]string, len(p.Parts))
	for i, part := range p.Parts {
		names[i] = part.Heading
	}
	return strings.Join(names, "; ")
}
