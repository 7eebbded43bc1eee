package signer

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

// Codes lists the verdicts of a receiving side in the order of their decision,
// [CodeAccepted] last.
func Codes() []Code {
	codes := make([]Code, 0, len(verdicts)+1)
	for i := range verdicts {
		codes = append(codes, verdicts[i].code)
	}
	return append(codes, CodeAccepted)
}

const noPermission = "You don't have permission to access this page."

// verdicts are the decisions with the text that Sigma shows, where one is
// documented.
var verdicts = []struct {
	code    Code
	message string // Sigma's text; empty where none is documented
	source  Source
	refuse  func(*judgement) (parameter, explanation string)
}{
	{CodeMalformed, "", Policy, (*judgement).malformed},
	{CodeMissingParameter, "", Documented, (*judgement).missing},
	{CodeInvalidMode, "Invalid embed request.", Documented, (*judgement).mode},
	{CodeInvalidEmail, `Invalid embed request. ":email" is not valid.`, Documented, (*judgement).email},
	{CodeSessionLengthExceeded, `Invalid embed request. ":session_length" exceeds maximum`, Documented, (*judgement).session},
	{CodeUnknownClient, noPermission, Documented, (*judgement).client},
	{CodeInvalidSignature, noPermission + " Invalid embed signature.", Documented, (*judgement).signature},
	{CodeNotYetValid, "", Policy, (*judgement).notYetValid},
	{CodeExpired, noPermission + " Sigma embed is expired.", Documented, (*judgement).expired},
	{CodeUnknownTeam, `The specified teams in ":external_user_team" do not exist. Please check spelling or create new teams in the admin portal.`, Documented, (*judgement).team},
	{CodeUnknownAccountType, "", Policy, (*judgement).accountType},
	{CodeNonceReused, "", Documented, (*judgement).reused},
}
