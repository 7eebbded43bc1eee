package signer

import "strings"

// A place is a way to read a URL: where its signature stands, what it may cover,
// and what it should cover.
type place struct {
	code                string // the mistake, or empty for the usual reading
	text, given, target string
}

// placesOf are the readings of a URL, the usual one first if there is one.
func placesOf(url string) []place {
	sent, _, hasFragment := strings.Cut(url, "#")
	list := usualPlaces(sent)
	if strings.Contains(sent, "&amp;") {
		list = appendPlace(list, "sent_html_escaped", strings.ReplaceAll(sent, "&amp;", "&"))
	}
	if hasFragment {
		list = appendPlace(list, "fragment_cut", url)
	}
	return list
}

// usualPlaces read the text as it was sent.
func usualPlaces(sent string) []place {
	text, given, rest, ok := aroundSignature(sent)
	if !ok {
		return nil
	}
	list := []place{{"", text, given, text}}
	if rest != "" {
		whole := text + rest
		list = []place{{"parameter_after_signature", text, given, whole}, {"signature_not_last", whole, given, whole}}
	}
	if before, first, twice := cutSignature(text); twice {
		code := "signed_twice"
		if first == given {
			code = "signature_doubled"
		}
		list = append(list, place{code, before, given, before})
	}
	return list
}

// appendPlace reads another text than was sent, of which only what stands before
// a # would arrive.
func appendPlace(list []place, code, url string) []place {
	text, given, rest, ok := aroundSignature(url)
	if !ok || rest != "" {
		return list
	}
	target, _, _ := strings.Cut(text, "#")
	return append(list, place{code, text, given, target})
}

// aroundSignature cuts a URL at its last signature; rest is what follows it,
// with its separator.
func aroundSignature(url string) (text, given, rest string, ok bool) {
	text, given, ok = cutSignature(url)
	if !ok {
		return text, "", "", false
	}
	tail := url[len(text):]
	if at := strings.IndexByte(tail[1:], '&'); at >= 0 {
		rest = tail[1+at:]
	}
	return text, given, rest, true
}
