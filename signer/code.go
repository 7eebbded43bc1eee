package signer

import "strings"

// A Code is the verdict of the receiving side on a URL.
type Code string

// The verdicts, in the order in which they are decided; the first that applies
// is given. The nonce comes last, so that only a URL that is otherwise good
// uses it up.
const (
	CodeMalformed             Code = "malformed"
	CodeMissingParameter      Code = "missing_parameter"
	CodeInvalidMode           Code = "invalid_mode"
	CodeInvalidEmail          Code = "invalid_email"
	CodeSessionLengthExceeded Code = "session_length_exceeded"
	CodeUnknownClient         Code = "unknown_client"
	CodeInvalidSignature      Code = "invalid_signature"
	CodeNotYetValid           Code = "not_yet_valid"
	CodeExpired               Code = "expired"
	CodeUnknownTeam           Code = "unknown_team"
	CodeUnknownAccountType    Code = "unknown_account_type"
	CodeNonceReused           Code = "nonce_reused"
	CodeAccepted              Code = "accepted"
	// CodeNotChecked is what [Inspect] says without a secret.
	CodeNotChecked Code = "not_checked"
)

// spoken is the code as people read it.
func (c Code) spoken() string { return strings.ReplaceAll(string(c), "_", " ") }

// Codes lists the verdicts of a receiving side in the order of their decision,
// [CodeAccepted] last.
func Codes() []Code {
	codes := make([]Code, 0, len(verdicts)+1)
	for i := range verdicts {
		codes = append(codes, verdicts[i].code)
	}
	return append(codes, CodeAccepted)
}

// A need is what a question must know beyond the URL itself.
type need int

const (
	needsNothing need = iota
	needsClient
	needsSecret
	needsTime
	needsTeams
	needsAccountTypes
	needsNonces
	needs // how many there are
)

// A question is one step of the receiving side, answered yes or refused.
type question struct {
	code    Code   // the verdict if it fails
	message string // Sigma's text then; empty where none is documented
	source  Source
	refuse  func(*judgement) (parameter, explanation string)
	// The rest is for the log.
	needs     need
	parameter string // what is looked at, if it is one
	title     string // the question
	passed    string // the answer if it is yes
}

const noPermission = "You don't have permission to access this page."

// verdicts are the questions in the order of decision.
var verdicts = []question{
	{CodeMalformed, "", Policy, (*judgement).malformed, needsNothing,
		"", "Can the URL be read?", "It is one URL, each parameter has a name and a value, and the signature is last."},
	{CodeMissingParameter, "", Documented, (*judgement).missing, needsNothing,
		"", "Is everything there?", "No required parameter is missing."},
	{CodeInvalidMode, "Invalid embed request.", Documented, (*judgement).mode, needsNothing,
		":mode", "Is the mode one that exists?", "The mode exists."},
	{CodeInvalidEmail, `Invalid embed request. ":email" is not valid.`, Documented, (*judgement).email, needsNothing,
		":email", "Is the e-mail address well formed?", "The address is well formed, or the mode needs none."},
	{CodeSessionLengthExceeded, `Invalid embed request. ":session_length" exceeds maximum`, Documented, (*judgement).session, needsNothing,
		":session_length", "Is the session short enough?", "It is at most 30 days."},
	{CodeUnknownClient, noPermission, Documented, (*judgement).client, needsClient,
		":client_id", "Is the client known?", "A secret belongs to this client ID."},
	{CodeInvalidSignature, noPermission + " Invalid embed signature.", Documented, (*judgement).signature, needsSecret,
		":signature", "Is the signature the right one?", "Signing the same text with the secret gives the same signature, so nothing was changed."},
	{CodeNotYetValid, "", Policy, (*judgement).notYetValid, needsTime,
		":time", "Has the session begun?", "The URL's time is not in the future."},
	{CodeExpired, noPermission + " Sigma embed is expired.", Documented, (*judgement).expired, needsTime,
		":time", "Is there time left?", "Time and session length together reach beyond now."},
	{CodeUnknownTeam, `The specified teams in ":external_user_team" do not exist. Please check spelling or create new teams in the admin portal.`, Documented, (*judgement).team, needsTeams,
		":external_user_team", "Do the teams exist?", "No unknown team is named."},
	{CodeUnknownAccountType, "", Policy, (*judgement).accountType, needsAccountTypes,
		":account_type", "Does the account type exist?", "No unknown account type is named."},
	{CodeNonceReused, "", Documented, (*judgement).reused, needsNonces,
		":nonce", "Is this the first time?", "The nonce was not used before."},
}
