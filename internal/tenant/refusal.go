package tenant

import "github.com/embedsign/embedsign/signer"

// The codes with which the organisation refuses a URL that the signer's rules accept,
// in the order in which they are asked. Those of the signer come before.
const (
	CodeEmbeddingOff        signer.Code = "embedding_off"
	CodeInactiveCredentials signer.Code = "inactive_credentials"
	CodeAnonymousMode       signer.Code = "anonymous_mode"
	CodeTooMuch             signer.Code = "too_much"
	CodeNotForThisUser      signer.Code = "not_for_this_user"
	CodeEmbedNotFound       signer.Code = "embed_not_found"
	CodeInternalUser        signer.Code = "internal_user"
	CodeUserDeactivated     signer.Code = "user_deactivated"
	CodeTypeDenies          signer.Code = "account_type_denies"
	CodeNotShared           signer.Code = "not_shared"
	CodeTooManyUsers        signer.Code = "too_many_users"
)

// Codes lists them in that order.
func Codes() []signer.Code {
	return []signer.Code{
		CodeEmbeddingOff, CodeInactiveCredentials, CodeAnonymousMode, CodeTooMuch, CodeNotForThisUser, CodeEmbedNotFound,
		CodeInternalUser, CodeUserDeactivated, CodeTypeDenies, CodeNotShared, CodeTooManyUsers,
	}
}

// What the platform shows, as its error reference has it.
const (
	noPermission = "You don't have permission to access this page."
	notFound     = "The page you're looking for does not exist. Embed not found."
)

// refuse makes a refusal with the platform's message, if a document has one.
func refuse(code signer.Code, parameter, message, explanation string) *signer.Refusal {
	source := signer.Documented
	if message == "" {
		source = signer.Policy
	}
	return &signer.Refusal{Code: code, Parameter: parameter, SigmaMessage: message, Explanation: explanation, Source: source}
}

// EventCode is the code of the event workbook:error that goes with a refusal, after
// the platform's table of error codes; UNKNOWN where that says nothing.
func EventCode(code signer.Code) string {
	switch code {
	case signer.CodeNonceReused, signer.CodeUnknownTeam, signer.CodeMalformed, signer.CodeMissingParameter, signer.CodeInvalidMode, signer.CodeInvalidEmail:
		return "EINVAL"
	case CodeEmbedNotFound, CodeUserDeactivated:
		return "ENOENT"
	case CodeInternalUser, CodeTypeDenies, CodeNotShared:
		return "EACCES"
	}
	return "UNKNOWN"
}
