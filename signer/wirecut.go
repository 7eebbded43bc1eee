package signer

import "strings"

// cut reports a # and what it costs: browsers keep it and all that follows to
// themselves.
func (c *checker) cut(name, fragment string) {
	switch {
	case strings.Contains(fragment, "signature="):
		c.tell(fragmentCuts, name, "the signature")
	case strings.IndexByte(fragment, '&') >= 0:
		c.tell(fragmentCuts, name, "what follows it")
	default:
		c.tell(fragmentSpare, "", "")
	}
}

// torn reports parameters that are in the text, but were read as a piece of
// something else, because what separates them is not what it should be.
func (c *checker) torn(r *reading, parts []Part) {
	for i := range parts {
		if p := &parts[i]; p.Name != "" {
			c.swallowed(r, p)
		}
	}
}

// swallowed reports a pair that holds another one.
func (c *checker) swallowed(r *reading, p *Part) {
	at, name := pairInside(p.Value)
	switch {
	case p.Name[0] == '?':
		c.tell(secondQuestionMark, p.Name, "")
	case name == "":
	case at > 0 && p.Value[at-1] == '?':
		c.tell(secondQuestionMark, p.Name, " before "+name)
	case !r.has(name):
		c.tell(missingAmpersand, p.Name, name)
	}
}

// pairInside finds the first known parameter that is spelled out in a value.
func pairInside(value string) (at int, name string) {
	colon := -1
	for at := range len(value) {
		switch value[at] {
		case ':':
			colon = at
		case '=':
			if colon >= 0 && isKnownOption(value[colon:at]) {
				return colon, value[colon:at]
			}
		}
	}
	return 0, ""
}

// tears are the findings after which parameters seem to be missing that are not.
const tears = " missing_question_mark doubled_question_mark missing_ampersand encoded_query fragment "

// explained reports whether a parameter that was not read stands in the text all
// the same, and a finding has said why.
func explained(findings []Finding, r *reading, url, name string) bool {
	for _, meant := range r.meant {
		if meant == name {
			return true
		}
	}
	for i := range findings {
		if strings.Contains(tears, " "+findings[i].Code+" ") {
			text, _ := unescape(url, false)
			return strings.Contains(text, name+"=")
		}
	}
	return false
}
