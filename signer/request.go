package signer

import "time"

// A Request is everything that makes one URL.
type Request struct {
	Embed       Embed
	Credentials Credentials
	// Nonce is used once, 1 to [MaxNonceLength] bytes; see [NewNonce].
	Nonce string
	// Time is when the session begins; the URL carries whole Unix seconds.
	Time time.Time
	// Dialect is how names and values are encoded; empty means [DialectSafe].
	Dialect Dialect
	// Order lists parameter names in the order to write them. What it does not
	// list follows in the canonical order, what the URL does not have is passed
	// over. Empty means the canonical order.
	Order []string
}

// A Dialect is a way to encode names and values. The platform accepts all five,
// because it compares the signature with the text as it stands; which one is
// robust is another matter.
type Dialect string

const (
	// DialectSafe percent-encodes all but the letters, digits and -._~ in
	// values and keeps the commas of lists. Browsers do not rewrite its output.
	DialectSafe Dialect = "safe"
	// DialectDocs encodes nothing, like the examples of the documentation.
	DialectDocs Dialect = "docs"
	// DialectForm writes what URLSearchParams writes, like the Node and Ruby
	// samples.
	DialectForm Dialect = "form"
	// DialectPython writes what quote(safe=",:") writes, like the Python sample.
	DialectPython Dialect = "python"
	// DialectGo encodes only the space, like the Go sample.
	DialectGo Dialect = "go"
)

// Dialects lists the dialects, the default first.
func Dialects() []Dialect {
	return []Dialect{DialectSafe, DialectDocs, DialectForm, DialectPython, DialectGo}
}
