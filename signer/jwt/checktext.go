package jwt

import (
	"strings"
	"unicode/utf8"

	"github.com/embedsign/embedsign/signer"
)

// texts checks the texts of the claims: what cannot be meant is an error, and
// what a reader does not see a warning.
func (c *checker) texts() {
	for i := range members {
		if m := &members[i]; m.Place == PlacePayload {
			c.slot(m.Name, c.p.slot(m.Name))
		}
	}
	c.encrypted("oauth_token", c.p.OAuthToken)
	for _, pair := range c.p.ConnectionOAuthTokens {
		c.encrypted("connection_oauth_tokens", pair.Value)
	}
	if id := c.p.EvalConnectionID; id != "" && (len(id) != 36 || strings.Count(id, "-") != 4) {
		c.say(connectionForm, "eval_connection_id", quote(id))
	}
}

func (c *checker) slot(name string, slot any) {
	switch p := slot.(type) {
	case *string:
		c.text(name, *p)
	case *[]string:
		for _, text := range *p {
			c.text(name, text)
		}
	case *[]Pair:
		for _, pair := range *p {
			c.text(name, pair.Name)
			c.text(name, pair.Value)
		}
	}
}

func (c *checker) text(name, text string) {
	control := false
	for i := range len(text) {
		control = control || text[i] < ' ' || text[i] == 0x7f
	}
	switch {
	case !utf8.ValidString(text):
		c.say(textInvalidUTF8, name, quote(text))
	case control:
		c.say(textControl, name, quote(text))
	case !c.errorsOnly && signer.Visible(text) != text:
		c.say(textInvisible, name, signer.Visible(text))
	}
}

// encrypted warns of a token that is in plain: whoever sees the URL can read it.
func (c *checker) encrypted(name, token string) {
	if token != "" && !isEncrypted(token) {
		c.say(tokenInPlain, name, "")
	}
}

// isEncrypted reports whether a text has the form of an encrypted token: salt,
// IV, tag and ciphertext.
func isEncrypted(token string) bool {
	parts := strings.Split(token, ".")
	lengths := [...]int{16, 12, 16}
	if len(parts) != 4 {
		return false
	}
	for i, part := range parts {
		raw, whole := decodeBase64(part)
		if !whole || i < len(lengths) && len(raw) != lengths[i] {
			return false
		}
	}
	return true
}
