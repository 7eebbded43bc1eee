package signer

// A Mode says how the platform knows the person who looks at the embed.
type Mode string

const (
	// UserBacked makes or finds a user by e-mail, with teams and an account
	// type. It is the only mode that Sigma documents since 2024.
	UserBacked Mode = "userbacked"
	// View is the anonymous mode of 2020 to 2023: no user, no exploring.
	View Mode = "view"
	// Explore is View with the exploration features.
	Explore Mode = "explore"
)

// anonymous reports whether the mode is one of the two that know no user.
func (m Mode) anonymous() bool { return m == View || m == Explore }

// An Embed is what one embed URL asks for: the content and the person who will
// see it. The zero value of a field means that the parameter is absent; no
// parameter is made up for it. An Embed holds nothing secret.
//
// The JSON form is that of the WebAssembly door.
type Embed struct {
	// Path is the embed path as copied from the platform, such as
	// https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST, with
	// /tag/<name> for a tagged version. It is https, or http on a loopback
	// host, and has no query.
	Path string `json:"path"`
	Mode Mode   `json:"mode,omitempty"`
	// Email identifies the user. It must not belong to an internal account.
	Email          string `json:"email,omitempty"`
	ExternalUserID string `json:"external_user_id,omitempty"`
	// Teams are the exact names of existing teams.
	Teams []string `json:"teams,omitempty"`
	// AccountType caps what the user may do. The platform gives the highest
	// account type when it is absent.
	AccountType string `json:"account_type,omitempty"`
	// SessionLength is in seconds, from 1 to [MaxSessionLength].
	SessionLength int64 `json:"session_length,omitempty"`
	// FirstName and LastName go together.
	FirstName        string      `json:"first_name,omitempty"`
	LastName         string      `json:"last_name,omitempty"`
	EvalConnectionID string      `json:"eval_connection_id,omitempty"`
	Attributes       []Attribute `json:"attributes,omitempty"`
	Options          []Option    `json:"options,omitempty"`
	Controls         []Control   `json:"controls,omitempty"`
}

// An Attribute is a user attribute, written as :ua_<Name>.
type Attribute struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// An Option is any other parameter with a leading colon, such as :theme. Its
// name includes the colon. The names that are known are in [Parameters].
type Option struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A Control sets a control of the content. Its ID has no colon. It holds either
// values or a range. The values ":null" and ":empty" stand for null and for the
// empty text.
type Control struct {
	ID     string   `json:"id"`
	Values []string `json:"values,omitempty"`
	Range  *Range   `json:"range,omitempty"`
}

// A Range is written min:<Min>,max:<Max>; an empty side is open.
type Range struct {
	Min string `json:"min"`
	Max string `json:"max"`
}
