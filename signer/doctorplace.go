package signer

import "strings"

// A place is a way to read a URL: where its signature stands, what it may cover,
// and what it should cover.
type place struct {
	// codes are the mistakes in how the URL was put together, or in what became of
	// it; none for the usual reading.
	codes               []string
	text, given, target string
	// tail is the signature with its name, from the separator on.
	tail string
	// mended says that text and tail together are another URL than was sent.
	mended bool
}

// placesOf are the readings of a URL, the usual one first if there is one, mended
// ones last.
func placesOf(url string) []place {
	sent, _, hasFragment := strings.Cut(url, "#")
	list := usualPlaces(sent)
	if text, given, rest, ok := aroundSignature(url); hasFragment && ok && rest == "" {
		target, _, _ := strings.Cut(text, "#")
		list = append(list, place{codes: []string{"fragment_cut"}, text: text, given: given, target: target})
	}
	return appendMended(list, url)
}

// usualPlaces read the text as it was sent.
func usualPlaces(sent string) []place {
	text, given, rest, ok := aroundSignature(sent)
	if !ok {
		return nil
	}
	list := []place{{text: text, given: given, target: text, tail: sent[len(text):]}}
	if rest != "" {
		whole := text + rest
		list = []place{
			{codes: []string{"parameter_after_signature"}, text: text, given: given, target: whole},
			{codes: []string{"signature_not_last"}, text: whole, given: given, target: whole},
		}
	}
	if before, first, twice := cutSignature(text); twice {
		code := "signed_twice"
		if first == given {
			code = "signature_doubled"
		}
		list = append(list, place{codes: []string{code}, text: before, given: given, target: before})
	}
	return list
}

// appendMended reads what the URL may have been before something happened to the
// whole of it.
func appendMended(list []place, url string) []place {
	last := url
	for _, soft := range [...]bool{false, true} {
		m := mended(url, soft)
		if len(m.codes) == 0 || m.url == last {
			break
		}
		last = m.url
		sent, _, _ := strings.Cut(m.url, "#")
		if text, given, rest, ok := aroundSignature(sent); ok && rest == "" {
			list = append(list, place{m.codes, text, given, text, sent[len(text):], true})
		}
	}
	return list
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
