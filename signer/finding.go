package signer

import "strings"

// Severity grades a [Finding].
type Severity string

const (
	// SeverityError marks what the platform refuses, or what cannot be signed.
	SeverityError Severity = "error"
	// SeverityWarning marks what works, but hardly as meant.
	SeverityWarning Severity = "warning"
	// SeverityInfo marks what is good to know.
	SeverityInfo Severity = "info"
)

// Source says where a rule or a text comes from.
type Source string

const (
	// Documented: Sigma's help centre or a QuickStart says so.
	Documented Source = "documented"
	// Sample: official sample code does so, or it follows from how browsers
	// and URLs work.
	Sample Source = "sample"
	// Policy: our own choice, where documents are silent or contradictory.
	Policy Source = "policy"
)

// A Finding is one thing to say about an embed or its URL.
type Finding struct {
	// Code is stable and meant for programs, such as "invalid_email".
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	// Parameter is the name as in the URL, "path" for what stands before the
	// question mark, or empty for the URL as a whole.
	Parameter string `json:"parameter"`
	Message   string `json:"message"`
	// Fix says what to do; it may be empty.
	Fix    string `json:"fix"`
	Source Source `json:"source"`
}

// An InvalidError says why a request cannot be signed. It never holds a secret.
type InvalidError struct {
	// Findings are the rules that were broken, at least one, each with
	// [SeverityError].
	Findings []Finding
}

// Error gives the first finding with its fix, and how many there are besides.
func (e *InvalidError) Error() string {
	first := e.Findings[0]
	text := first.Message
	if first.Parameter != "" {
		text = first.Parameter + ": " + text
	}
	if first.Fix != "" {
		fix := strings.TrimSuffix(first.Fix, ".")
		text += "; " + strings.ToLower(fix[:1]) + fix[1:]
	}
	if more := len(e.Findings) - 1; more > 0 {
		text += " (and " + itoa(more) + " more)"
	}
	return text
}
