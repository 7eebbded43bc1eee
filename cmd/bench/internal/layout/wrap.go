package layout

import "strings"

// lineLength is where paragraphs of the text form are broken.
const lineLength = 100

// Wrap writes a paragraph in lines of at most lineLength characters.
func Wrap(b *strings.Builder, paragraph, indent string) {
	length := 0
	for _, word := range strings.Fields(paragraph) {
		n := len([]rune(word))
		switch {
		case length == 0:
			b.WriteString(indent)
			length = len(indent)
		case length+1+n > lineLength:
			b.WriteString("\n" + indent)
			length = len(indent)
		default:
			b.WriteByte(' ')
			length++
		}
		b.WriteString(word)
		length += n
	}
	b.WriteByte('\n')
}
