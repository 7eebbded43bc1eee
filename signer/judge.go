package signer

import (
	"context"
	"crypto/hmac"
	"time"
)

// A judgement is one decision of the receiving side. Each of its methods is a
// step: it says why the URL is refused, or nothing if it passes.
type judgement struct {
	ctx      context.Context
	verifier *Verifier
	url      *reading
	now      time.Time
	key      *Key
	// used stands in for the verifier's ledger where nonces are only looked up.
	used func(nonce string) bool
	// err stops the decision: the ledger did not answer.
	err error
}

// firstRefusal asks in order until one question is refused. It allocates nothing
// for what passes.
func (j *judgement) firstRefusal() *Refusal {
	for i := range verdicts {
		q := &verdicts[i]
		if parameter, why := q.refuse(j); why != "" {
			return &Refusal{Code: q.code, Parameter: parameter, SigmaMessage: q.message, Explanation: why, Source: q.source}
		}
		if j.err != nil {
			return nil
		}
	}
	return nil
}

func (j *judgement) malformed() (string, string) {
	if j.url.broken == "" {
		return "", ""
	}
	return j.url.findings[0].Parameter, "This cannot be read: " + j.url.broken + "."
}

// needed are the parameters without which there is no decision. The client ID
// is not among them: without one the old secret of the organisation counts.
var needed = []struct {
	name       string
	userBacked bool // only a known person needs it
	absent     func(*reading) bool
}{
	{":nonce", false, func(r *reading) bool { return r.nonce == "" }},
	{":mode", false, func(r *reading) bool { return r.embed.Mode == "" }},
	{":session_length", false, func(r *reading) bool { return r.embed.SessionLength == 0 }},
	{":time", false, func(r *reading) bool { return r.time == 0 }},
	{":email", true, func(r *reading) bool { return r.embed.Email == "" }},
	{":external_user_id", true, func(r *reading) bool { return r.embed.ExternalUserID == "" }},
	{":external_user_team", true, func(r *reading) bool { return len(r.embed.Teams) == 0 }},
	{":signature", false, func(r *reading) bool { return r.signature == "" }},
}

func (j *judgement) missing() (string, string) {
	anonymous := j.url.embed.Mode.anonymous()
	for i := range needed {
		n := &needed[i]
		if n.absent(j.url) && !(n.userBacked && anonymous) {
			return n.name, n.name + " is missing or empty."
		}
	}
	return "", ""
}

func (j *judgement) mode() (string, string) {
	if m := j.url.embed.Mode; m != UserBacked && !m.anonymous() {
		return ":mode", quote(string(m)) + " is not a mode; use userbacked."
	}
	return "", ""
}

func (j *judgement) email() (string, string) {
	if j.url.embed.Mode.anonymous() {
		return "", ""
	}
	if why := emailFlaw(j.url.embed.Email); why != "" {
		return ":email", quote(j.url.embed.Email) + " " + why + "."
	}
	return "", ""
}

func (j *judgement) session() (string, string) {
	if n := j.url.embed.SessionLength; n > MaxSessionLength {
		return ":session_length", itoa(int(n)) + " seconds are over the maximum of 2592000 (30 days)."
	}
	return "", ""
}

func (j *judgement) client() (string, string) {
	if find := j.verifier.Key; find != nil {
		if key, ok := find(j.url.clientID); ok {
			j.key = key
			return "", ""
		}
	}
	if j.url.clientID == "" {
		return ":client_id", "There is no client ID, and no secret for URLs without one."
	}
	return ":client_id", "No secret belongs to the client ID " + shortened(j.url.clientID) + "; it is mistyped or was revoked."
}

// shortened quotes a client ID so that a character lost at either end shows.
func shortened(id string) string {
	const kept = 6
	text := quote(id)
	if len(id) > 4*kept {
		text = quote(id[:kept] + "…" + id[len(id)-kept:])
	}
	if len(id) != ClientIDLength {
		text += ", which has " + itoa(len(id)) + " characters instead of " + itoa(ClientIDLength)
	}
	return text
}

func (j *judgement) signature() (string, string) {
	want := signatureOf(j.key, j.url.signed)
	if hmac.Equal([]byte(want), []byte(j.url.signature)) {
		return "", ""
	}
	return ":signature", "The signature is not that of this text under this secret: either another secret signed it, or at least one byte differs."
}

func (j *judgement) notYetValid() (string, string) {
	begin := time.Unix(j.url.time, 0)
	switch {
	case !j.now.Add(j.verifier.Leeway).Before(begin):
		return "", ""
	case j.url.time >= firstMillisecond:
		return ":time", "The time looks like milliseconds, which puts it far into the future; the format counts seconds."
	}
	return ":time", "The URL is good from " + UTC(begin) + " on; it is " + UTC(j.now) + " now."
}

func (j *judgement) expired() (string, string) {
	end := j.url.expires()
	if !j.now.Add(-j.verifier.Leeway).After(end) {
		return "", ""
	}
	return ":time", "The URL was good until " + UTC(end) + "; it is " + UTC(j.now) + " now."
}

func (r *reading) expires() time.Time { return time.Unix(r.time+r.embed.SessionLength, 0) }

func (j *judgement) team() (string, string) {
	exists := j.verifier.TeamExists
	for _, team := range j.url.embed.Teams {
		if exists != nil && !exists(team) {
			return ":external_user_team", "There is no team " + quote(team) + "."
		}
	}
	return "", ""
}

func (j *judgement) accountType() (string, string) {
	exists, name := j.verifier.AccountTypeExists, j.url.embed.AccountType
	if exists == nil || name == "" || exists(name) {
		return "", ""
	}
	return ":account_type", "There is no account type " + quote(name) + "."
}

func (j *judgement) fresh() (bool, error) {
	switch {
	case j.used != nil:
		return !j.used(j.url.nonce), nil
	case j.verifier.Ledger == nil:
		return true, nil
	}
	keep := j.url.expires().Add(j.verifier.Leeway)
	return j.verifier.Ledger.Use(j.ctx, j.url.clientID, j.url.nonce, keep, j.now)
}

// reused checks and records the nonce in one step of the ledger.
func (j *judgement) reused() (string, string) {
	fresh, err := j.fresh()
	if err != nil {
		j.err = &LedgerError{err}
		return "", ""
	}
	if !fresh {
		return ":nonce", "The nonce was used before: each URL opens once. Sigma reports this as EINVAL; its text is not documented."
	}
	return "", ""
}
