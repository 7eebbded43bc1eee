package signer

import "strings"

// Break makes an attack on a signed URL, which must be one that a receiver would
// accept; otherwise the verdict may be another than expected. What the URL lacks
// is added where that makes sense. The error is an [*AttackError].
func Break(id, url string) (Broken, error) {
	for i := range attacks {
		if attacks[i].ID == id {
			return attacks[i].on(url)
		}
	}
	return Broken{}, &AttackError{id, "there is no such attack"}
}

func (a *attackWay) on(url string) (Broken, error) {
	t := newTampering(url)
	t.broken = Broken{URL: url, Opens: 1, Expect: a.Expect, Parameters: append([]string(nil), a.parameters...)}
	why := t.unfit()
	if why == "" {
		why = a.do(t)
	}
	if why == "" && len(t.broken.URL) > MaxURLLength {
		why = "the URL would become longer than " + itoa(MaxURLLength) + " bytes"
	}
	if why != "" {
		return Broken{}, &AttackError{a.ID, why}
	}
	t.broken.Differences = Diff(url, t.broken.URL)
	return t.broken, nil
}

// A tampering is a URL under attack. It is edited as text, so that everything
// that the attack does not touch keeps its spelling.
type tampering struct {
	url      string
	parts    []Part
	read     *reading
	spelling *spelling
	broken   Broken
}

func newTampering(url string) *tampering {
	t := &tampering{url: url, parts: Parse(url), read: read(url)}
	d := dialectOf(t.parts)
	if d == "" && t.read.form {
		d = DialectForm
	}
	t.spelling = spellingOf(d)
	return t
}

// unfit says why a URL cannot be attacked at all.
func (t *tampering) unfit() string {
	switch {
	case t.read.broken != "":
		return "the URL cannot be read: " + t.read.broken
	case scheme(t.read) == "jwt":
		return "the URL carries a JSON web token; the attacks are on signed URLs"
	case t.read.signature == "":
		return "the URL has no signature; sign it first"
	}
	return ""
}

// pair finds the parameter with that name, or nothing.
func (t *tampering) pair(name string) *Part {
	for i := range t.parts {
		if t.parts[i].Name == name {
			return &t.parts[i]
		}
	}
	return nil
}

// end is where the signature ends, which is the last that reaches the platform.
func (t *tampering) end() int {
	last := &t.parts[len(t.parts)-1]
	if last.Role == RoleFragment {
		return last.Start
	}
	return last.End
}

// splice replaces the text from start to end.
func (t *tampering) splice(start, end int, with string) {
	t.broken.URL = t.url[:start] + with + t.url[end:]
}

// put gives a parameter of the signed text another value, already encoded, or
// adds it at the end of that text.
func (t *tampering) put(name, raw string) {
	if p := t.pair(name); p != nil {
		t.splice(p.End-len(rawValue(p)), p.End, raw)
		return
	}
	end := len(t.read.signed)
	t.splice(end, end, "&"+t.spelling.colon+name[1:]+"="+raw)
}

func rawValue(p *Part) string {
	_, raw, _ := strings.Cut(p.Raw, "=")
	return raw
}

// spelled encodes a value as the rest of the URL is.
func (t *tampering) spelled(value string) string {
	w := writer{enc: t.spelling}
	w.escape(t.spelling.values, value)
	return string(w.dst)
}
