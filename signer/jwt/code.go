package jwt

import "github.com/embedsign/embedsign/signer"

// The verdicts that only tokens know; the others are those of package signer.
const (
	CodeUnsupportedAlgorithm signer.Code = "unsupported_algorithm"
	CodeCriticalHeader       signer.Code = "critical_header"
	CodeDuplicateName        signer.Code = "duplicate_name"
	CodeMissingClaim         signer.Code = "missing_claim"
	CodeInvalidClaim         signer.Code = "invalid_claim"
	CodeInvalidSub           signer.Code = "invalid_sub"
	CodeLifetimeExceeded     signer.Code = "lifetime_exceeded"
	CodeInternalUserClaims   signer.Code = "internal_user_claims"
	CodeJTIReused            signer.Code = "jti_reused"
)

// Codes lists the verdicts in the order of their decision, signer.CodeAccepted
// last. What the token says of itself comes before the key that it asks for,
// the signature before anything that is believed, and the jti last, so that only
// a token that is otherwise good uses it up.
func Codes() []signer.Code {
	codes := make([]signer.Code, 0, len(verdicts)+1)
	for i := range verdicts {
		codes = append(codes, verdicts[i].code)
	}
	return append(codes, signer.CodeAccepted)
}

// A need is what a question must know beyond the token.
type need int

const (
	needsNothing need = iota
	needsClient
	needsSecret
	needsTime
	needsTeams
	needsAccountTypes
	needsUser
	needsJTIs
	needs // how many there are
)

// A question is one step of the receiving side.
type question struct {
	code      signer.Code // the verdict if it fails
	parameter string      // what is looked at, if it is one
	message   string      // Sigma's text; empty where none is documented
	source    signer.Source
	needs     need
	title     string // the question
	passed    string // the answer if it is yes
	refuse    func(*judgement) fault
}

const noPermission = "You don't have permission to access this page."

var verdicts = []question{
	{signer.CodeMalformed, "", "", signer.Policy, needsNothing,
		"Can the token be read?", "It has three parts in base64url, and header and payload are JSON objects.", (*judgement).malformed},
	{CodeUnsupportedAlgorithm, "alg", "", signer.Documented, needsNothing,
		"Is it signed with HS256?", "The header says HS256. The token has no say in what is used.", (*judgement).algorithm},
	{CodeCriticalHeader, "crit", "", signer.Policy, needsNothing,
		"Does it ask for nothing unknown?", "The header has no crit.", (*judgement).critical},
	{CodeDuplicateName, "", "", signer.Policy, needsNothing,
		"Does each name stand once?", "There is one way only to read header and payload.", (*judgement).twice},
	{CodeMissingClaim, "", "", signer.Documented, needsNothing,
		"Is everything there?", "No required member is missing.", (*judgement).missing},
	{CodeInvalidClaim, "", "", signer.Documented, needsNothing,
		"Is each claim of its type?", "Types, version and audience are as documented.", (*judgement).invalid},
	{CodeInvalidSub, "sub", noPermission + " Invalid sub field in payload.", signer.Documented, needsNothing,
		"Is sub a well-formed e-mail?", "The address is well formed.", (*judgement).sub},
	{signer.CodeUnknownClient, "kid", noPermission, signer.Documented, needsClient,
		"Is the client known?", "A secret belongs to this client ID.", (*judgement).client},
	{signer.CodeInvalidSignature, "signature", "", signer.Documented, needsSecret,
		"Is the signature the right one?", "Signing header and payload with the secret gives the same signature, so neither was changed. The URL around the token is not covered.", (*judgement).signature},
	{signer.CodeNotYetValid, "iat", "", signer.Policy, needsTime,
		"Was it issued before now?", "iat is not in the future.", (*judgement).notYetValid},
	{signer.CodeExpired, "exp", "exp cannot be in the past", signer.Documented, needsTime,
		"Is there time left?", "exp is in the future.", (*judgement).expired},
	{CodeLifetimeExceeded, "exp", "", signer.Documented, needsNothing,
		"Is the session short enough?", "exp is at most 30 days after iat.", (*judgement).lifetime},
	{signer.CodeUnknownTeam, "teams", "", signer.Policy, needsTeams,
		"Do the teams exist?", "No unknown team is named.", (*judgement).team},
	{signer.CodeUnknownAccountType, "account_type", "", signer.Policy, needsAccountTypes,
		"Does the account type exist?", "No unknown account type is named.", (*judgement).accountType},
	{CodeInternalUserClaims, "sub", noPermission + " Cannot update account type for internal users.", signer.Documented, needsUser,
		"Are these claims for this user?", "The user is an embed user, or the token leaves an internal one as it is.", (*judgement).internal},
	{CodeJTIReused, "jti", "", signer.Documented, needsJTIs,
		"Is this the first time?", "The jti was not used before.", (*judgement).reused},
}
