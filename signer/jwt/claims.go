package jwt

// What the format fixes (documented).
const (
	// Algorithm is the only one that is signed with or accepted.
	Algorithm = "HS256"
	// Version10 is the version of a token that names none; Version11 knows OAuth
	// tokens and must name its audience.
	Version10 = "1.0"
	Version11 = "1.1"
	// Audience is what aud says under Version11.
	Audience = "sigmacomputing"
	// MaxLifetime is the most seconds from iat to exp, 30 days, inclusive.
	MaxLifetime = 2592000
)

// digestLength is the length of a signature: 32 bytes in base64url.
const digestLength = 43

// firstMillisecond is the first time that is taken for milliseconds: read as
// seconds it is in the year 5138.
const firstMillisecond = 100_000_000_000

// A Header says how the token is signed.
type Header struct {
	Algorithm string `json:"alg"`
	Type      string `json:"typ,omitempty"`
	// KeyID is the client ID, which says whose secret verifies.
	KeyID string `json:"kid"`
}

// Claims are what a token says about a user. They describe the user, not the
// session: the platform stores them, and they hold for all sessions of that
// user. The zero value of a field means that the claim is absent.
type Claims struct {
	// Sub is the e-mail of the user.
	Sub string `json:"sub"`
	// Issuer is the client ID, or absent.
	Issuer string `json:"iss,omitempty"`
	// JTI is used once; see signer.NewNonce.
	JTI string `json:"jti"`
	// IssuedAt and Expires are Unix seconds, at most [MaxLifetime] apart.
	IssuedAt int64 `json:"iat"`
	Expires  int64 `json:"exp"`
	// Version is [Version10] or [Version11], as text; absent means the first.
	Version string `json:"ver,omitempty"`
	// Audience is [Audience] under [Version11], and passed over before.
	Audience string `json:"aud,omitempty"`
	// AccountType caps what the user may do. The platform gives the highest
	// account type when it is absent.
	AccountType string `json:"account_type,omitempty"`
	// Teams are the exact names of existing teams; they replace those that the
	// user had.
	Teams []string `json:"teams,omitempty"`
	// UserAttributes go by the exact names of the platform.
	UserAttributes   []Pair `json:"user_attributes,omitempty"`
	FirstName        string `json:"first_name,omitempty"`
	LastName         string `json:"last_name,omitempty"`
	EvalConnectionID string `json:"eval_connection_id,omitempty"`
	// OAuthToken is encrypted; see package oauthtoken. It needs [Version11], as
	// do ConnectionOAuthTokens, which go by connection ID.
	OAuthToken            string `json:"oauth_token,omitempty"`
	ConnectionOAuthTokens []Pair `json:"connection_oauth_tokens,omitempty"`
}

// A Pair is one member of a claim that is an object. In the token it is
// "name":"value"; a list keeps the order in which they are written.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// slot gives a pointer to the field of a header parameter, nil if it has none.
func (h *Header) slot(name string) any {
	switch name {
	case "alg":
		return &h.Algorithm
	case "typ":
		return &h.Type
	case "kid":
		return &h.KeyID
	}
	return nil
}

// slot gives a pointer to the field of a claim: *string, *int64, *[]string or
// *[]Pair. Reading and writing share it, so that a claim is listed once.
func (c *Claims) slot(name string) any {
	switch name {
	case "sub":
		return &c.Sub
	case "iss":
		return &c.Issuer
	case "jti":
		return &c.JTI
	case "iat":
		return &c.IssuedAt
	case "exp":
		return &c.Expires
	case "ver":
		return &c.Version
	case "aud":
		return &c.Audience
	case "account_type":
		return &c.AccountType
	}
	return c.optional(name)
}

func (c *Claims) optional(name string) any {
	switch name {
	case "teams":
		return &c.Teams
	case "user_attributes":
		return &c.UserAttributes
	case "first_name":
		return &c.FirstName
	case "last_name":
		return &c.LastName
	case "eval_connection_id":
		return &c.EvalConnectionID
	case "oauth_token":
		return &c.OAuthToken
	case "connection_oauth_tokens":
		return &c.ConnectionOAuthTokens
	}
	return nil
}

// isEmpty reports whether a slot holds what stands for absent.
func isEmpty(slot any) bool {
	switch p := slot.(type) {
	case *string:
		return *p == ""
	case *int64:
		return *p == 0
	case *[]string:
		return len(*p) == 0
	case *[]Pair:
		return len(*p) == 0
	}
	return true
}
