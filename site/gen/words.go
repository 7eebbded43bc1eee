package main

import "github.com/embedsign/embedsign/signer"

// A role is what a part of the URL is for, in words. The page reads them from
// its own legend.
type role struct {
	Role    signer.Role
	Label   string
	Meaning string
	// Field is the field of the embed whose parameter explains every part of
	// the role, where one stands for a family of names.
	Field string
	// Token is for a role that only a URL with a token has, which Build does not
	// make.
	Token bool
}

var roles = []role{
	{signer.RoleOrigin, "scheme and host", "Where the platform is. It is signed like all that follows.", "", false},
	{signer.RolePath, "path", "Which content is shown.", "path", false},
	{signer.RoleRequired, "required", "A parameter that each URL has.", "", false},
	{signer.RoleOptional, "optional", "A known parameter that may be left out.", "", false},
	{signer.RoleAttribute, "user attribute", "A value that belongs to the person.", "attributes", false},
	{signer.RoleControl, "control", "A value for a control of the content. Its name has no colon.", "controls", false},
	{signer.RoleUnknown, "unknown", "A name with a colon that is in no document. The platform may refuse it.", "", false},
	{signer.RoleSignature, "signature", "The proof that all before it was written by someone who knows the secret.", "", false},
	{signer.RoleFragment, "fragment", "From # on. It stays in the browser and never reaches the platform.", "", false},
	{signer.RoleBroken, "broken", "Cannot be read as any of these.", "", false},
	{"token", "token", "A JSON web token: who sees what, signed. Nothing else in the URL is signed.", "", true},
	{"withdrawn", "withdrawn", "A parameter of signed URLs. Beside a token it does nothing.", "", true},
	{"header", "header", "How the token is signed, and with which secret.", "", true},
	{"payload", "payload", "The claims: who sees what, and until when.", "", true},
	{"digest", "signature", "The proof that header and payload were written by someone who knows the secret.", "", true},
	{"surplus", "surplus", "Does not belong to the token.", "", true},
}

func roleOf(p signer.Part) role {
	for _, r := range roles {
		if r.Role == p.Role {
			return r
		}
	}
	return role{}
}

// A source is where a rule comes from, in words.
type source struct {
	Source  signer.Source
	Meaning string
}

var sources = []source{
	{signer.Documented, "Sigma's help centre or one of its QuickStarts says so."},
	{signer.Sample, "Official sample code does so, or it follows from how browsers and URLs work."},
	{signer.Policy, "Our own choice, where the documents are silent or contradict each other."},
}

// A dialect is a way to encode, in words.
type dialect struct {
	ID    signer.Dialect
	About string
	First bool
}

func dialects() []dialect {
	var list []dialect
	for i, id := range signer.Dialects() {
		list = append(list, dialect{id, aboutDialects[id], i == 0})
	}
	return list
}

var aboutDialects = map[signer.Dialect]string{
	signer.DialectSafe:   "Values percent-encoded, names and list commas as they are. No browser rewrites it: use this one.",
	signer.DialectDocs:   "Nothing encoded, like the examples of the documentation. Breaks with special characters.",
	signer.DialectForm:   "What URLSearchParams writes, like the Node and Ruby samples: a plus for a space, the colon encoded too.",
	signer.DialectPython: "Like the Python sample: percent-encoded, commas and colons as they are.",
	signer.DialectGo:     "Like the Go sample: only the space is encoded. Breaks with special characters.",
}
