package signer

import "strings"

// CheckLesson says whether an attempt does what a lesson asks. The message is
// what is missing, or what there was to learn.
func CheckLesson(id string, a Attempt) LessonResult {
	for i := range lessons {
		l := &lessons[i]
		if l.ID != id {
			continue
		}
		missing := a.verdictMissing(l.verdict)
		if missing == "" && l.missing != nil {
			missing = l.missing(&a)
		}
		if missing != "" {
			return LessonResult{false, "Not yet: " + missing}
		}
		return LessonResult{true, l.Why}
	}
	return LessonResult{false, "There is no lesson " + quote(id) + "."}
}

func (a *Attempt) verdictMissing(want Code) string {
	verdict := &a.Inspected.Verdict
	if want == "" || verdict.Code == want {
		return ""
	}
	missing := "the verdict is " + verdict.Code.spoken() + "; this lesson needs: " + want.spoken() + ". " + verdict.Explanation
	if verdict.Code == CodeNonceReused {
		missing += " Take a new nonce in Build, or press Reset."
	}
	return missing
}

func (a *Attempt) unread() string {
	email := a.Inspected.Embed.Email
	switch {
	case email == "":
		return "this URL holds no e-mail address. Take one in mode userbacked."
	case !strings.EqualFold(strings.TrimSpace(a.Answer), email):
		return "that is not the address in this URL."
	}
	return ""
}

func (a *Attempt) unsafe() string {
	if f := findingWith(a.Inspected.Findings, "browser_rewrites"); f != nil {
		return f.Parameter + " " + f.Message + "."
	}
	for i := range a.Inspected.Parts {
		if p := &a.Inspected.Parts[i]; p.Name != "" && strings.IndexByte(p.Value, '\'') >= 0 {
			return ""
		}
	}
	return "no value holds an apostrophe."
}

func findingWith(findings []Finding, code string) *Finding {
	for i := range findings {
		if findings[i].Code == code {
			return &findings[i]
		}
	}
	return nil
}

func (a *Attempt) unraised() string {
	switch {
	case read(a.From).signature != a.Inspected.Signature.Given:
		return "the signature is not the one of the URL that you began with. Leave it as it is."
	case !among(a.changed())(":account_type"):
		return "the account type is still the one that was signed."
	}
	return ""
}

func (a *Attempt) unfound() string {
	changed := a.changed()
	name := strings.TrimSpace(a.Answer)
	switch {
	case len(changed) == 0:
		return "nothing was changed in this URL. Take a tampered one."
	case among(changed)(name) || among(changed)(":"+name):
		return ""
	}
	return quote(name) + " is not what was changed."
}

// changed names the parameters that are not as they were in the URL before.
func (a *Attempt) changed() []string {
	before := Parse(a.From)
	names := []string{}
	for _, p := range Parse(a.URL) {
		if p.Name != "" && !holds(before, p.Raw) {
			names = append(names, p.Name)
		}
	}
	return names
}

func holds(parts []Part, raw string) bool {
	for i := range parts {
		if parts[i].Raw == raw {
			return true
		}
	}
	return false
}

// puzzling are the attacks that change the value of one parameter.
var puzzling = [...]string{"change_email", "raise_account_type", "add_team", "lengthen_session"}

// Puzzle changes one parameter of a signed URL, for the lesson "find_tampered".
// Any number picks an attack; the same number picks the same one. The error is
// an [*AttackError].
func Puzzle(url string, pick uint) (Broken, error) {
	b, err := Break(puzzling[pick%uint(len(puzzling))], url)
	if err != nil { // there may be nothing above the account type
		b, err = Break(puzzling[0], url)
	}
	return b, err
}
