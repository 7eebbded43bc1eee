package tenant

import "github.com/embedsign/embedsign/signer"

// The codes with which the organisation refuses a URL that the signer's rules accept,
// in the order in which they are asked. Those of the signer come before.
const (
	CodeEmbeddingOff        signer.Code = "embedding_off"
	CodeInactiveCredentials signer.Code = "inactive_credentials"
	CodeAnonymousMode       signer.Code = "anonymous_mode"
	CodeTooMuch             signer.Code = "too_much"
	CodeEmbedNotFound       signer.Code = "embed_not_found"
	CodeEmbedStale          signer.Code = "embed_stale"
	CodeNotForThisUser      signer.Code = "not_for_this_user"
	CodeInternalUser        signer.Code = "internal_user"
	CodeUserDeactivated     signer.Code = "user_deactivated"
	CodeTooManyUsers        signer.Code = "too_many_users"
	CodeTypeDenies          signer.Code = "account_type_denies"
	CodeNotShared           signer.Code = "not_shared"
)

// Codes lists them in that order.
func Codes() []signer.Code {
	return []signer.Code{
		CodeEmbeddingOff, CodeInactiveCredentials, CodeAnonymousMode, CodeTooMuch, CodeEmbedNotFound, CodeEmbedStale, CodeNotForThisUser,
		CodeInternalUser, CodeUserDeactivated, CodeTooManyUsers, CodeTypeDenies, CodeNotShared,
	}
}

// What the platform shows, as its error references have it, that of URLs or that of
// tokens. A cause that neither names has no text.
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
	case CodeEmbedStale:
		return "ESTALE"
	case CodeInternalUser, CodeTypeDenies, CodeNotShared:
		return "EACCES"
	}
	return "UNKNOWN"
}
