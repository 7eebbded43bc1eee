package jwt

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A reading is what a token says, as far as it can be understood, and what the
// URL around it says.
type reading struct {
	// explain asks for what is said to people only. A verifier does without: its
	// tokens come from anybody.
	explain  bool
	url      []signer.Part // of the text as a whole
	token    string        // as the receiver sees it, percent-encoding undone
	at       int           // the part of url that holds it, or -1
	segments []string      // of the token, between its dots
	texts    [2]string     // header and payload, decoded
	header   Header
	claims   Claims
	entries  []Entry
	// collector holds what cannot be taken over, and broken the first reason for
	// which there is no token to speak of.
	collector
	broken *signer.Finding
}

// An Entry is one member of header or payload as the token has it.
type Entry struct {
	Place Place  `json:"place"`
	Name  string `json:"name"`
	// JSON is the value as it stands.
	JSON string `json:"json"`
	// Known reports whether the format has such a member.
	Known  bool          `json:"known"`
	Status signer.Status `json:"status"`
	// Note is the message of the gravest finding about the member, or empty.
	Note string `json:"note"`
}

// read takes a URL or a token apart, going on after errors.
func read(text string, explain bool) *reading {
	r := &reading{at: -1, explain: explain}
	r.find(text)
	if len(text) <= signer.MaxURLLength {
		r.segments = strings.Split(r.token, ".")
	}
	r.shape(text)
	if len(r.segments) >= 2 {
		r.part(0, PlaceHeader, r.header.slot)
		r.part(1, PlacePayload, r.claims.slot)
	}
	if digest := r.signature(); digest != "" {
		if _, flaw := decode(digest); flaw != "" {
			r.malformed(notBase64URL, "signature", flaw)
		}
	}
	return r
}

// input is what the signature covers: header and payload as they stand.
func (r *reading) input() string {
	if len(r.segments) < 2 {
		return ""
	}
	return r.segments[0] + "." + r.segments[1]
}

func (r *reading) signature() string {
	if len(r.segments) != 3 {
		return ""
	}
	return r.segments[2]
}

// isToken reports whether a text is a token alone and not a URL.
func isToken(text string) bool {
	return !strings.ContainsAny(text, ":/?&=#") || strings.HasPrefix(text, "eyJ")
}

// find looks for the token in a text.
func (r *reading) find(text string) {
	if isToken(text) {
		r.token = strings.Trim(text, " \t\r\n")
		return
	}
	r.url = signer.Parse(text)
	for i := range r.url {
		name := r.url[i].Name
		switch {
		case strings.TrimLeft(name, "?") != ":jwt":
		case r.at >= 0:
			r.malformed(parameterTwice, ":jwt", "")
		default:
			r.at, r.token = i, r.url[i].Value
			if name != ":jwt" {
				r.malformed(questionMarkTwice, ":jwt", quote(name))
			}
		}
	}
}

// shape checks what is wrong with the text as such.
func (r *reading) shape(text string) {
	inURL := r.url != nil
	switch n := len(r.segments); {
	case n == 0:
		r.malformed(urlTooLong, "", itoa(int64(len(text))))
	case !inURL && r.token != text:
		r.malformed(outerSpace, "", "")
	case inURL && r.url[0].Role == signer.RoleBroken:
		r.malformed(notURL, "", "")
	case inURL && r.at < 0:
		r.malformed(tokenAbsent, ":jwt", "")
	case n == 5:
		r.malformed(tokenEncrypted, "", "")
	case n != 3:
		r.malformed(tokenShape, "", itoa(int64(n)))
	}
}

// malformed notes a reason to refuse the token before anything else.
func (r *reading) malformed(id said, parameter, detail string) {
	f := id.finding(parameter, detail)
	if r.add(f); r.broken == nil {
		r.broken = f
	}
}

// part reads header or payload.
func (r *reading) part(i int, place Place, slot func(string) any) {
	text, flaw := decode(r.segments[i])
	r.texts[i] = text
	if flaw != "" {
		r.malformed(notBase64URL, string(place), flaw)
	}
	fields, flaw := fieldsOf(text)
	if flaw != "" {
		r.malformed(notJSON, string(place), flaw)
	}
	seen := make(map[string]bool, len(fields))
	for j := range fields {
		f := &fields[j]
		if seen[f.name] || f.ambiguous {
			r.say(nameTwice, f.name, "a name")
		}
		seen[f.name] = true
		r.take(place, slot(f.name), f)
	}
}

// take fills the field that belongs to a member.
func (r *reading) take(place Place, slot any, f *field) {
	r.entries = append(r.entries, Entry{Place: place, Name: f.name, JSON: f.raw, Known: slot != nil, Status: signer.StatusOK})
	ok := true
	switch p := slot.(type) {
	case nil:
		r.stranger(place, f)
	case *string:
		*p, ok = f.text()
	case *int64:
		ok = r.time(p, f)
	case *[]string:
		*p, ok = f.texts()
	case *[]Pair:
		*p, ok = f.pairs()
	}
	if !ok {
		r.say(typeWrong, f.name, wrongType(slot, f))
	}
}

func (r *reading) time(p *int64, f *field) bool {
	n, whole, ok := f.seconds()
	*p = n
	if ok && !whole {
		r.say(timeFractional, f.name, f.raw)
	}
	return ok
}

// wrongType says what a value is and what it should be.
func wrongType(slot any, f *field) string {
	want := "a string, in quotes"
	switch slot.(type) {
	case *int64:
		want = "a number of seconds, without quotes, and not beyond any date"
	case *[]string:
		want = `a list of strings only, such as ["FinanceViewers"], even of one`
	case *[]Pair:
		want = `an object of strings only, such as {"Region":"East"}`
	}
	return quote(f.raw) + " is " + f.kind.String() + "; it should be " + want
}
