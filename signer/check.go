package signer

import (
	"strings"
	"time"
)

// A checker applies the rules of the format to an embed. There is one set of
// rules for signing, for explaining and for reading: signing asks for errors
// only and stays free of allocations as long as there are none.
type checker struct {
	errorsOnly bool
	// textLater leaves out the look at the bytes of each text, because the
	// writer, which sees them anyway, will say whether one is needed.
	textLater bool
	findings  []Finding
}

// err gives the errors that were found as an [*InvalidError].
func (c *checker) err() error {
	if len(c.findings) == 0 {
		return nil
	}
	return &InvalidError{Findings: c.findings}
}

func (c *checker) fail(code, parameter, message, fix string, source Source) {
	c.findings = append(c.findings, Finding{code, SeverityError, parameter, message, fix, source})
}

func (c *checker) warn(code, parameter, message, fix string, source Source) {
	if !c.errorsOnly {
		c.findings = append(c.findings, Finding{code, SeverityWarning, parameter, message, fix, source})
	}
}

func (c *checker) info(code, parameter, message, fix string, source Source) {
	if !c.errorsOnly {
		c.findings = append(c.findings, Finding{code, SeverityInfo, parameter, message, fix, source})
	}
}

// request checks everything that one URL is made of.
func (c *checker) request(r *Request) {
	if spellingOf(r.Dialect) == nil {
		c.fail("unknown_dialect", "", "dialect "+quote(string(r.Dialect))+": not one of safe, docs, form, python, go", "", Policy)
		return
	}
	c.clientID(r.Credentials.ClientID)
	c.secret(r.Credentials.Secret)
	c.embed(&r.Embed)
	c.moment(r.Nonce, r.Time.Unix())
	c.dialect(r)
}

// embed checks all that does not change from URL to URL.
func (c *checker) embed(e *Embed) {
	c.path(e.Path)
	c.role(e)
	c.person(e)
}

// role checks what many people have in common.
func (c *checker) role(e *Embed) {
	c.mode(e.Mode)
	c.session(e.SessionLength)
	if e.Mode.anonymous() {
		c.anonymousRole(e)
		return
	}
	if e.AccountType == "" {
		c.warn("account_type_absent", ":account_type", "is absent, and the platform then gives the highest account type",
			"Name the account type that the person should have.", Documented)
	}
	c.text(":account_type", e.AccountType)
	c.teams(e.Teams)
}

// person checks the rest.
func (c *checker) person(e *Embed) {
	if e.Mode.anonymous() {
		c.anonymous(e)
	} else {
		c.userBacked(e)
	}
	if e.EvalConnectionID != "" {
		c.text(":eval_connection_id", e.EvalConnectionID)
		c.form(":eval_connection_id", e.EvalConnectionID)
	}
	c.attributes(e.Attributes)
	c.options(e.Options)
	c.controls(e.Controls)
}

func (c *checker) clientID(id string) {
	if id == "" {
		c.warn("client_id_absent", ":client_id", "there is none: only the old secret of a whole organisation goes without",
			"Copy the client ID that belongs to the secret.", Documented)
		return
	}
	c.text(":client_id", id)
	if len(id) != ClientIDLength || !all(id, isLowerHex) {
		c.warn("client_id_form", ":client_id", "is not 64 lower-case hex characters, as in every official example",
			"Copy it again from the list of credentials; a lost last character is common.", Sample)
	}
}

// secret warns of what came along with a copied secret. It is signed with all the
// same: there is no telling what a secret must not hold.
func (c *checker) secret(s Secret) {
	text := s.Reveal()
	bare := strings.Trim(strings.TrimFunc(text, blank), "\"'`")
	if !c.errorsOnly && (bare != text || strings.ContainsAny(text, "\r\n")) {
		c.tell(secretNotBare, "", "")
	}
}

func (c *checker) mode(m Mode) {
	switch m {
	case UserBacked:
	case View, Explore:
		c.warn("legacy_mode", ":mode", quote(string(m))+" is one of the old anonymous modes; Sigma documents only userbacked today",
			"Use userbacked, with an e-mail, a team and an account type.", Documented)
	case "":
		c.missing(":mode", "Add :mode=userbacked.")
	default:
		c.fail("invalid_mode", ":mode", quote(string(m))+" is not a mode", "Use userbacked.", Documented)
	}
}

func (c *checker) missing(parameter, fix string) {
	c.fail("missing_parameter", parameter, "is missing", fix, Documented)
}

func (c *checker) session(seconds int64) {
	switch {
	case seconds == 0:
		c.missing(":session_length", "Give whole seconds from 1 to 2592000.")
	case seconds < 0:
		c.fail("invalid_session_length", ":session_length", itoa(int(seconds))+" is not positive", "Give whole seconds from 1 to 2592000.", Documented)
	case seconds > MaxSessionLength:
		c.fail("session_length_exceeded", ":session_length", itoa(int(seconds))+" seconds are over the maximum of 2592000 (30 days)",
			"Shorten it; 3600 is usual.", Documented)
	case seconds > AdvisedSessionLength:
		c.warn("long_session", ":session_length", itoa(int(seconds))+" seconds: the error reference advises less than 3600, although samples use more",
			"Use at most 3600 and make a new URL when the session ends.", Documented)
	}
}

// userBacked checks what only a known person has.
func (c *checker) userBacked(e *Embed) {
	c.email(e.Email)
	if e.ExternalUserID == "" {
		c.missing(":external_user_id", "Pass the stable ID of the person in your application.")
	}
	c.text(":external_user_id", e.ExternalUserID)
	c.names(e.FirstName, e.LastName)
}

func (c *checker) teams(teams []string) {
	const name = ":external_user_team"
	if len(teams) == 0 {
		c.missing(name, "Name at least one team that the content is shared with.")
	}
	for _, team := range teams {
		if team == "" {
			c.fail("empty_team", name, "has an empty team, which gives a permission error", "Remove it, or the surplus comma.", Documented)
		}
		c.text(name, team)
	}
}

func (c *checker) names(first, last string) {
	if first == "" && last == "" {
		return
	}
	if first == "" || last == "" {
		c.fail("half_a_name", ":first_name", "first and last name go together; one is missing", "Give both or neither.", Documented)
	}
	c.text(":first_name", first)
	c.text(":last_name", last)
}

// anonymous warns of what names a person in a mode that knows none. Other
// people's code sends such parameters and was served, so it is no error.
func (c *checker) anonymous(e *Embed) {
	c.text(":external_user_id", e.ExternalUserID)
	c.unexpected(":email", e.Email)
	c.unexpected(":first_name", e.FirstName)
	c.unexpected(":last_name", e.LastName)
	if len(e.Attributes) > 0 {
		c.notAnonymous(attributePrefix)
	}
}

func (c *checker) anonymousRole(e *Embed) {
	c.unexpected(":account_type", e.AccountType)
	for _, team := range e.Teams {
		c.unexpected(":external_user_team", team)
	}
}

func (c *checker) unexpected(name, value string) {
	if value != "" {
		c.text(name, value)
		c.notAnonymous(name)
	}
}

func (c *checker) notAnonymous(name string) {
	c.warn("not_for_mode", name, "means nothing in an anonymous mode", "Leave it out, or use userbacked.", Policy)
}

// moment checks what is new in each URL.
func (c *checker) moment(nonce string, unix int64) {
	c.nonce(nonce)
	c.time(unix)
}

func (c *checker) nonce(nonce string) {
	switch n := len(nonce); {
	case n == 0:
		c.missing(":nonce", "Make a new random UUID for each URL.")
	case n > MaxNonceLength:
		c.fail("nonce_too_long", ":nonce", "has "+itoa(n)+" bytes, the maximum is 255", "Use a UUID.", Documented)
	case n == MaxNonceLength:
		c.warn("nonce_at_limit", ":nonce", "has 255 bytes; one document allows up to 255, another less than 255", "Use a UUID.", Documented)
	}
	c.text(":nonce", nonce)
}

// zeroTime is what a time.Time that nobody set says, which stands for absent just
// as 0 does.
var zeroTime = time.Time{}.Unix()

func (c *checker) time(unix int64) {
	switch {
	case unix == 0, unix == zeroTime:
		c.missing(":time", "Give the current time in whole Unix seconds.")
	case unix < 0:
		c.fail("invalid_time", ":time", "is before 1970", "Give the current time in whole Unix seconds.", Documented)
	case unix >= firstMillisecond:
		c.fail("time_in_milliseconds", ":time", "looks like milliseconds", "Divide by 1000 and round down: the format counts whole seconds.", Documented)
	}
}

// text checks what holds for every text value.
func (c *checker) text(parameter, value string) {
	if !c.textLater {
		c.bytes(parameter, value)
	}
}

func (c *checker) bytes(parameter, value string) {
	switch flawOf(value) {
	case noFlaw:
		c.look(parameter, value)
	case controlCharacter:
		c.fail("control_character", parameter, quote(value)+" has a control character, such as a newline or a tab; browsers remove or rewrite those",
			"Remove it; often it came along with a copied value.", Sample)
	case invalidUTF8:
		c.fail("invalid_utf8", parameter, quote(value)+" is not valid UTF-8", "Encode the text as UTF-8.", Policy)
	}
}

// look warns of what a reader does not see.
func (c *checker) look(parameter, value string) {
	if c.errorsOnly {
		return
	}
	if hasOuterSpace(value) && parameter != ":email" {
		c.warn("outer_space", parameter, quote(value)+" begins or ends with a space", "Remove the space, unless the name really has it.", Documented)
	}
	if r := invisible(value); r != 0 {
		c.warn("invisible_character", parameter, quote(value)+" holds the invisible character "+codePoint(r),
			"Remove it; often it came along with a copied value.", Policy)
	}
}
