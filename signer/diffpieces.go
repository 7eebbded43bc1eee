package signer

import (
	"strings"
	"unicode/utf8"
)

// pieces are a text as [Diff] compares it: equal pieces have equal numbers.
type pieces struct {
	text string
	ids  []rune
	ends []int // of the pieces, in bytes
	at   int   // how many are taken
}

func (p *pieces) add(id rune, end int) { p.ids, p.ends = append(p.ids, id), append(p.ends, end) }

// take adds the next pieces to a list.
func (p *pieces) take(list []Difference, op string, n int) []Difference {
	start, end := p.end(p.at), p.end(p.at+n)
	p.at += n
	if start == end {
		return list
	}
	return append(list, Difference{op, p.text[start:end]})
}

func (p *pieces) end(n int) int {
	if n == 0 {
		return 0
	}
	return p.ends[n-1]
}

// Numbers of what is no character of its own.
const (
	notUTF8 = utf8.MaxRune + 1 // and the byte
	percent = notUTF8 + 0x100  // the sign of an escape
	escaped = percent + 1      // and the two digits of an escape
)

// characters keeps bytes that are not UTF-8 as they are.
func characters(s string) pieces {
	p := pieces{text: s, ids: make([]rune, 0, len(s)), ends: make([]int, 0, len(s))}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '%' && isEscape(s[i:]):
			p.add(percent, i+1)
			i = p.addEscape(i + 1)
			continue
		case r == utf8.RuneError && size == 1:
			r = notUTF8 + rune(s[i])
		}
		i += size
		p.add(r, i)
	}
	return p
}

// addEscape adds the digits of an escape, and all that follow where an escape was
// escaped again: 25 and 27 of %2527. It gives their end.
func (p *pieces) addEscape(at int) int {
	s := p.text
	for {
		digits := s[at : at+2]
		at += len(digits)
		p.add(escaped+rune(digits[0])<<8+rune(digits[1]), at)
		if digits != "25" || !isEscape(s[at-1:]) {
			return at
		}
	}
}

// isEscape reports whether two hex digits follow the first character.
func isEscape(s string) bool { return len(s) > 2 && isHexDigit(s[1]) && isHexDigit(s[2]) }

// piecesOf cuts a URL into its head, its parameters and what stands between them.
func piecesOf(url string, ids map[string]int) pieces {
	p := pieces{text: url}
	for start := 0; start < len(url); {
		end := len(url)
		if at := strings.IndexAny(url[start:], "?&"); at >= 0 {
			end = start + max(at, 1)
		}
		piece := url[start:end]
		if _, known := ids[piece]; !known {
			ids[piece] = len(ids)
		}
		p.add(rune(ids[piece]), end)
		start = end
	}
	return p
}

// reordered reports whether parameters that two URLs have in common are in another
// order. Of those with one name the first counts.
func reordered(was, is string) bool {
	places := map[string]int{}
	for i, name := range namesIn(was) {
		if _, known := places[name]; !known {
			places[name] = i
		}
	}
	last := 0
	for _, name := range namesIn(is) {
		at, known := places[name]
		if !known || at < 0 {
			continue
		}
		if at < last {
			return true
		}
		last, places[name] = at, -1
	}
	return false
}

func namesIn(url string) []string {
	_, query, _ := strings.Cut(url, "?")
	return namesOf(strings.Split(query, "&"))
}
