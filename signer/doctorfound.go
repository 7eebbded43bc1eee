package signer

import "strings"

// A hypothesis is what a digest was computed for: the mistakes with the secret,
// the algorithm and the text, each of which may be none.
type hypothesis struct {
	key, algorithm string
	first, last    *claim
}

// codes lists the mistakes, with those in reading the URL and the one in writing
// the signature.
func (h *hypothesis) codes(place []string, writing string) []string {
	list := place[:len(place):len(place)]
	for _, code := range [...]string{h.key, h.firstCode(), h.last.code, h.algorithm, writing} {
		if code != "" {
			list = append(list, code)
		}
	}
	return list
}

func (h *hypothesis) firstCode() string {
	if h.first == nil {
		return ""
	}
	return h.first.code
}

// compare looks whether a digest is the given signature, in any writing.
func (d *doctor) compare(sum []byte, h *hypothesis) {
	digits := ""
	for i := range d.scripts {
		s := &d.scripts[i]
		if unhex(s.digits[0])<<4|unhex(s.digits[1]) != sum[0] {
			continue // nearly always: spares the digits
		}
		if digits == "" {
			digits = hexOf(string(sum))
		}
		if s.matches(digits) && (h.algorithm == "" || !s.beginning) {
			d.found(h, h.codes(d.at.codes, s.code))
		}
	}
}

// found keeps what was proved. Nothing wrong at all is no cause, and three
// mistakes at once are none that was looked for, unless all of them happened to
// the URL as a whole.
func (d *doctor) found(h *hypothesis, codes []string) {
	rewriter := d.rewriterOf(h, codes)
	switch {
	case len(codes) == 0:
		d.sound = true
	case len(codes) == len(d.at.codes), len(codes) == 1 && (rewriter == "" || !isVague(codes[0])):
		d.alone = d.appendCause(d.alone, h, codes)
	case len(codes) == 2 && rewriter == "":
		d.pairs = d.appendCause(d.pairs, h, codes)
	}
	if rewriter != "" {
		d.alone = d.appendCause(d.alone, h, []string{rewriter})
	}
}

// isVague reports whether a program that rewrote the text says more.
func isVague(code string) bool { return code == "other_dialect" || code == "signed_decoded" }

// rewriterOf names the program that made what was sent of what was signed, if
// nothing but spelling and order is wrong. All its rewriting is one mistake.
func (d *doctor) rewriterOf(h *hypothesis, codes []string) string {
	last := len(codes) - 1
	if last < 0 || codes[last] != h.last.code || h.last.kind == kindCut || last > 0 && codes[0] != h.firstCode() {
		return ""
	}
	if rewriter := rewriterOf(h.last.text, d.at.target); rewriter != codes[0] {
		return rewriter
	}
	return ""
}

// appendCause says what was found in words, unless that is known or there is
// enough.
func (d *doctor) appendCause(list []Cause, h *hypothesis, codes []string) []Cause {
	c := Cause{Code: strings.Join(codes, "+"), Proved: true, Differences: []Difference{}}
	for i := range list {
		if list[i].Code == c.Code {
			return list
		}
	}
	if len(list) == mostCauses {
		return list
	}
	for _, code := range codes {
		text := causeTextOf(code)
		c.Message = joinedBy(c.Message, text.message)
		if !strings.Contains(c.Fix, text.fix) {
			c.Fix = joinedBy(c.Fix, text.fix)
		}
	}
	if h.first != nil {
		c.Message = joinedBy(c.Message, h.first.note)
	}
	c.Message = joinedBy(c.Message, h.last.note)
	d.compareTexts(&c, h.last.text, codes)
	return append(list, c)
}

func joinedBy(a, b string) string { return strings.TrimSpace(a + " " + b) }
