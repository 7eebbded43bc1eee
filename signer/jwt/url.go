package jwt

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// urlOf puts a token into the URL of a workbook: the token, :embed=true, then
// options and controls in the safe dialect of package signer.
func urlOf(workbook, token string, options []signer.Option, controls []signer.Control) string {
	all := append([]signer.Option{{Name: ":jwt", Value: token}, {Name: ":embed", Value: "true"}}, options...)
	return signer.Build(signer.Request{Embed: signer.Embed{Path: workbook, Options: all, Controls: controls}}).SignedText
}

// surroundings are what is said about the URL around a token.
type surroundings struct{ collector }

// of checks the workbook's URL, the options and the controls that go with a
// token. Package signer knows the rules that both schemes share.
func (c *surroundings) of(workbook string, options []signer.Option, controls []signer.Control) {
	built := signer.Build(signer.Request{Embed: signer.Embed{Path: workbook, Options: options, Controls: controls}})
	for i := range built.Findings {
		if f := &built.Findings[i]; shared(f) {
			c.add(f)
		}
	}
	c.workbook(workbook)
	for i := range options {
		c.option(called(options[i].Name))
	}
	if len(controls) > 0 {
		c.say(controlsNotSigned, called(controls[0].ID), "")
	}
}

// shared reports whether a finding about a signed URL holds here too.
func shared(f *signer.Finding) bool {
	switch f.Code {
	case "missing_parameter", "path_missing", "unknown_parameter", "reserved_parameter", "embed_id_form", "empty_secret", "client_id_absent", "account_type_absent":
		return false
	}
	return f.Severity != signer.SeverityInfo
}

// workbook checks what only the path of a workbook has.
func (c *surroundings) workbook(path string) {
	switch {
	case path == "":
		c.say(workbookAbsent, "path", "")
	case strings.Contains(path, "/embed/"):
		c.say(embedPath, "path", "")
	case !strings.Contains(path, "/workbook/") && !strings.HasSuffix(path, "/ask"):
		c.say(workbookForm, "path", "")
	}
}

// option checks the name of a parameter with a colon.
func (c *surroundings) option(name string) {
	if name == ":jwt" || name == ":embed" { // every URL has them already
		c.say(parameterTwice, name, "")
		return
	}
	p := urlParameterNamed(name)
	says := map[Use]said{"": optionUnknown, UseSample: optionOfSample, UseClaim: optionInToken, UseWithdrawn: optionWithdrawn}
	if id, ok := says[p.Use]; ok {
		c.say(id, name, p.Instead)
	}
}

// url checks a URL that carries a token, and gives its parts their roles.
func (c *surroundings) url(r *reading) {
	var options []signer.Option
	var controls []signer.Control
	path, embedded, isURL := "", false, r.url[0].Role != signer.RoleBroken
	for i := range r.url {
		p := &r.url[i]
		p.Signed = false
		switch {
		case p.Role == signer.RoleOrigin || p.Role == signer.RolePath:
			path += p.Raw
		case p.Role == signer.RoleFragment:
			c.say(fragmentLost, "", "")
		case p.Role == signer.RoleBroken:
			if i > 0 {
				c.say(notAPair, "", quote(p.Raw))
			}
		case i == r.at || p.Name == ":jwt":
			p.Role, p.Signed = RoleToken, true
		case p.Name == ":embed":
			p.Role, embedded = signer.RoleRequired, p.Value == "true"
		case p.Role == signer.RoleControl:
			controls = append(controls, controlOf(p))
		case p.Name != "":
			p.Role = roleOf(p.Name)
			options = append(options, signer.Option{Name: p.Name, Value: p.Value})
		}
	}
	if isURL {
		c.of(path, options, controls)
	}
	if !embedded {
		c.say(embedAbsent, ":embed", "")
	}
	c.say(onlyTokenSigned, "", "")
}

func controlOf(p *signer.Part) signer.Control {
	low, isRange := strings.CutPrefix(p.Value, "min:")
	if low, high, ok := strings.Cut(low, ",max:"); ok && isRange {
		return signer.Control{ID: p.Name, Range: &signer.Range{Min: low, Max: high}}
	}
	return signer.Control{ID: p.Name, Values: strings.Split(p.Value, ",")}
}

func roleOf(name string) signer.Role {
	switch urlParameterNamed(name).Use {
	case "":
		return signer.RoleUnknown
	case UseAllowed, UseSample:
		return signer.RoleOptional
	}
	return RoleWithdrawn
}
