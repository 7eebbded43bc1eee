package jwt

import (
	"context"
	"crypto/hmac"
	"strings"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// A judgement is one decision of the receiving side. Each of its methods is a
// step: it gives the fault for which the token is refused, or none.
type judgement struct {
	ctx      context.Context
	verifier *Verifier
	token    *reading
	now      time.Time
	secret   signer.Secret
	// used stands in for the verifier's ledger where a jti is only looked up.
	used func(jti string) bool
	// err stops the decision: the ledger did not answer.
	err error
}

// A fault is a reason to refuse with the name of what is at fault.
type fault struct{ parameter, why string }

var none fault

// firstRefusal asks in order until one question is refused.
func (j *judgement) firstRefusal() *signer.Refusal {
	for i := range verdicts {
		q := &verdicts[i]
		if f := q.refuse(j); f.why != "" {
			return &signer.Refusal{Code: q.code, Parameter: f.parameter, SigmaMessage: q.message, Explanation: f.why, Source: q.source}
		}
	}
	return nil
}

// told makes a fault of what a finding says.
func told(f *signer.Finding) fault {
	if f == nil {
		return none
	}
	return fault{f.Parameter, strings.TrimSpace(strings.TrimSpace(f.Parameter+" "+f.Message) + ". " + f.Fix)}
}

// found gives the first thing of a kind that was said while reading.
func (j *judgement) found(id said) fault {
	for i := range j.token.findings {
		if f := &j.token.findings[i]; f.Code == sayings[id].code {
			return told(f)
		}
	}
	return none
}

// checked gives the first error that a rule of the format finds. What was there
// with another type counts as there.
func (j *judgement) checked(rule func(*checker)) fault {
	c := checker{collector{errorsOnly: true}, &j.token.header, &j.token.claims}
	rule(&c)
	for i := range c.findings {
		if f := &c.findings[i]; f.Code != "missing_claim" || !j.token.mistyped(f.Parameter) {
			return told(f)
		}
	}
	return none
}

// mistyped reports whether a member is there with a value of another type.
func (r *reading) mistyped(name string) bool {
	for i := range r.findings {
		if f := &r.findings[i]; f.Code == "wrong_type" && f.Parameter == name {
			return true
		}
	}
	return false
}

func (j *judgement) malformed() fault { return told(j.token.broken) }
func (j *judgement) algorithm() fault { return j.checked((*checker).algorithm) }
func (j *judgement) critical() fault  { return j.found(extensionsCritical) }
func (j *judgement) twice() fault     { return j.found(nameTwice) }
func (j *judgement) missing() fault   { return j.checked((*checker).required) }
func (j *judgement) sub() fault       { return j.checked((*checker).sub) }

// invalid refuses wrong types, and versions and audiences that do not exist.
func (j *judgement) invalid() fault {
	if f := j.found(typeNotText); f.why != "" {
		return f
	}
	return j.checked((*checker).version)
}

func (j *judgement) client() fault {
	id := j.token.header.KeyID
	if find := j.verifier.Secret; find != nil {
		if secret, ok := find(id); ok {
			j.secret = secret
			return none
		}
	}
	return fault{"kid", "No secret belongs to the client ID " + quote(id) + "; it is mistyped, was revoked, or its credentials are not for embedding."}
}

// signature compares in constant time. Comparing the text is comparing the
// bytes, since what could be written in two ways was refused as malformed.
func (j *judgement) signature() fault {
	if !j.secret.IsZero() && hmac.Equal([]byte(signatureOf(j.secret.Reveal(), j.token.input())), []byte(j.token.signature())) {
		return none
	}
	return fault{"signature", "The signature is not that of this header and payload under this secret: either another secret signed them, or at least one character differs."}
}

func (j *judgement) notYetValid() fault {
	iat := j.token.claims.IssuedAt
	begin := time.Unix(iat, 0)
	switch {
	case !j.now.Add(j.verifier.Leeway).Before(begin):
		return none
	case iat >= firstMillisecond:
		return fault{"iat", "iat looks like milliseconds, which puts it far into the future; claims count seconds."}
	}
	return fault{"iat", "The token is from " + signer.UTC(begin) + "; it is " + signer.UTC(j.now) + " now."}
}

// expired goes by RFC 7519: at exp, the token is no longer good.
func (j *judgement) expired() fault {
	end := j.token.expires()
	if j.now.Add(-j.verifier.Leeway).Before(end) {
		return none
	}
	return fault{"exp", "The token was good until " + signer.UTC(end) + "; it is " + signer.UTC(j.now) + " now."}
}

func (r *reading) expires() time.Time { return time.Unix(r.claims.Expires, 0) }

// lifetime asks about the times themselves too: without the receiver's time it is
// the first to see that one is in milliseconds.
func (j *judgement) lifetime() fault { return j.checked((*checker).times) }

func (j *judgement) team() fault {
	exists := j.verifier.TeamExists
	for _, team := range j.token.claims.Teams {
		if exists != nil && !exists(team) {
			return fault{"teams", "There is no team " + quote(team) + "."}
		}
	}
	return none
}

func (j *judgement) accountType() fault {
	exists, name := j.verifier.AccountTypeExists, j.token.claims.AccountType
	if exists == nil || name == "" || exists(name) {
		return none
	}
	return fault{"account_type", "There is no account type " + quote(name) + "."}
}

func (j *judgement) internal() fault {
	if is := j.verifier.IsInternal; is == nil || !is(j.token.claims.Sub) {
		return none
	}
	return j.checked((*checker).internal)
}

func (j *judgement) fresh() (bool, error) {
	p := &j.token.claims
	switch {
	case j.used != nil:
		return !j.used(p.JTI), nil
	case j.verifier.Ledger == nil:
		return true, nil
	}
	return j.verifier.Ledger.Use(j.ctx, j.token.header.KeyID, p.JTI, j.token.expires().Add(j.verifier.Leeway), j.now)
}

// reused checks and records the jti in one step of the ledger.
func (j *judgement) reused() fault {
	fresh, err := j.fresh()
	if err != nil {
		j.err = &LedgerError{err}
		return none
	}
	if fresh {
		return none
	}
	return fault{"jti", "The jti was used before: each token opens once. Sigma refuses it as replayed; its text is not documented."}
}
