package jwt

import (
	"strings"
	"unicode/utf8"
)

// Looks reports whether a text is for [Inspect]: a token, with whatever was copied
// along, or a URL that has one as :jwt. A token in another parameter does not
// count, since a signed URL may carry one for OAuth. It does not allocate.
func Looks(text string) bool {
	if at := startOf(text); at >= 0 && standsAlone(text[:at]) {
		return true
	}
	for from := 0; ; {
		at := strings.Index(text[from:], "jwt=")
		if at < 0 {
			return false
		}
		if at += from; isParameter(text[:at], text[at+len("jwt="):]) {
			return true
		}
		from = at + 1
	}
}

// isParameter reports whether a name that ends with jwt is that of a token, by
// what stands before jwt and by its value. Without a colon only the value tells.
func isParameter(before, value string) bool {
	bare := before
	for _, colon := range [...]string{":", "%3A", "%3a"} {
		bare = strings.TrimSuffix(bare, colon)
	}
	first := bare == "" || strings.IndexByte("?&;", bare[len(bare)-1]) >= 0
	_, isToken := begins(value)
	return first && (bare != before || isToken)
}

// standsAlone reports whether a token follows that is no part of a URL.
func standsAlone(before string) bool { return !strings.ContainsAny(before, "/#") }

// Of the first part of a token.
const (
	fewestOfHeader = 16   // characters; {"alg":"HS256"} has 20
	mostOfHeader   = 1000 // that are looked through for its end, to bound the work
)

// startOf finds where a token begins, or gives -1. What was looked through in vain
// is not looked through again, so the work is linear.
func startOf(text string) int {
	for i := 0; i < len(text); i++ {
		if text[i] != 'e' || i > 0 && (text[i-1] == '.' || strings.IndexByte(alphabetURL, text[i-1]) >= 0) {
			continue
		}
		seen, ok := begins(text[i:])
		if ok {
			return i
		}
		i += seen
	}
	return -1
}

// begins reports whether a text begins with a token, and how much of it was
// looked at. The header is a JSON object, and so begins with one of a few texts in
// base64url.
func begins(text string) (seen int, ok bool) {
	if len(text) < fewestOfHeader {
		return 0, false
	}
	switch text[:3] {
	case "eyJ", "eyA", "ewo", "ew0", "ewk": // {" and { before a space, a line end or a tab
		return header(text[:min(len(text), mostOfHeader)])
	}
	return 0, false
}

// header looks through what may be the header of a token for the dot behind it.
func header(text string) (seen int, ok bool) {
	n := 0
	for i, r := range text {
		if r == '.' || r == '%' {
			width := dotWidth(text[i:])
			return i, width > 0 && n >= fewestOfHeader && i+width < len(text)
		}
		switch {
		case r < utf8.RuneSelf && strings.IndexByte(alphabetURL+"=+/", byte(r)) >= 0:
			n++
		case !isGap(r):
			return i, false
		}
	}
	return len(text), false
}
