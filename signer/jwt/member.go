package jwt

import "github.com/embedsign/embedsign/signer"

// A Place is the part of a token in which a member stands.
type Place string

// The places.
const (
	PlaceHeader  Place = "header"
	PlacePayload Place = "payload"
)

// A Member describes one header parameter or claim.
type Member struct {
	Place Place  `json:"place"`
	Name  string `json:"name"`
	Label string `json:"label"`
	// Required reports whether each token must have it.
	Required bool `json:"required"`
	Type     Type `json:"type"`
	// EmbedOnly reports that the token of an internal user must not have it.
	EmbedOnly bool `json:"embed_only"`
	// Since is the version of the token that it needs, or empty.
	Since string `json:"since,omitempty"`
	// Was is the parameter of a signed URL that it replaces, or empty.
	Was string `json:"was,omitempty"`
	// Limit is the rule for its value, in words; empty if there is none.
	Limit     string        `json:"limit"`
	Default   string        `json:"default"`
	Example   string        `json:"example"`
	Meaning   string        `json:"meaning"`
	Source    signer.Source `json:"source"`
	Reference string        `json:"reference"`
}

// Type is how the value of a member is written in JSON.
type Type string

// The types of values.
const (
	TypeText  Type = "string"
	TypeTime  Type = "number" // Unix seconds
	TypeNames Type = "array"  // of strings
	TypePairs Type = "object" // of strings
)

const (
	refClaims     = "Sigma help centre, “json-web-token-claims-reference”"
	refMigrate    = "Sigma help centre, “migrate-to-jwt-signed-secure-embed-urls”"
	refQuickStart = "QuickStart “Embedding 03: Using JWT Claims”"
)

// Members lists every header parameter and claim of the format, in the order in
// which they are written.
func Members() []Member { return append([]Member(nil), members...) }

// memberNamed finds the entry of a member, or nil.
func memberNamed(place Place, name string) *Member {
	for i := range members {
		if members[i].Name == name && members[i].Place == place {
			return &members[i]
		}
	}
	return nil
}

// members is the format as data: writing, reading, checking and the page go by it.
var members = []Member{
	{Place: PlaceHeader, Name: "alg", Label: "Algorithm", Required: true, Type: TypeText, Limit: Algorithm, Example: Algorithm,
		Meaning: "How the token is signed. Sigma's table calls it optional; no signed token goes without.", Source: signer.Documented, Reference: refClaims},
	{Place: PlaceHeader, Name: "typ", Label: "Type", Type: TypeText, Limit: "JWT", Example: "JWT",
		Meaning: "What this is.", Source: signer.Sample, Reference: refClaims},
	{Place: PlaceHeader, Name: "kid", Label: "Client ID", Required: true, Type: TypeText, Was: ":client_id", Limit: "64 hex characters in every example", Example: "64 hex characters",
		Meaning: "Says which embed secret verifies the token. It stands in the header, not among the claims.", Source: signer.Documented, Reference: refClaims},

	{Place: PlacePayload, Name: "sub", Label: "E-mail", Required: true, Type: TypeText, Was: ":email", Limit: "an e-mail; its domain has a dot and no underscore", Example: "ada@example.com",
		Meaning: "Identifies the user.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "iss", Label: "Issuer", Type: TypeText, Limit: "the client ID", Example: "64 hex characters",
		Meaning: "Who made the token. A QuickStart says that it is not used.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "jti", Label: "Token ID", Required: true, Type: TypeText, Was: ":nonce", Limit: "new for each token", Example: "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11",
		Meaning: "Makes the token usable once: one that was seen before is refused.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "iat", Label: "Issued at", Required: true, Type: TypeTime, Was: ":time", Limit: "Unix seconds", Example: "1700000000",
		Meaning: "When the token was made.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "exp", Label: "Expires", Required: true, Type: TypeTime, Was: ":session_length", Limit: "Unix seconds, at most 2592000 (30 days) after iat", Example: "1700003600",
		Meaning: "When the session ends.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "ver", Label: "Version", Type: TypeText, Limit: `"1.0" or "1.1", in quotes`, Default: Version10, Example: Version11,
		Meaning: "Version of the claims. 1.1 must name its audience and may carry OAuth tokens.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "aud", Label: "Audience", Type: TypeText, Limit: Audience + "; required by version 1.1", Example: Audience,
		Meaning: "Whom the token is for. Version 1.0 passes over it.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "account_type", Label: "Account type", Type: TypeText, EmbedOnly: true, Was: ":account_type", Limit: "the name of one that exists", Default: "the highest account type", Example: "View",
		Meaning: "Caps what the user may do. Without it the platform gives the highest, so always set it.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "teams", Label: "Teams", Type: TypeNames, EmbedOnly: true, Was: ":external_user_team", Limit: "a list, even of one; exact names", Default: "no teams", Example: `["FinanceViewers"]`,
		Meaning: "Teams that the content is shared with. They replace those that the user had, and are needed to create a user.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "user_attributes", Label: "User attributes", Type: TypePairs, EmbedOnly: true, Was: ":ua_", Limit: "names as in the platform; values are strings", Default: "the attributes' defaults", Example: `{"Region":"East"}`,
		Meaning: "For row-level security and more. They stay with the user.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "first_name", Label: "First name", Type: TypeText, EmbedOnly: true, Was: ":first_name", Default: "Embed", Example: "Ada",
		Meaning: "Shown for the user.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "last_name", Label: "Last name", Type: TypeText, EmbedOnly: true, Was: ":last_name", Default: "User", Example: "Lovelace",
		Meaning: "Shown for the user.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "eval_connection_id", Label: "Evaluation connection", Type: TypeText, Was: ":eval_connection_id", Limit: "a UUID", Example: "e90e75f0-f79b-4be3-a9e1-45bc681bbbc4",
		Meaning: "Replaces every connection in the session by this one.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "oauth_token", Label: "OAuth token (encrypted)", Type: TypeText, Since: Version11, Was: ":oauth_token", Limit: "encrypted with the embed secret",
		Meaning: "A token for OAuth connections. Never put it in plain: a token is signed, not encrypted.", Source: signer.Documented, Reference: refClaims},
	{Place: PlacePayload, Name: "connection_oauth_tokens", Label: "OAuth tokens by connection", Type: TypePairs, Since: Version11, Limit: "connection IDs and encrypted tokens",
		Meaning: "The same for single connections.", Source: signer.Documented, Reference: refClaims},
}
