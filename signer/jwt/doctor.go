package jwt

import (
	"crypto/sha256"

	"github.com/embedsign/embedsign/signer"
)

// causes tries each mistake, and if none explains the signature each pair of
// different kinds: some 300 signatures at most, whatever the token says. What is
// reported as proved gave the very signature that the token carries.
func causes(r *reading, secret signer.Secret) (found []signer.Cause, tried int) {
	given := r.signature()
	if given == "" {
		return []signer.Cause{}, 0
	}
	for i := range hypotheses {
		if a, ok := repeated(r, secret, &hypotheses[i]); ok {
			tried++
			if a.sign() == given {
				found = append(found, a.cause(&hypotheses[i]))
			}
		}
	}
	if found == nil {
		found, tried = pairs(r, secret, given, tried)
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
			c := a.cause(first)
			c.Code += "+" + second.code
			c.Message += " " + second.message
			c.Fix += " " + second.fix
			return []signer.Cause{c}, tried
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

func (a *attempt) cause(h *hypothesis) signer.Cause {
	c := signer.Cause{Code: h.code, Proved: true, Message: h.message, Fix: h.fix, Differences: []signer.Difference{}}
	if input := a.token.input(); a.text != input {
		c.Text, c.Differences = a.text, signer.Diff(a.text, input)
	}
	return c
}

// unproved says what is left when no mistake explains the signature.
func unproved(tried int) signer.Cause {
	return signer.Cause{
		Code: "changed_or_other_secret",
		Message: itoa(int64(tried)) + " ways to sign wrongly were tried, and none gives this signature. So header or payload were changed after signing, or quite another secret signed. " +
			"Which of them cannot be proved: a signature does not tell what it belonged to.",
		Differences: []signer.Difference{},
		Fix:         "Compare the claims with what you meant to sign, and the client ID in kid with the secret; then make a new token.",
	}
}
