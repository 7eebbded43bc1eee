package signer

import "strings"

// respellings are characters with the forms in which they are written; the text
// that was signed had one of them throughout.
var respellings = []struct {
	code  string
	forms []string
}{
	{"colon_respelled", []string{":", "%3A"}},
	{"space_respelled", []string{"%20", "+", " "}},
	{"comma_respelled", []string{",", "%2C"}},
	{"at_respelled", []string{"@", "%40"}},
	{"apostrophe_respelled", []string{"'", "%27"}},
	{"plus_respelled", []string{"+", "%2B"}},
	{"slash_respelled", []string{"/", "%2F"}},
}

// spell adds what was signed if the spelling changed after signing: single
// characters first, then the whole.
func (c *claims) spell() {
	c.respell()
	c.addQuery(kindSpelling, "sent_double_encoded", "", strings.ReplaceAll(c.query, "%25", "%"))
	c.addQuery(kindSpelling, "signed_double_encoded", "", strings.ReplaceAll(c.query, "%", "%25"))
	// A + is a space in forms only; both are tried, the likely one first.
	likely := isForm(c.query)
	for _, form := range [...]bool{likely, !likely} {
		decoded, _ := unescape(c.query, form)
		c.addQuery(kindSpelling, "signed_decoded", "", decoded)
	}
	for i := range styles {
		for _, form := range [...]bool{likely, !likely} {
			c.addQuery(kindSpelling, "other_dialect", "It was signed as "+styles[i].label+" writes it.", styles[i].rewritten(c.query, form))
		}
	}
}

// respell adds what was signed if some characters were written otherwise.
func (c *claims) respell() {
	for i := range respellings {
		r := &respellings[i]
		if r.code == "colon_respelled" { // of the names alone, first
			c.addQuery(kindSpelling, r.code, "", namesRespelled(c.query, "%3A", ":"))
			c.addQuery(kindSpelling, r.code, "", namesRespelled(c.query, ":", "%3A"))
		}
		for _, form := range r.forms {
			c.addQuery(kindSpelling, r.code, "", inForm(c.query, r.forms, form))
		}
	}
	c.addQuery(kindSpelling, "hex_case", "", recased(c.query, strings.ToLower))
	c.addQuery(kindSpelling, "hex_case", "", recased(c.query, strings.ToUpper))
	for _, some := range browserEncodes {
		c.addQuery(kindSpelling, "rewritten_by_browser", "", unescapedOnly(c.query, some))
	}
}

func inForm(query string, forms []string, form string) string {
	for _, other := range forms {
		if other != form {
			query = strings.ReplaceAll(query, other, form)
		}
	}
	return query
}

// namesRespelled changes the first character of names.
func namesRespelled(query, from, to string) string {
	if strings.HasPrefix(query, from) {
		query = to + query[len(from):]
	}
	return strings.ReplaceAll(query, "&"+from, "&"+to)
}

// recased changes the digits of escapes, and nothing else.
func recased(query string, change func(string) string) string {
	out := make([]byte, 0, len(query))
	for found := false; ; {
		var piece string
		n := 0
		if found {
			n = min(2, len(query))
		}
		out, query = append(out, change(query[:n])...), query[n:]
		if piece, query, found = strings.Cut(query, "%"); !found {
			return string(append(out, piece...))
		}
		out = append(append(out, piece...), '%')
	}
}

// browserEncodes are the characters that a browser encodes in a query, besides
// those beyond ASCII: first as if nothing had been encoded before signing, then
// with spaces, then with all that is ASCII.
var browserEncodes = []string{` "'<>`, `"'<>`, ""}

// unescapedOnly decodes some characters, and those beyond ASCII.
func unescapedOnly(query, some string) string {
	out := make([]byte, 0, len(query))
	for i := 0; i < len(query); i++ {
		if query[i] == '%' && i+2 < len(query) && isHexDigit(query[i+1]) && isHexDigit(query[i+2]) {
			c := unhex(query[i+1])<<4 | unhex(query[i+2])
			if c >= 0x80 || strings.IndexByte(some, c) >= 0 {
				out, i = append(out, c), i+2
				continue
			}
		}
		out = append(out, query[i])
	}
	return string(out)
}
