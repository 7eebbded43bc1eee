package code

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A program is one that is being written.
type program struct {
	grammar *grammar
	request *signer.Request
	fixed   bool
	pairs   []signer.Pair
	// nonce and time are the indexes of their pairs, whose values are variables.
	nonce, time int
	// encoding is the letter of the variant; see below.
	encoding byte
	out      []byte
	// flaw says why it cannot be written.
	flaw string
}

// A template is a program with a margin, up to the first bar of each line. In it
// are the letters of the variants that have the line; without a letter, all do.
//
//	s c f p d g r   how values are encoded; see phrases.txt
//	n x             nonce and time are made anew, or fixed
//	* +             once for each pair but the last; once for the last
//
// In the rest of the line a § and a letter stand for what changes.
//
//	§p §n §t §*     the path, the nonce, the time, the items of a pair, as literals
//	§H §N §T §L §S  comments that the languages share; §D what the encoding does
const encodings = "scfpdgr"

// phrase finds the comment that a letter stands for. A small letter tells what
// an encoding does.
func phrase(letter byte) string {
	_, text, _ := strings.Cut(phrases, "\n"+string(rune(letter))+"|")
	text, _, _ = strings.Cut(text, "\n")
	return text
}

// variant chooses how the program encodes.
func (p *program) variant() {
	p.encoding = string(p.request.Dialect)[0]
	if p.request.Dialect == signer.DialectSafe {
		p.safe()
	}
	if p.grammar.shell() && p.hasNUL() {
		p.encoding = 'r'
	}
	if p.encoding == 'r' {
		p.ready()
	}
}

// safe chooses among the variants of the safe dialect: colons stay in the values
// of controls, so the function for a request with controls is longer. A control
// is told by the name, which has no colon. A broken request, with a control
// that has one or an option that has none, does not follow that rule.
func (p *program) safe() {
	for i := range p.pairs {
		pair := &p.pairs[i]
		isControl := !strings.HasPrefix(pair.Name, ":")
		name, value, _ := strings.Cut(pair.Text, "=")
		switch {
		case isControl && strings.Contains(value, "%3A"), !isControl && strings.Contains(value, ":"):
			p.encoding = 'r'
		case isControl && p.encoding == 's':
			p.encoding = 'c'
		}
		pair.Name = name
	}
}

func (p *program) hasNUL() bool {
	for _, pair := range p.pairs {
		if strings.Contains(pair.Text, "%00") {
			return true
		}
	}
	return false
}

// ready puts what is sent in the place of what is meant.
func (p *program) ready() {
	for i := range p.pairs {
		pair := &p.pairs[i]
		name, value, _ := strings.Cut(pair.Text, "=")
		pair.Name, pair.Items = name, []string{value}
	}
}

// variables finds nonce and time, which are the last of their names.
func (p *program) variables() {
	for i := range p.pairs {
		switch p.pairs[i].Name {
		case ":nonce":
			p.nonce = i
		case ":time":
			p.time = i
		}
	}
}

func (p *program) write() {
	last := len(p.pairs) - 1
	for line := range strings.Lines(*p.grammar.template) {
		margin, text, _ := strings.Cut(line, "|")
		switch {
		case margin[0] == '*':
			for i := range last {
				p.expand(text, i)
			}
		case margin[0] == '+' || p.has(margin):
			p.expand(text, last)
		}
	}
}

// has reports whether the program has a line with such a margin.
func (p *program) has(margin string) bool {
	mode := byte('n')
	if p.fixed {
		mode = 'x'
	}
	return allows(margin, encodings, p.encoding) && allows(margin, "nx", mode)
}

// allows reports whether a margin holds a letter, or none of its kind.
func allows(margin, kind string, letter byte) bool {
	return !strings.ContainsAny(margin, kind) || strings.IndexByte(margin, letter) >= 0
}

// expand writes a line with what changes in it; i is the pair that it is about.
func (p *program) expand(line string, i int) {
	for {
		before, after, ok := strings.Cut(line, "§")
		p.text(before)
		if !ok {
			return
		}
		p.part(after[0], i)
		line = after[1:]
	}
}

func (p *program) part(letter byte, i int) {
	switch letter {
	case 'p':
		p.literal(p.request.Embed.Path)
	case 'n':
		p.literal(p.pairs[p.nonce].Items[0])
	case 't':
		p.literal(p.pairs[p.time].Items[0])
	case '*':
		p.pair(i)
	case 'D':
		p.text(phrase(p.encoding))
	default:
		p.text(phrase(letter))
	}
}

// pair writes the items of a pair; nonce and time are variables.
func (p *program) pair(i int) {
	p.literal(p.pairs[i].Name)
	for _, item := range p.pairs[i].Items {
		if !p.grammar.shell() {
			p.text(",")
		}
		p.text(" ")
		switch i {
		case p.nonce:
			p.text(p.grammar.nonce)
		case p.time:
			p.text(p.grammar.time)
		default:
			p.literal(item)
		}
	}
}

// text writes a text as it is. In its twenty places it is not inlined: the module
// would grow by kilobytes, and nobody waits for a program to be written.
//
//go:noinline
func (p *program) text(s string) { p.out = append(p.out, s...) }
