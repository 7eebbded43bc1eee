package main

import (
	"strconv"

	"github.com/embedsign/embedsign/signer"
)

// A line is a part as the table lists it.
type line struct {
	signer.Part
	Number int
}

// Lines gives all parts but the separators, which have nothing to explain.
func (p *page) Lines() []line {
	var lines []line
	for _, part := range p.Parts {
		if part.Role != signer.RoleSeparator {
			lines = append(lines, line{part, len(lines) + 1})
		}
	}
	return lines
}

// A stretch is a part as the ribbon shows it.
type stretch struct{ signer.Part }

// Ribbon gives all parts: together they are the URL.
func (p *page) Ribbon() []stretch {
	ribbon := make([]stretch, len(p.Parts))
	for i, part := range p.Parts {
		ribbon[i] = stretch{part}
	}
	return ribbon
}

// Separator reports whether the part is one of those that explain nothing.
func (s stretch) Separator() bool { return s.Role == signer.RoleSeparator }

// Range is what links the ribbon with the table.
func (s stretch) Range() string { return rangeOf(s.Part) }

// Range is what links the table with the ribbon.
func (l line) Range() string { return rangeOf(l.Part) }

func rangeOf(p signer.Part) string { return strconv.Itoa(p.Start) + "-" + strconv.Itoa(p.End) }

// Label is the name of the pair, or that of the role.
func (l line) Label() string {
	if l.Name != "" {
		return l.Name
	}
	return roleOf(l.Part).Label
}

// Meaning is what the table of parameters says, or what the role is for.
func (l line) Meaning() string {
	role := roleOf(l.Part)
	for _, parameter := range signer.Parameters() {
		if role.Field == "" && l.Name == parameter.Name && l.Name != "" || role.Field != "" && role.Field == parameter.Field {
			return parameter.Meaning
		}
	}
	return role.Meaning
}
