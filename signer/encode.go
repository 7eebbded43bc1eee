package signer

import "strings"

// An escaper says which bytes stay as they are. All others become %XX with
// upper-case digits.
type escaper struct {
	bare [256]byte // 1 for each byte that stays
	// space replaces a space that is not bare.
	space string
}

func newEscaper(punctuation, space string) *escaper {
	e := &escaper{space: space}
	for c := range 256 {
		if isAlnum(byte(c)) || strings.IndexByte(punctuation, byte(c)) >= 0 {
			e.bare[c] = 1
		}
	}
	return e
}

// newVerbatim keeps everything, but for the space if it has a replacement.
func newVerbatim(space string) *escaper {
	e := &escaper{space: space}
	for c := range 256 {
		e.bare[c] = 1
	}
	if space != "" {
		e.bare[' '] = 0
	}
	return e
}

// bareLength counts the bytes at the beginning of s that stay as they are. Most
// texts are bare from end to end, so it looks at four at a time, with one branch.
func (e *escaper) bareLength(s string) int {
	i := 0
	for ; i+4 <= len(s); i += 4 {
		four := s[i : i+4]
		if e.bare[four[0]]&e.bare[four[1]]&e.bare[four[2]]&e.bare[four[3]] == 0 {
			break
		}
	}
	for i < len(s) && e.bare[s[i]] == 1 {
		i++
	}
	return i
}

// escape appends a byte that does not stay as it is.
func (e *escaper) escape(dst []byte, c byte) []byte {
	if c == ' ' {
		return append(dst, e.space...)
	}
	const digits = "0123456789ABCDEF"
	return append(dst, '%', digits[c>>4], digits[c&15])
}

// A spelling is what a [Dialect] does, as data.
type spelling struct {
	colon    string   // the first character of most names
	names    *escaper // the rest of a name, and IDs of controls
	values   *escaper
	controls *escaper // values of controls
	comma    string   // between the items of a list
	sides    string   // the colon of min: and max: in a range
	// explanation is for people who look at how a URL is made.
	explanation string
}

// Colons stay in the controls of the safe dialect, because an encoded date is
// not parsed (documented), and because no browser rewrites a colon.
var safe = &spelling{
	colon: ":", names: newEscaper("-._~", "%20"), values: newEscaper("-._~", "%20"), controls: newEscaper("-._~:", "%20"),
	comma: ",", sides: ":",
	explanation: "Safe: every byte of a value but letters, digits and -._~ becomes %XX; the commas of lists stay. A browser changes nothing in it.",
}

var spellings = map[Dialect]*spelling{
	DialectSafe: safe,
	DialectDocs: {
		colon: ":", names: newVerbatim(""), values: newVerbatim(""), controls: newVerbatim(""),
		comma: ",", sides: ":",
		explanation: "Docs: nothing is encoded. Spaces, quotes and letters beyond ASCII are then changed by the browser, and the signature no longer fits; & and # break the URL.",
	},
	DialectForm: {
		colon: "%3A", names: newEscaper("-._*", "+"), values: newEscaper("-._*", "+"), controls: newEscaper("-._*", "+"),
		comma: "%2C", sides: "%3A",
		explanation: "Form: what URLSearchParams writes. The colon of names becomes %3A, a space becomes +, a comma %2C, even in lists and ranges.",
	},
	DialectPython: {
		colon: ":", names: newEscaper("-._~,:", "%20"), values: newEscaper("-._~,:", "%20"), controls: newEscaper("-._~,:", "%20"),
		comma: ",", sides: ":",
		explanation: "Python: what quote(v, safe=\",:\") writes. Like safe, but a comma or colon inside a value stays too.",
	},
	DialectGo: {
		colon: ":", names: newVerbatim(""), values: newVerbatim("%20"), controls: newVerbatim("%20"),
		comma: ",", sides: ":",
		explanation: "Go: the Go sample replaces spaces by %20 and leaves everything else, so & and # break the URL, and + is ambiguous.",
	},
}

// spellingOf gives the spelling of a dialect; the empty dialect is the safe
// one, and an unknown dialect has none.
func spellingOf(d Dialect) *spelling {
	if d == "" {
		d = DialectSafe
	}
	return spellings[d]
}

// unescape decodes %XX, and in the form dialect + as a space. What is no escape
// stays; ok reports whether all escapes were whole.
func unescape(s string, form bool) (text string, ok bool) {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] != '%' && s[i] != '+'
	}
	if plain {
		return s, true
	}
	ok = true
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '+' && form:
			out = append(out, ' ')
		case c == '%' && i+2 < len(s) && isHexDigit(s[i+1]) && isHexDigit(s[i+2]):
			out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			ok = ok && c != '%'
			out = append(out, c)
		}
	}
	return string(out), ok
}

// isForm reports whether a query is in the form dialect, which the encoded colon
// of a name gives away; the signature does not count, because some samples append
// it in another style. Only there a raw + is taken for a space: the QuickStart
// passes Viewer+ as it stands, and its names have raw colons.
func isForm(query string) bool {
	for pair := range strings.SplitSeq(query, "&") {
		if len(pair) > 3 && strings.EqualFold(pair[:3], "%3A") && !strings.HasPrefix(pair[3:], "signature=") {
			return true
		}
	}
	return false
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
