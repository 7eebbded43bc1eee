package code

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A program is one that is being written.
type program struct {
	grammar *grammar
	secret  signer.Secret
	// active are the letters of the variants; see below.
	active string
	// count is how many entries the program lists. Those from first up to last
	// differ from user to user.
	count, first, last int
	// fill writes what a letter after a § stands for; i is the entry.
	fill func(letter byte, i int)
	out  []byte
	// flaw says why it cannot be written.
	flaw string
}

// A template, of those in templates/, is a program with a margin, up to the first
// bar of each line; programs.txt holds them all, less the spaces there. In it are
// the letters of the variants that have the line; without a letter, all do.
//
//	s c f p d g r   how values are encoded; see phrases.txt
//	n x             nonce and time are made anew, or fixed
//	w k             the token is in the URL of a workbook, or alone
//	e i             nothing differs from user to user, or something does
//	l               some claim is a list
//	u t             some claim has one of two rare line separators, or none has
//	< * >           once for each entry before those of the user, of them, after them
//
// In the rest of the line a § and a letter stand for what changes; a § and a comma
// for a comma, but after the last entry of its kind. Capitals are the comments
// that the languages share; §D tells what the encoding does. The small letters are
// in url.go and token.go.
const entries = "<*>"

// kinds are the letters that exclude one another.
var kinds = [...]string{"scfpdgr", "nx", "wk", "ei", "l", "ut"}

// phrase finds the comment that a letter stands for. A small letter tells what
// an encoding does.
func phrase(letter byte) string {
	_, text, _ := strings.Cut(programs, "\n"+string(rune(letter))+"|")
	text, _, _ = strings.Cut(text, "\n")
	return text
}

// choose makes the choices that all programs have.
func (p *program) choose(o Options) {
	p.active += pick(o.Fixed, "xn") + pick(p.first == p.last, "ei")
}

// pick gives the first of two letters if something is so, else the second.
func pick(so bool, letters string) string {
	if so {
		return letters[:1]
	}
	return letters[1:]
}

// templateNamed finds the template of a file in templates/.
func templateNamed(name string) string {
	_, template, _ := strings.Cut(programs, "\n="+name+"\n")
	template, _, _ = strings.Cut(template, "\n=")
	return template + "\n"
}

// write writes the program of a template.
func (p *program) write(name string) (string, error) {
	for line := range strings.Lines(templateNamed(name)) {
		margin, text, _ := strings.Cut(line, "|")
		if !p.has(margin) {
			continue
		}
		from, to := 0, 1
		switch strings.IndexAny(entries, margin) {
		case 0:
			to = p.first
		case 1:
			from, to = p.first, p.last
		case 2:
			from, to = p.last, p.count
		}
		for i := from; i < to; i++ {
			p.expand(text, i, i == to-1)
		}
	}
	return p.result()
}

// has reports whether the program has a line with such a margin: of each kind of
// letters it has none, or one that is active.
func (p *program) has(margin string) bool {
	for _, kind := range kinds {
		chosen := false
		for i := range len(p.active) {
			letter := p.active[i : i+1]
			chosen = chosen || strings.Contains(kind, letter) && strings.Contains(margin, letter)
		}
		if strings.ContainsAny(margin, kind) && !chosen {
			return false
		}
	}
	return true
}

// expand writes a line with what changes in it; i is the entry that it is about.
func (p *program) expand(line string, i int, last bool) {
	for {
		before, after, ok := strings.Cut(line, "§")
		p.text(before)
		if !ok {
			return
		}
		p.part(after[0], i, last)
		line = after[1:]
	}
}

func (p *program) part(letter byte, i int, last bool) {
	switch {
	case letter == ',' && last:
	case letter == ',':
		p.text(",")
	case letter == 'D':
		p.text(phrase(p.active[0]))
	case letter < 'a' && letter != '*':
		p.text(phrase(letter))
	default:
		p.fill(letter, i)
	}
}

// text writes a text as it is. In its many places it is not inlined: the module
// would grow by kilobytes, and nobody waits for a program to be written.
//
//go:noinline
func (p *program) text(s string) { p.out = append(p.out, s...) }
