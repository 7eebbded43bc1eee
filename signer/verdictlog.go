package signer

// A LogStep is one question of the receiving side, with its answer.
type LogStep struct {
	// Code is the verdict if the answer is no.
	Code Code `json:"code"`
	// Title is the question, such as "Is the signature the right one?".
	Title string `json:"title"`
	State State  `json:"state"`
	// Parameter is the one at fault or looked at, as in the URL; empty if it is
	// none in particular.
	Parameter string `json:"parameter"`
	// Explanation is a sentence or two of ours. It quotes values of the URL,
	// never a secret.
	Explanation string `json:"explanation"`
	// SigmaMessage is what Sigma shows when this step fails, where a document
	// says so; empty for a step that did not fail.
	SigmaMessage string `json:"sigma_message"`
	// Source says where the rule comes from.
	Source Source `json:"source"`
}

// A State says how a [LogStep] went.
type State string

// The states of a step. The first failure is the verdict: what comes after it
// is not reached, whatever it would have been.
const (
	StatePassed     State = "passed"
	StateFailed     State = "failed"
	StateNotReached State = "not_reached"
	// StateNotChecked is a step that lacks what it needs, such as the secret.
	StateNotChecked State = "not_checked"
)

// lacking says why a question was not asked, by what it needs.
var lacking = [needs]string{
	needsClient:       "This needs the secret or the client ID.",
	needsSecret:       withoutSecret,
	needsTime:         "This needs the receiver's time.",
	needsTeams:        "This needs a list of the teams that exist.",
	needsAccountTypes: "This needs a list of the account types that exist.",
	needsNonces:       "This needs a list of the nonces that were used.",
}

const withoutSecret = "Without the secret the signature cannot be checked."

// log answers every question in order. It is for people: unlike firstRefusal it
// goes on after a refusal, to list what was not reached, and allocates.
func (j *judgement) log(lacks *[needs]bool) []LogStep {
	steps := make([]LogStep, 0, len(verdicts))
	refused := false
	for i := range verdicts {
		q := &verdicts[i]
		s := LogStep{Code: q.code, Title: q.title, Parameter: q.parameter, Source: q.source}
		switch {
		case refused:
			s.State, s.Explanation = StateNotReached, "The URL was refused before."
		case lacks[q.needs]:
			s.State, s.Explanation = StateNotChecked, lacking[q.needs]
		default:
			refused = j.answer(q, &s)
		}
		steps = append(steps, s)
	}
	return steps
}

// answer asks one question and reports whether it was refused.
func (j *judgement) answer(q *question, s *LogStep) bool {
	parameter, why := q.refuse(j)
	if why != "" {
		s.State, s.Parameter, s.Explanation, s.SigmaMessage = StateFailed, parameter, why, q.message
		return true
	}
	s.State, s.Explanation = StatePassed, q.passed
	if q.code == CodeExpired {
		s.Explanation += " The URL is good until " + UTC(j.url.expires()) + "."
	}
	return false
}

// decide answers as a [Verifier] would that knows what the inspection knows.
// It gives the log and the verdict that follows from it.
func (i *Inspection) decide(r *reading) ([]LogStep, Verdict) {
	if scheme(r) == "jwt" {
		return []LogStep{}, Verdict{Code: CodeNotChecked, Source: Policy,
			Explanation: "Only signed URLs are checked here; this one holds a JSON web token, the scheme that replaces them."}
	}
	v := Verifier{Key: i.key, Leeway: i.Leeway, TeamExists: among(i.Teams), AccountTypeExists: among(i.AccountTypes)}
	j := judgement{verifier: &v, url: r, used: among(i.UsedNonces)}
	if i.Now != nil {
		j.now = *i.Now
	}
	log := j.log(i.lacks())
	return log, verdictOf(log, i.Secret.IsZero())
}

func (i *Inspection) lacks() *[needs]bool {
	keyless := i.Secret.IsZero()
	return &[needs]bool{
		needsClient: keyless && i.ClientID == nil, needsSecret: keyless,
		needsTime: i.Now == nil, needsNonces: i.UsedNonces == nil,
		needsTeams: i.Teams == nil, needsAccountTypes: i.AccountTypes == nil,
	}
}

// verdictOf sums a log up. Without the secret there is no verdict; but what
// would be refused with any secret is said.
func verdictOf(log []LogStep, keyless bool) Verdict {
	failed := failedStep(log)
	switch {
	case failed == nil && keyless:
		return Verdict{Code: CodeNotChecked, Explanation: withoutSecret, Source: Policy}
	case failed == nil:
		return Verdict{true, CodeAccepted, "", "The signature fits, and so does everything else that was checked.", Documented}
	case keyless:
		return Verdict{Code: CodeNotChecked, Source: failed.Source,
			Explanation: withoutSecret + " Whatever it is, this URL would be refused (" + string(failed.Code) + "): " + failed.Explanation}
	}
	return Verdict{false, failed.Code, failed.SigmaMessage, failed.Explanation, failed.Source}
}

func failedStep(log []LogStep) *LogStep {
	for i := range log {
		if log[i].State == StateFailed {
			return &log[i]
		}
	}
	return nil
}

// key finds the secret for a client ID. Without a secret it only says whether
// the client ID is the one that is known.
func (i *Inspection) key(clientID string) (*Key, bool) {
	if i.ClientID != nil && *i.ClientID != clientID {
		return nil, false
	}
	key, err := NewKey(i.Secret)
	return key, err == nil || i.Secret.IsZero()
}
