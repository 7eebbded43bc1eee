package signer

import "strings"

// dialectOf says which dialect writes a URL as it stands; empty if none does,
// or if pairs are spelled in different ways. Ordinary values look the same in
// several dialects: the first of [Dialects] is given then.
func dialectOf(parts []Part) Dialect {
	for _, d := range Dialects() {
		if spells(spellings[d], parts) {
			return d
		}
	}
	return ""
}

func spells(enc *spelling, parts []Part) bool {
	some := false
	for i := range parts {
		p := &parts[i]
		switch p.Role {
		case RoleOrigin, RolePath, RoleSeparator, RoleSignature, RoleFragment:
		case RoleBroken:
			return false
		default:
			some = true
			if !enc.spells(p) {
				return false
			}
		}
	}
	return some
}

// spells reports whether writing what the pair says gives the pair.
func (enc *spelling) spells(p *Part) bool {
	_, raw, _ := strings.Cut(p.Raw, "=")
	var r reading
	r.field(p.Name, p.Value, list{raw, enc.colon != ":"})
	w := writer{enc: enc, sep: '&'}
	switch {
	case len(r.embed.Controls) > 0:
		w.control(&r.embed.Controls[0])
	case len(r.embed.Attributes) > 0:
		w.attribute(&r.embed.Attributes[0])
	case len(r.embed.Teams) > 0:
		w.list("&:external_user_team=", r.embed.Teams)
	default:
		w.option(&Option{Name: p.Name, Value: p.Value})
	}
	return string(w.dst[1:]) == p.Raw
}

// Explanation says in a sentence or two what the dialect does.
func (d Dialect) Explanation() string {
	if enc := spellingOf(d); enc != nil {
		return enc.explanation
	}
	return ""
}
