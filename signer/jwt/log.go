package jwt

import (
	"github.com/embedsign/embedsign/signer"
)

const withoutSecret = "Without the secret the signature cannot be checked."

// lacking says why a question was not asked, by what it needs.
var lacking = [needs]string{
	needsClient:       "This needs the secret or the client ID.",
	needsSecret:       withoutSecret,
	needsTime:         "This needs the receiver's time.",
	needsTeams:        "This needs a list of the teams that exist.",
	needsAccountTypes: "This needs a list of the account types that exist.",
	needsUser:         "This needs to know whether the user is an internal one.",
	needsJTIs:         "This needs a list of the jtis that were used.",
}

// log answers every question in order, for people: it goes on after a refusal,
// to list what was not reached.
func (j *judgement) log(lacks *[needs]bool) []signer.LogStep {
	steps := make([]signer.LogStep, 0, len(verdicts))
	refused := false
	for i := range verdicts {
		q := &verdicts[i]
		s := signer.LogStep{Code: q.code, Title: q.title, Parameter: q.parameter, Source: q.source, State: signer.StatePassed, Explanation: q.passed}
		switch {
		case refused:
			s.State, s.Explanation = signer.StateNotReached, "The token was refused before."
		case lacks[q.needs]:
			s.State, s.Explanation = signer.StateNotChecked, lacking[q.needs]
		default:
			if f := q.refuse(j); f.why != "" {
				refused = true
				s.State, s.Parameter, s.Explanation, s.SigmaMessage = signer.StateFailed, f.parameter, f.why, q.message
			}
		}
		steps = append(steps, s)
	}
	return steps
}

// decide answers as a [Verifier] would that knows what the inspection knows.
func (i *Inspection) decide(r *reading) ([]signer.LogStep, signer.Verdict) {
	internal := i.InternalUser
	v := Verifier{
		Secret: i.secret, Leeway: i.Leeway,
		TeamExists: among(i.Teams), AccountTypeExists: among(i.AccountTypes),
		IsInternal: func(string) bool { return internal != nil && *internal },
	}
	j := judgement{verifier: &v, token: r, used: among(i.UsedJTIs)}
	if i.Now != nil {
		j.now = *i.Now
	}
	log := j.log(i.lacks())
	return log, verdictOf(log, i.Secret.IsZero())
}

func (i *Inspection) lacks() *[needs]bool {
	keyless := i.Secret.IsZero()
	return &[needs]bool{
		needsClient: keyless && i.ClientID == nil, needsSecret: keyless, needsTime: i.Now == nil,
		needsTeams: i.Teams == nil, needsAccountTypes: i.AccountTypes == nil,
		needsUser: i.InternalUser == nil, needsJTIs: i.UsedJTIs == nil,
	}
}

// verdictOf sums a log up. Without the secret there is no verdict; but what
// would be refused with any secret is said.
func verdictOf(log []signer.LogStep, keyless bool) signer.Verdict {
	var failed *signer.LogStep
	for i := range log {
		if log[i].State == signer.StateFailed {
			failed = &log[i]
		}
	}
	switch {
	case failed == nil && keyless:
		return signer.Verdict{Code: signer.CodeNotChecked, Explanation: withoutSecret, Source: signer.Policy}
	case failed == nil:
		return signer.Verdict{Accepted: true, Code: signer.CodeAccepted, Source: signer.Documented,
			Explanation: "The signature fits, and so does everything else that was checked."}
	case keyless:
		return signer.Verdict{Code: signer.CodeNotChecked, Source: failed.Source,
			Explanation: withoutSecret + " Whatever it is, this token would be refused (" + string(failed.Code) + "): " + failed.Explanation}
	}
	return signer.Verdict{Code: failed.Code, SigmaMessage: failed.SigmaMessage, Explanation: failed.Explanation, Source: failed.Source}
}

// secret finds the secret for a client ID. Without one it only says whether the
// client ID is the one that is known.
func (i *Inspection) secret(clientID string) (signer.Secret, bool) {
	return i.Secret, i.ClientID == nil || *i.ClientID == clientID
}

func among(names []string) func(string) bool {
	return func(name string) bool {
		for _, n := range names {
			if n == name {
				return true
			}
		}
		return false
	}
}
