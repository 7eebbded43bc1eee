package jwt

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A checker applies the rules of the format to a header and its claims. Signing
// and verifying ask for errors only; explaining and reading want everything.
type checker struct {
	collector
	h *Header
	p *Claims
}

// token checks all that a token says.
func (c *checker) token(internal bool) {
	c.header()
	c.required()
	if c.p.Sub != "" {
		c.sub()
	}
	c.times()
	c.version()
	if internal {
		c.internal()
	} else {
		c.role()
	}
	if c.p.Issuer != "" && c.h.KeyID != "" && c.p.Issuer != c.h.KeyID {
		c.say(issuerDiffers, "iss", "")
	}
	c.pairs("user_attributes", c.p.UserAttributes)
	c.pairs("connection_oauth_tokens", c.p.ConnectionOAuthTokens)
	c.texts()
}

func (c *checker) header() {
	c.algorithm()
	if t := c.h.Type; t != "" && !strings.EqualFold(t, "JWT") {
		c.say(typeUnusual, "typ", quote(t))
	}
	if id := c.h.KeyID; id != "" && (len(id) != signer.ClientIDLength || !all(id, isHexDigit)) {
		c.say(clientIDForm, "kid", "")
	}
}

func (c *checker) algorithm() {
	alg, flaw := c.h.Algorithm, " is not supported; only HS256 is"
	switch {
	case alg == Algorithm:
		return
	case strings.EqualFold(alg, "none"):
		flaw = " asks to trust a token that nobody signed"
	case strings.EqualFold(alg, Algorithm):
		flaw = " is written HS256"
	}
	c.say(algorithmUnsupported, "alg", quote(alg)+flaw)
}

// required reports what must be there and is not.
func (c *checker) required() {
	for i := range members {
		m := &members[i]
		needed := m.Required && m.Name != "alg" || m.Name == "aud" && c.p.Version == Version11
		if needed && isEmpty(m.slot(c.h, c.p)) {
			c.say(claimMissing, m.Name, m.remedy())
		}
	}
}

func (m *Member) slot(h *Header, p *Claims) any {
	if m.Place == PlaceHeader {
		return h.slot(m.Name)
	}
	return p.slot(m.Name)
}

func (m *Member) remedy() string {
	where := "Add it to the payload: "
	if m.Place == PlaceHeader {
		where = "Add it to the header; libraries have an option for that, such as keyid or headers: "
	}
	return where + m.Limit + "."
}

func (c *checker) sub() {
	if why := signer.EmailFlaw(c.p.Sub); why != "" {
		c.say(subInvalid, "sub", quote(c.p.Sub)+" "+why)
	}
}

// moment checks a time by itself.
func (c *checker) moment(name string, unix int64) {
	switch {
	case unix < 0:
		c.say(timeInvalid, name, "")
	case unix >= firstMillisecond:
		c.say(timeInMilliseconds, name, "")
	}
}

// times checks the two times, and how far they are apart if both are times: what
// only follows from milliseconds would lead to a wrong fix.
func (c *checker) times() {
	iat, exp := c.p.IssuedAt, c.p.Expires
	c.moment("iat", iat)
	c.moment("exp", exp)
	if min(iat, exp) <= 0 || max(iat, exp) >= firstMillisecond {
		return
	}
	switch n := exp - iat; {
	case n <= 0:
		c.say(expiresAtOnce, "exp", "")
	case n > MaxLifetime:
		c.say(lifetimeExceeded, "exp", itoa(n))
	}
}

func (c *checker) version() {
	switch ver, aud := c.p.Version, c.p.Audience; {
	case ver == Version11:
		if aud != "" && aud != Audience {
			c.say(audienceInvalid, "aud", quote(aud))
		}
	case ver != "" && ver != Version10:
		c.say(versionInvalid, "ver", quote(ver))
	default:
		c.tooOld()
	}
}

// tooOld warns of what an earlier version passes over.
func (c *checker) tooOld() {
	if c.p.Audience != "" {
		c.say(audienceUnused, "aud", "")
	}
	for i := range members {
		if m := &members[i]; m.Since != "" && !isEmpty(c.p.slot(m.Name)) {
			c.say(versionNeeded, m.Name, "")
		}
	}
}

// internal checks the token of somebody with an account of the platform.
func (c *checker) internal() {
	for i := range members {
		if m := &members[i]; m.EmbedOnly && !isEmpty(c.p.slot(m.Name)) {
			c.say(claimForEmbedOnly, m.Name, "")
		}
	}
}

// role checks what an embed user may do.
func (c *checker) role() {
	if c.p.AccountType == "" {
		c.say(accountTypeAbsent, "account_type", "")
	}
	if len(c.p.Teams) == 0 {
		c.say(teamsAbsent, "teams", "")
	}
	for _, team := range c.p.Teams {
		if team == "" {
			c.say(teamEmpty, "teams", "")
		}
	}
}

func (c *checker) pairs(name string, pairs []Pair) {
	for i := range pairs {
		if pairs[i].Name == "" {
			c.say(nameEmpty, name, "")
		}
		for j := range i {
			if pairs[j].Name == pairs[i].Name {
				c.say(nameTwice, name, quote(pairs[i].Name))
			}
		}
	}
}
