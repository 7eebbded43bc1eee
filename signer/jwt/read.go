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
	text     string        // as it was given
	url      []signer.Part // of the text as a whole
	raw      string        // what should be the token, percent-encoding undone
	token    string        // the token in it
	start    int           // of the token in raw
	end      int           // of the token in raw, as far as it was not changed
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
	// torn reports that header or payload is no whole JSON object: what seems to be
	// missing may stand in the rest.
	torn bool
	// repairs say what was undone to read the token.
	repairs []*signer.Finding
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
	// Meaning is that of [Member]; empty for what the format does not have.
	Meaning string `json:"meaning"`
}

// read takes a URL or a token apart, going on after errors.
func read(text string, explain bool) *reading {
	r := &reading{at: -1, explain: explain, text: text}
	r.find(text)
	if len(text) <= signer.MaxURLLength {
		r.segments = strings.Split(r.token, ".")
	}
	r.shape(text)
	if len(r.segments) >= 2 {
		r.part(0, PlaceHeader, r.header.slot)
		r.part(1, PlacePayload, r.claims.slot)
	}
	if len(r.segments) == 3 {
		r.digest(r.segments[2])
	}
	return r
}

// digest checks the form of the signature. That it has another length is for
// people: what is compared in the end is the text.
func (r *reading) digest(given string) {
	_, flaw := decode(given)
	n := len(given)
	switch {
	case n > 0 && flaw != "" && (flaw != notWhole || n == digestLength):
		r.malformed(notBase64URL, "signature", flaw)
	case n > 0 && flaw != "":
		r.malformed(signatureLength, "signature", itoa(int64(n)))
	case n != digestLength && r.explain:
		r.say(signatureLength, "signature", itoa(int64(n)))
	}
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
	if at := startOf(text); at >= 0 {
		return standsAlone(text[:at])
	}
	return !strings.ContainsAny(text, ":/?&=#") || strings.HasPrefix(text, "eyJ")
}

// find looks for the token in a text.
func (r *reading) find(text string) {
	if isToken(text) {
		r.raw = text
	} else {
		r.url = signer.Parse(text)
		r.findParameter()
		if r.at >= 0 {
			r.raw = r.url[r.at].Value
		}
	}
	if len(text) <= signer.MaxURLLength {
		r.unwrap(r.raw)
	}
}

// findParameter looks for the parameter that holds the token.
func (r *reading) findParameter() {
	for i := range r.url {
		name := r.url[i].Name
		switch {
		case strings.TrimLeft(name, "?") != ":jwt":
		case r.at >= 0:
			r.malformed(parameterTwice, ":jwt", "")
		default:
			r.at = i
			if name != ":jwt" {
				r.malformed(questionMarkTwice, ":jwt", quote(name))
			}
		}
	}
	for i := range r.url {
		if p := &r.url[i]; r.at < 0 && strings.HasSuffix(strings.ToLower(p.Name), "jwt") && startOf(p.Value) >= 0 {
			r.at = i
			r.repair(tokenMisnamed, quote(p.Name))
		}
	}
}

// shape checks what is wrong with the text as such.
func (r *reading) shape(text string) {
	inURL := r.url != nil
	switch n := len(r.segments); {
	case n == 0:
		r.malformed(urlTooLong, "", itoa(int64(len(text))))
	case inURL && r.url[0].Role == signer.RoleBroken && r.at >= 0:
		r.malformed(headLost, "", "")
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
func (r *reading) malformed(id said, parameter, detail string) *signer.Finding {
	f := id.finding(parameter, detail)
	if r.add(f); r.broken == nil {
		r.broken = f
	}
	return f
}

// part reads header or payload.
func (r *reading) part(i int, place Place, slot func(string) any) {
	text, flaw := decode(r.segments[i])
	r.texts[i] = text
	if flaw != "" {
		r.malformed(notBase64URL, string(place), flaw)
	}
	fields, torn := fieldsOf(text)
	if torn != "" && flaw == "" {
		r.malformed(notJSON, string(place), torn)
	}
	r.torn = r.torn || torn != ""
	seen := make(map[string]bool, len(fields))
	for j := range fields {
		f := &fields[j]
		if seen[f.name] || f.ambiguous {
			r.say(nameTwice, called(f.name), "a name")
		}
		seen[f.name] = true
		r.take(place, slot(f.name), f)
	}
}

// take fills the field that belongs to a member.
func (r *reading) take(place Place, slot any, f *field) {
	e := Entry{Place: place, Name: f.name, JSON: f.raw, Known: slot != nil, Status: signer.StatusOK}
	if m := memberNamed(place, f.name); m != nil {
		e.Meaning = m.Meaning
	}
	r.entries = append(r.entries, e)
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
		r.say(wrongType(slot, f), f.name, f.what())
	}
}

func (r *reading) time(p *int64, f *field) bool {
	n, whole, ok := f.seconds()
	*p = n
	if ok && !whole && n < firstMillisecond {
		r.say(timeFractional, f.name, f.raw)
	}
	return ok
}
