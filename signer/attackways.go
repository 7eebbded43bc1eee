package signer

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

func (t *tampering) changeEmail() string {
	t.put(":email", t.spelled(unlike(t.read.embed.Email, "mallory@example.com", "trudy@example.com")))
	return ""
}

// unlike gives the first of two values, or the second if the first is what the
// URL has already.
func unlike(has, first, second string) string {
	if has == first {
		return second
	}
	return first
}

func (t *tampering) raiseAccountType() string {
	const highest = "Admin"
	if strings.EqualFold(t.read.embed.AccountType, highest) {
		return "the account type is " + highest + ", and there is nothing above it"
	}
	t.put(":account_type", highest)
	return ""
}

func (t *tampering) addTeam() string {
	teams := "Executives"
	if p := t.pair(":external_user_team"); p != nil && p.Value != "" {
		teams = rawValue(p) + t.spelling.comma + teams
	}
	t.put(":external_user_team", teams)
	return ""
}

// lengthenSession goes to the limit of the format. A session that is there
// already can only exceed it, which is noticed before the signature is.
func (t *tampering) lengthenSession() string {
	length := int64(MaxSessionLength)
	if t.read.embed.SessionLength >= length {
		length *= 2
		t.broken.Expect = CodeSessionLengthExceeded
	}
	t.put(":session_length", strconv.FormatInt(length, 10))
	return ""
}

// swapPath puts another ID in the place of the content's, and keeps what is
// behind it, such as a tag.
func (t *tampering) swapPath() string {
	base := t.read.embed.Path
	_, _, path := splitOrigin(base)
	slash := strings.LastIndexByte(path, '/')
	if slash < 0 {
		return "the URL has no path"
	}
	const embed = "/embed/"
	if i := strings.Index(path, embed); i >= 0 {
		slash = i + len(embed) - 1
	}
	id, _, _ := strings.Cut(path[slash+1:], "/")
	start := len(base) - len(path) + slash + 1
	t.splice(start, start+len(id), unlike(id, "1-4kQzVtW8mB2xRj6LpNcYhD", "1-7fHsXdG3wT9yKq5ZnMvPrC"))
	return ""
}

// reorder swaps the first two neighbours that are not the same.
func (t *tampering) reorder() string {
	var a *Part
	for i := range t.parts {
		b := &t.parts[i]
		if b.Name == "" || !b.Signed {
			continue
		}
		if a != nil && a.Raw != b.Raw {
			t.splice(a.Start, b.End, b.Raw+t.url[a.End:b.Start]+a.Raw)
			t.broken.Parameters = []string{a.Name, b.Name}
			return ""
		}
		a = b
	}
	return "the URL has no two parameters to swap"
}

// flipDigit changes the last bit of the signature.
func (t *tampering) flipDigit() string {
	last := t.end() - 1
	if !isHexDigit(t.url[last]) {
		return "the signature does not end with a hex digit"
	}
	digit := unhex(t.url[last]) ^ 1
	t.splice(last, last+1, "0123456789abcdef"[digit:digit+1])
	return ""
}

func (t *tampering) appendParameter() string {
	t.splice(t.end(), t.end(), "&utm_source=newsletter")
	return ""
}

func (t *tampering) stripSignature() string {
	t.splice(len(t.read.signed), t.end(), "")
	return ""
}

func (t *tampering) replay() string {
	t.broken.Opens = 2
	return ""
}

func (t *tampering) wait() string {
	if t.read.embed.SessionLength == 0 {
		return "the URL has no session length"
	}
	t.broken.Wait = t.read.embed.SessionLength + 1
	return ""
}

// wrongClientID loses the last character. A URL of the old kind, without client
// ID, gets one that nobody has.
func (t *tampering) wrongClientID() string {
	id := t.read.clientID
	if id == "" {
		id = "nobody"
	}
	_, last := utf8.DecodeLastRuneInString(id)
	t.put(":client_id", t.spelled(id[:len(id)-last]))
	return ""
}
