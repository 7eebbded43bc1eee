package jwt

import "strings"

// strangers are claims that the format does not have but tokens do, each with
// what to say about it.
var strangers = [...]struct {
	name   string
	says   said
	detail string
}{
	{"session_length", claimOfSample, "Say it by exp: iat and the length of the session."},
	{"scope", claimOfSample, ""},
	{"embed", claimOfSample, ""},
	{"nbf", claimNotBefore, ""},
	{"external_user_id", claimUserID, ""},
	{"mode", claimMode, ""},
}

// mostFindings bounds what is said of strangers, of which a text may have
// thousands.
const mostFindings = 100

// stranger says what can be said about a member that the format does not have.
func (r *reading) stranger(place Place, f *field) {
	name := called(f.name)
	inHeader := place == PlaceHeader
	switch {
	case inHeader && f.name == "crit":
		r.say(extensionsCritical, f.name, quote(f.raw))
	case !r.explain || len(r.findings) >= mostFindings:
	case inHeader && (f.name == "jwk" || f.name == "jku" || strings.HasPrefix(f.name, "x5")):
		r.say(keyForeign, name, "")
	default:
		r.unknown(place, name)
	}
}

func (r *reading) unknown(place Place, name string) {
	for i := range strangers {
		if s := &strangers[i]; s.name == name {
			r.say(s.says, name, s.detail)
			return
		}
	}
	meant := meantBy(name)
	switch {
	case meant == nil:
		r.say(claimUnknown, name, "")
	case meant.Place != place:
		r.say(claimMeant, name, meant.Name+" in the "+string(meant.Place))
	default:
		r.say(claimMeant, name, meant.Name)
	}
}

// meantBy finds the member that a wrong name probably stands for: one that is
// written otherwise, that stands in the other part, or the parameter of the old
// scheme that it replaces.
func meantBy(name string) *Member {
	plain := plainName(name)
	for i := range members {
		m := &members[i]
		if plainName(m.Name) == plain || m.Was != "" && plainName(m.Was) == plain {
			return m
		}
	}
	if strings.HasPrefix(plain, "ua") {
		return memberNamed(PlacePayload, "user_attributes")
	}
	return nil
}

// plainName brings a name into the form in which misspelt ones meet: accountType,
// Account-Types and account_type are one.
func plainName(name string) string {
	var plain []byte
	for i := range len(name) {
		if c := name[i]; c != '_' && c != '-' && c != ':' {
			plain = append(plain, c)
		}
	}
	return strings.TrimSuffix(strings.ToLower(string(plain)), "s")
}
