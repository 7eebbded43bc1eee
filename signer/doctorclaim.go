package signer

import "strings"

// A claim is a text that may have been signed, and the mistake that made it of
// the right one.
type claim struct {
	text string
	code string
	note string // what there is to add to the message, or empty
	kind kind
	// row is where a cutting stands in its table, rare that it is tried alone
	// only.
	row  int
	rare bool
}

// A kind groups mistakes with the text. Of a pair, the first is never of a later
// kind than the second.
type kind int

const (
	kindNone kind = iota
	kindSpelling
	kindOrder
	kindCut
)

// claims collects what mistakes make of one text.
type claims struct {
	of   string
	list []claim
	// head and query are the two sides of the question mark, which goes with the
	// head; found is whether there is one.
	head, query string
	found       bool
}

func claimsOf(text string) *claims {
	c := &claims{of: text}
	c.head, c.query, c.found = strings.Cut(text, "?")
	c.head += "?"
	return c
}

// add leaves out what is no other text, or already there: of mistakes that give
// the same text, the first stands for all.
func (c *claims) add(code, note, text string) bool {
	if text == "" || text == c.of {
		return false
	}
	for i := range c.list {
		if c.list[i].text == text {
			return false
		}
	}
	c.list = append(c.list, claim{text: text, code: code, note: note})
	return true
}

// addQuery adds the text with another query. In line in each of its callers it
// would take 15 KB of the module.
//
//go:noinline
func (c *claims) addQuery(kind kind, code, note, query string) {
	if c.found && c.add(code, note, c.head+query) {
		c.list[len(c.list)-1].kind = kind
	}
}
