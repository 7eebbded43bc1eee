package jwt

import (
	"crypto/sha256"

	"github.com/embedsign/embedsign/signer"
)

// causes tries each mistake, and if none explains the signature each pair of
// different kinds: some 350 signatures at most, whatever the token says. What is
// reported as proved gave the very signature that the token carries, or one that
// it is evidently a damaged copy of. A third mistake is beyond it.
func causes(r *reading, secret signer.Secret, right string) (found []signer.Cause, tried int) {
	given := r.signature()
	if given == "" {
		return []signer.Cause{}, 0
	}
	var damaged []signer.Cause // one mistake, and a damaged copy of its signature
	for i := range hypotheses {
		h := &hypotheses[i]
		a, ok := repeated(r, secret, h)
		if !ok {
			continue
		}
		tried++
		sum := a.sign()
		if sum == given {
			found = append(found, a.cause(h))
		} else if damaged == nil {
			damaged = a.damaged(given, sum, h)
		}
	}
	if found == nil {
		plain, _ := repeated(r, secret)
		found = plain.damaged(given, right)
		tried++
	}
	if found == nil {
		found, tried = pairs(r, secret, given, tried)
	}
	if found == nil {
		found = damaged
	}
	if found == nil {
		found = []signer.Cause{unproved(tried)}
	}
	return found, tried
}

// pairs tries two mistakes at once.
func pairs(r *reading, secret signer.Secret, given string, tried int) ([]signer.Cause, int) {
	for i := range hypotheses {
		for j := i + 1; j < len(hypotheses); j++ {
			first, second := &hypotheses[i], &hypotheses[j]
			if first.kind == second.kind {
				continue
			}
			a, ok := repeated(r, secret, first, second)
			if !ok {
				continue
			}
			tried++
			if a.sign() != given {
				continue
			}
			return []signer.Cause{a.cause(first, second)}, tried
		}
	}
	return nil, tried
}

// repeated makes an attempt with mistakes; ok is false if one does not apply.
func repeated(r *reading, secret signer.Secret, mistakes ...*hypothesis) (*attempt, bool) {
	a := &attempt{token: r, key: secret.Reveal(), text: r.input(), hash: sha256.New}
	for _, m := range mistakes {
		if !a.repeat(m) {
			return nil, false
		}
	}
	return a, true
}

// cause says what an attempt proves that made one mistake or two.
func (a *attempt) cause(mistakes ...*hypothesis) signer.Cause {
	c := signer.Cause{Proved: true, Differences: []signer.Difference{}}
	for _, h := range mistakes {
		join(&c, h.code, h.message, h.fix)
	}
	input := a.token.input()
	if a.text != input {
		c.Text, c.Differences = a.text, signer.Diff(a.text, input)
	}
	if c.Code == frontCut {
		a.token.send(&c, a.text+"."+a.token.signature())
	}
	return c
}

// join adds a mistake to what explains a signature.
func join(c *signer.Cause, code, message, fix string) {
	if c.Code != "" {
		code, message, fix = c.Code+"+"+code, c.Message+" "+message, c.Fix+" "+fix
	}
	c.Code, c.Message, c.Fix = code, message, fix
}

// send says that a token was signed well, and what should have been sent.
func (r *reading) send(c *signer.Cause, token string) {
	start, end, _ := r.span(r.text)
	if r.at >= 0 && r.url[r.at].Name != ":jwt" {
		start, token = r.url[r.at].Start, ":jwt="+token
	}
	c.Message += " The token itself was signed well."
	c.Send = r.text[:start] + token + r.text[end:]
	c.Differences = signer.Diff(r.text, c.Send)
}

// unproved says what is left when no mistake explains the signature.
func unproved(tried int) signer.Cause {
	return signer.Cause{
		Code: "changed_or_other_secret",
		Message: "Nothing was found: " + itoa(int64(tried)) + " ways to sign wrongly were tried, and none gives this signature. So header or payload were changed after signing, or quite another secret signed. " +
			"Which of them cannot be proved: a signature does not tell what it belonged to.",
		Differences: []signer.Difference{},
		Fix:         "Compare the claims with what you meant to sign, and the client ID in kid with the secret; then make a new token.",
	}
}
