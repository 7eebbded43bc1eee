package signer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A mend undoes what can happen to a whole URL between its signer and its reader:
// it is escaped for something that it is not put into, broken into lines, or copied
// with what stands around it, or without its beginning. The codes say what was
// undone, in the order of the methods' calls.
type mend struct {
	url   string
	codes []string
}

// mended undoes all that it can. soft says that an = before a line break goes with
// it, as in quoted-printable mail.
func mended(url string, soft bool) mend {
	m := mend{url: url}
	m.decode()
	m.unescape()
	m.trim()
	m.undo("line_breaks", oneLine(m.url, soft))
	m.unescape() // what was broken too
	m.begin()
	return m
}

// unwrapped undoes what makes names and values unreadable, for what is to be said
// about them.
func unwrapped(url string) string {
	m := mend{url: url}
	m.unescape()
	soft := strings.Count(url, "=\n") + strings.Count(url, "=\r\n")
	return oneLine(m.url, soft > 0 && soft == strings.Count(url, "\n"))
}

func (m *mend) undo(code, url string) {
	if url != m.url && !slices.Contains(m.codes, code) {
		m.codes = append(m.codes, code)
	}
	m.url = url
}

// decode undoes the encoding of the URL as a whole, or of its query again where
// not even the name of the signature is left.
func (m *mend) decode() {
	if !strings.Contains(m.url, "://") && strings.Contains(strings.ToUpper(m.url), "%3A%2F%2F") {
		plain, _ := unescape(m.url, false)
		m.undo("sent_encoded_whole", plain)
	}
	if _, _, signed := cutSignature(m.url); !signed {
		if plain := strings.ReplaceAll(m.url, "%253A", "%3A"); plain != m.url {
			m.undo("sent_double_encoded", strings.ReplaceAll(m.url, "%25", "%"))
		}
	}
}

const jsonAmpersand = `\u0026`

// unescape undoes the writing as HTML and as JSON.
func (m *mend) unescape() {
	m.undo("sent_html_escaped", strings.ReplaceAll(m.url, "&amp;", "&"))
	if strings.Contains(m.url, jsonAmpersand) || strings.Contains(m.url, `:\/\/`) {
		m.undo("sent_json_escaped", strings.ReplaceAll(strings.ReplaceAll(m.url, jsonAmpersand, "&"), `\/`, "/"))
	}
}

// trim removes what stands before the scheme, or before the host for want of a
// scheme, and what stands behind the digits of the signature.
func (m *mend) trim() {
	end := endOfDigits(m.url)
	head, _, _ := strings.Cut(m.url[:end], "?")
	start := schemeIn(head)
	if start < 0 {
		start = 0
		for at, r := range head {
			if stray(r) {
				start = at + utf8.RuneLen(r)
			}
		}
	}
	m.undo("text_around", m.url[start:end])
}

// schemeIn gives the offset of the last https:// or http:// in any case, or -1.
func schemeIn(head string) int {
	for at := len(head); at >= 0; at-- {
		for _, scheme := range [...]string{"https://", "http://"} {
			if end := at + len(scheme); end <= len(head) && strings.EqualFold(head[at:end], scheme) {
				return at
			}
		}
	}
	return -1
}

// stray reports whether a character is in no host or path, but beside a copied one:
// what shows nothing, quotes and brackets.
func stray(r rune) bool {
	return blank(r) || strings.ContainsRune("\"'`<>()[]{}“”‘’«»„", r)
}

// blank reports whether a character is white space or shows nothing.
func blank(r rune) bool { return r <= ' ' || hides(r) }

// endOfDigits gives the end of the URL: that of the signature's digits, unless what
// follows them may be part of it. Line breaks between digits may come from mail.
func endOfDigits(url string) int {
	const name, breaks = "signature=", " \t\r\n=>"
	at := strings.LastIndex(url, name)
	if at < 0 {
		return len(url)
	}
	end, digits := at+len(name), 0
	for i := end; i < len(url) && digits < SignatureLength; i++ {
		if isHexDigit(url[i]) {
			digits, end = digits+1, i+1
		} else if strings.IndexByte(breaks, url[i]) < 0 {
			break
		}
	}
	if rest := url[end:]; digits < fewestDigits || rest == "" || isHexDigit(rest[0]) || strings.IndexAny(strings.TrimLeft(rest, "\r\n"), "&#") == 0 {
		return len(url)
	}
	return end
}

// oneLine removes line breaks and what mail and terminals put beside them.
func oneLine(text string, soft bool) string {
	if strings.IndexByte(text, '\n') < 0 {
		return text
	}
	whole := make([]byte, 0, len(text))
	for line := range strings.SplitSeq(text, "\n") {
		if n := len(whole); soft && n > 0 && whole[n-1] == '=' {
			whole = whole[:n-1]
		}
		whole = append(whole, strings.Trim(line, " \t\r>")...)
	}
	if soft {
		return strings.ReplaceAll(string(whole), "=3D", "=")
	}
	return string(whole)
}

// begin completes the scheme, and writes it in lower case.
func (m *mend) begin() {
	head, _, _ := strings.Cut(m.url, "?")
	scheme, rest, found := strings.Cut(head, "://")
	if !found {
		scheme, rest = "", strings.TrimLeft(head, ":/")
	}
	query := m.url[len(head):]
	switch lower := strings.ToLower(scheme); {
	case len(scheme) < len("https") && strings.HasSuffix("https", scheme):
		m.undo("missing_scheme", "https://"+rest+query)
	case lower == "https", lower == "http":
		m.undo("scheme_case", lower+"://"+rest+query)
	}
}
