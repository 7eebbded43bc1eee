package main

import (
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A field is one parameter as the form shows it.
type field struct {
	signer.Parameter
	// Value is what the worked example has for it.
	Value value
}

// Key names the control in the form: the name in the URL without its colon.
func (f field) Key() string { return strings.TrimPrefix(f.Name, ":") }

// Kind says how the page reads the control.
func (f field) Kind() string {
	switch {
	case f.Type == signer.TypeInteger && f.Field != "options": // those travel as text
		return "seconds"
	case f.Type == signer.TypeList:
		return "list"
	}
	return "text"
}

// Choices are the values of a control that allows no others.
func (f field) Choices() []string {
	switch {
	case f.Type == signer.TypeBoolean:
		return []string{"true", "false"}
	case f.Type == signer.TypeEnum && !f.Open:
		return f.Allowed
	}
	return nil
}

// Suggestions are the known values of a control that allows others too.
func (f field) Suggestions() []string {
	if f.Open {
		return f.Allowed
	}
	return nil
}

// InputMode asks a touch keyboard for the right keys. The type of the input
// stays text: the others trim or drop what is typed, and the mistake with it.
func (f field) InputMode() string {
	switch f.Type {
	case signer.TypeInteger:
		return "numeric"
	case signer.TypeEmail:
		return "email"
	case signer.TypeURL:
		return "url"
	}
	return "text"
}

// Hint puts the limits and the default into words.
func (f field) Hint() string {
	var hints []string
	add := func(parts ...string) { hints = append(hints, strings.Join(parts, "")) }
	switch {
	case f.Kind() == "list":
		add("One value on each line.")
	case f.Type == signer.TypeInteger && f.Max == signer.MaxSessionLength:
		add(number(f.Min), " to ", number(f.Max), ".")
	case f.Type == signer.TypeText && f.Max > 0:
		add(number(f.Min), " to ", number(f.Max), " bytes.")
	}
	if f.Default != "" && !strings.Contains(f.Meaning, f.Default) {
		add("Without it: ", f.Default, ".")
	}
	if len(f.Choices()) == 0 && f.Example != "" && f.Value.Text == "" && f.Field == "options" {
		add("Example: ", f.Example, ".")
	}
	return strings.Join(hints, " ")
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
