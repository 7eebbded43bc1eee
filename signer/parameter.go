package signer

// Limits of the format.
const (
	// MaxSessionLength is 30 days in seconds, inclusive (documented in the
	// QuickStarts; another page advises less than 3600).
	MaxSessionLength = 2592000
	// AdvisedSessionLength in seconds draws a warning when it is exceeded. The
	// error reference advises to stay below it, the samples use exactly it.
	AdvisedSessionLength = 3600
	// firstMillisecond is the first time that is taken for milliseconds: read
	// as seconds it is in the year 5138.
	firstMillisecond = 100_000_000_000
)

// A Parameter describes one parameter of the format.
type Parameter struct {
	// Name is as in the URL. ":ua_" and "" stand for the families of user
	// attributes and controls, whose names continue it.
	Name string `json:"name"`
	// Field is the field of the JSON form of [Embed]; empty for what comes from
	// elsewhere, "options" for a named option.
	Field string `json:"field"`
	Label string `json:"label"`
	Group Group  `json:"group"`
	// Required reports whether each userbacked URL must have it.
	Required bool `json:"required"`
	// Modes lists the modes that know it; none means all.
	Modes []Mode `json:"modes,omitempty"`
	Type  Type   `json:"type"`
	// Allowed lists the values of an enumeration. Open says that others may
	// exist, such as the names of custom themes.
	Allowed []string `json:"allowed,omitempty"`
	Open    bool     `json:"open,omitempty"`
	// Min and Max bound an integer, or the bytes of a text.
	Min int64 `json:"min,omitempty"`
	Max int64 `json:"max,omitempty"`
	// Default is what the platform does without it, in words or as a value.
	Default string `json:"default"`
	Example string `json:"example"`
	Meaning string `json:"meaning"`
	Source  Source `json:"source"`
	// Reference names the document that the entry rests on.
	Reference string `json:"reference"`
}

// Group orders parameters for people.
type Group string

// The groups, in the order to show them.
const (
	GroupURL        Group = "url"
	GroupPerson     Group = "person"
	GroupAppearance Group = "appearance"
	GroupMenus      Group = "menus"
	GroupData       Group = "data"
	GroupSharing    Group = "sharing"
	GroupLegacy     Group = "legacy"
)

// Type is how the value of a parameter is written.
type Type string

// The types of values.
const (
	TypeText    Type = "text"
	TypeURL     Type = "url"
	TypeEmail   Type = "email"
	TypeList    Type = "list"    // items with literal commas between them
	TypeInteger Type = "integer" // whole seconds
	TypeBoolean Type = "boolean" // true or false
	TypeEnum    Type = "enum"
	TypeColour  Type = "colour" // six hex digits, without #
	TypeHex     Type = "hex"
	TypeUUID    Type = "uuid"
	TypeControl Type = "control" // values or a range
)

// The documents that entries rest on.
const (
	refParameters = "Sigma help centre, “add-url-parameters-to-a-secure-embed”"
	refQuickStart = "QuickStart “Embedding 05: Parameters and User-Attributes”"
	refExample    = "Sigma help centre, “example-embed-api-and-url”"
	refControls   = "Sigma help centre, “workbook-control-values-in-the-url”"
	refErrors     = "Sigma help centre, “secure-embed-error-code-reference”"
	refLegacy     = "QuickStarts and samples of 2021 to 2023"
)

var userBackedOnly = []Mode{UserBacked}

// Parameters lists every parameter of the HMAC scheme: first what each URL
// needs, in canonical order, then the rest by group.
func Parameters() []Parameter { return append([]Parameter(nil), parameters...) }

// parameterNamed finds the entry of a parameter; a name of one of the families
// finds the entry of its family, a name with an unknown colon nothing.
func parameterNamed(name string) *Parameter {
	if i, ok := parameterIndex[name]; ok {
		return &parameters[i]
	}
	switch {
	case isAttribute(name):
		return &parameters[parameterIndex[attributePrefix]]
	case name != "" && name[0] != ':':
		return &parameters[parameterIndex[""]]
	}
	return nil
}

func isAttribute(name string) bool {
	return len(name) > len(attributePrefix) && name[:len(attributePrefix)] == attributePrefix
}

var parameterIndex = indexParameters()

func indexParameters() map[string]int {
	index := make(map[string]int, len(parameters))
	for i := range parameters {
		index[parameters[i].Name] = i
	}
	return index
}
