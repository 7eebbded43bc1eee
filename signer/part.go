package signer

// Role says what a [Part] of the text is for.
type Role string

// The roles of parts.
const (
	RoleOrigin    Role = "origin"    // scheme and host
	RolePath      Role = "path"      // the path up to the question mark
	RoleSeparator Role = "separator" // the question mark and each ampersand
	RoleRequired  Role = "required"  // a parameter that each URL has
	RoleOptional  Role = "optional"  // a known parameter that may be absent
	RoleAttribute Role = "attribute" // a user attribute, :ua_<name>
	RoleControl   Role = "control"   // a control of the content, no colon
	RoleUnknown   Role = "unknown"   // a name with a colon that is in no document
	RoleSignature Role = "signature" // :signature
	RoleFragment  Role = "fragment"  // from # on; it never reaches the server
	RoleBroken    Role = "broken"    // what cannot be read as any of these
)

// Status is the worst [Severity] that was found for a [Part]; "ok" if none.
type Status string

// The states of parts.
const (
	StatusOK      Status = "ok"
	StatusWarning Status = "warning"
	StatusError   Status = "error"
)

// A Part is a piece of a URL's text. The parts of a text cover it without gap
// or overlap, whatever the text is.
type Part struct {
	// Start and End are byte offsets into the UTF-8 text.
	Start int `json:"start"`
	End   int `json:"end"`
	// Name is the decoded name of a pair, empty for other parts.
	Name string `json:"name"`
	// Raw is the text from Start to End.
	Raw string `json:"raw"`
	// Value is the decoded value of a pair, otherwise the text itself.
	Value string `json:"value"`
	Role  Role   `json:"role"`
	// Signed reports whether the signature covers this part.
	Signed bool   `json:"signed"`
	Status Status `json:"status"`
	// Note is the message of the gravest finding about the part, or empty.
	Note string `json:"note"`
	// Meaning says what the part is where [Parameters] does not: in the URL of a
	// token.
	Meaning string `json:"meaning,omitempty"`
}
