package signer

import "strings"

// A style is how some code writes names and values. It is coarser than a
// [Dialect]: it knows nothing of lists and ranges, as that code does not.
type style struct {
	label string // completes "as ... writes it"
	// bare is the punctuation that stays; "*" alone stands for everything.
	bare  string
	space string
	// encodesColon says that the colon of a name is encoded, lower that the
	// digits of escapes are lower case.
	encodesColon, lower bool
}

// The styles that are known by name elsewhere.
var (
	component  = &styles[0]
	formStyle  = &styles[1]
	goForm     = &styles[2]
	csharpForm = &styles[3]
	csharpAdd  = &styles[4]
)

// styles are tried in this order; of those that give the same text for a URL the
// first is named.
var styles = [...]style{
	{"encodeURIComponent", "-._~!'()*", "%20", false, false},
	{"URLSearchParams", "-._*", "+", true, false},
	{"Go's Encode or Python's urlencode", "-._~", "+", true, false},
	{"C#'s ParseQueryString", "-_.!*()", "+", true, true},
	{"C#'s QueryHelpers", "-._~!$()*,;@", "%20", true, false},
	{"the documentation, with nothing encoded,", "*", " ", false, false},
	{"the Go sample", "*", "%20", false, false},
	{"the Python sample", "-._~,:", "%20", false, false},
	{"the safe dialect", "-._~,", "%20", false, false},
	{"encodeURIComponent for each item of a list", "-._~!'()*,", "%20", false, false},
	{"Python's quote", "-._~/", "%20", false, false},
	{"strict percent-encoding (RFC 3986)", "-._~", "%20", false, false},
	{"encodeURI", ";,/?:@&=+$-_.!~*'()#", "%20", false, false},
	{"a form, for the values only,", "-._*", "+", false, false},
	{"C#'s UrlEncode, for the values only,", "-_.!*()", "+", false, true},
	{"strict percent-encoding (RFC 3986), names too,", "-._~", "%20", true, false},
}

func (s *style) append(dst []byte, text string) []byte {
	digits := "0123456789ABCDEF"
	if s.lower {
		digits = "0123456789abcdef"
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ':
			dst = append(dst, s.space...)
		case isAlnum(c) || s.bare == "*" || strings.IndexByte(s.bare, c) >= 0:
			dst = append(dst, c)
		default:
			dst = append(dst, '%', digits[c>>4], digits[c&15])
		}
	}
	return dst
}

// appendPair writes a pair from its decoded name and value.
func (s *style) appendPair(dst []byte, name, value string) []byte {
	if !s.encodesColon && strings.HasPrefix(name, ":") {
		dst, name = append(dst, ':'), name[1:]
	}
	dst = append(s.append(dst, name), '=')
	return s.append(dst, value)
}

// rewritten writes each pair of a query anew. form says that a + is read as a
// space.
func (s *style) rewritten(query string, form bool) string {
	dst := make([]byte, 0, 2*len(query))
	for pair := range strings.SplitSeq(query, "&") {
		if len(dst) > 0 {
			dst = append(dst, '&')
		}
		name, value, _ := strings.Cut(pair, "=")
		name, _ = unescape(name, form)
		value, _ = unescape(value, form)
		dst = s.appendPair(dst, name, value)
	}
	return string(dst)
}
