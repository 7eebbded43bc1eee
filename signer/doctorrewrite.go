package signer

import "strings"

// rewriters are programs that change a query without being asked to: they read it
// as a form and write it in their style. When one of them makes what was sent of
// what was signed, it is named.
var rewriters = []struct {
	code  string
	style *style
	sorts bool
}{
	{"rewritten_by_urlsearchparams", formStyle, false},
	{"rewritten_by_go", goForm, true},
	{"rewritten_by_csharp", csharpForm, false},
	{"rewritten_by_csharp", csharpAdd, false},
}

// rewriterOf names what turned one text into the other; empty if nothing known.
func rewriterOf(signed, sent string) string {
	base, query, _ := strings.Cut(signed, "?")
	base += "?"
	if base+browsed(query) == sent {
		return "rewritten_by_browser"
	}
	for i := range rewriters {
		r, pairs := &rewriters[i], query
		if r.sorts {
			list := strings.Split(query, "&")
			pairs = sorted(list, namesOf(list))
		}
		if base+r.style.rewritten(pairs, true) == sent {
			return r.code
		}
	}
	return ""
}

// browsed is what a browser makes of a query (WHATWG URL, the special-query
// percent-encode set).
func browsed(query string) string {
	out := make([]byte, 0, len(query))
	for i := 0; i < len(query); i++ {
		if c := query[i]; c >= 0x80 || strings.IndexByte(browserEncodes[0], c) >= 0 {
			out = component.append(out, query[i:i+1])
			if c == '\'' {
				out = append(out[:len(out)-1], "%27"...)
			}
			continue
		}
		out = append(out, query[i])
	}
	return string(out)
}
