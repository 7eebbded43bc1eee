package jwt

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A saying is one thing that can be said about a token or its URL. They are data,
// and a place that says one names it by number: each text that is passed along
// would cost the WebAssembly module more than the text itself.
type saying struct {
	code     string
	severity signer.Severity
	source   signer.Source
	// message and fix hold a $ where the detail goes that is said along.
	message, fix string
}

// said numbers the sayings.
type said int

// finding makes a finding of a saying.
func (id said) finding(parameter, detail string) *signer.Finding {
	s := &sayings[id]
	return &signer.Finding{Code: s.code, Severity: s.severity, Parameter: parameter, Message: fill(s.message, detail), Fix: fill(s.fix, detail), Source: s.source}
}

func fill(text, detail string) string {
	before, after, found := strings.Cut(text, "$")
	if !found {
		return text
	}
	return before + detail + after
}

// A collector keeps what was said, each thing once.
type collector struct {
	errorsOnly bool
	findings   []signer.Finding
}

func (c *collector) say(id said, parameter, detail string) { c.add(id.finding(parameter, detail)) }

// add keeps a finding, unless it says again what was said of that parameter: one
// that is there but cannot be read is not missing.
func (c *collector) add(f *signer.Finding) {
	if c.errorsOnly && f.Severity != signer.SeverityError {
		return
	}
	absent := f.Code == "missing_claim" || strings.HasSuffix(f.Code, "_absent")
	for i := range c.findings {
		old := &c.findings[i]
		if old.Parameter == f.Parameter && (old.Code == f.Code || absent) {
			return
		}
	}
	c.findings = append(c.findings, *f)
}

const (
	algorithmUnsupported said = iota
	typeUnusual
	clientIDForm
	claimMissing
	subInvalid
	issuerDiffers
	expiresAtOnce
	lifetimeExceeded
	timeInvalid
	timeInMilliseconds
	timeFractional
	audienceInvalid
	audienceUnused
	versionInvalid
	versionNeeded
	claimForEmbedOnly
	accountTypeAbsent
	teamsAbsent
	teamEmpty
	nameEmpty
	nameTwice
	typeNotText
	typeNotTime
	typeNotNames
	typeNotPairs
	timeBeyond
	textInvalidUTF8
	textControl
	textInvisible
	tokenInPlain
	connectionForm
	secretEmpty

	extensionsCritical
	keyForeign
	claimUnknown
	claimMeant
	claimOfSample
	claimNotBefore
	claimUserID
	claimMode

	urlTooLong
	outerSpace
	tokenSurrounded
	tokenBroken
	dotsEncoded
	tokenDoubled
	tokenMisnamed
	signatureLength
	notURL
	headLost
	tokenAbsent
	tokenEncrypted
	tokenShape
	parameterTwice
	questionMarkTwice
	notBase64URL
	notJSON

	fragmentLost
	notAPair
	embedAbsent
	onlyTokenSigned
	controlsNotSigned
	workbookAbsent
	workbookForm
	embedPath
	optionUnknown
	optionOfSample
	optionInToken
	optionWithdrawn

	modeAnonymous
	tagLost
	editLost
	userByEmail
	userCreation
)

const (
	fails    = signer.SeverityError
	warns    = signer.SeverityWarning
	informs  = signer.SeverityInfo
	document = signer.Documented
	sample   = signer.Sample
	policy   = signer.Policy
)

const (
	leaveOut  = "Leave it out."
	keepOne   = "Keep one."
	onlyToken = "Leave the token alone: three parts with two dots between, and nothing around them. It goes into the URL as :jwt, not into a header."
	workbooks = "Copy the URL of the published workbook from the address bar: /<organisation>/workbook/<name>-<id>."
)

var sayings = [...]saying{
	algorithmUnsupported: {"unsupported_algorithm", fails, document, "$", "Sign with HS256 and say so in the header."},
	typeUnusual:          {"unusual_type", warns, sample, "$ is not JWT, as in every sample", "Write JWT, or leave it out."},
	clientIDForm:         {"client_id_form", warns, sample, "is not 64 hex characters, as in every official example", "Copy the client ID again from the list of credentials."},
	claimMissing:         {"missing_claim", fails, document, "is missing or empty", "$"},
	subInvalid:           {"invalid_sub", fails, document, "$", "Use an address like name+embed@example.com."},
	issuerDiffers:        {"issuer_differs", warns, document, "is not the client ID in kid", "Use the client ID for both, or leave iss out."},
	expiresAtOnce:        {"expires_at_once", fails, document, "is not after iat, so the token is never good", "Add the length of the session to iat."},
	lifetimeExceeded:     {"lifetime_exceeded", fails, document, "is $ seconds after iat; the maximum is 2592000 (30 days)", "Shorten it; 3600 is usual."},
	timeInvalid:          {"invalid_time", fails, document, "is before 1970", "Give whole Unix seconds."},
	timeInMilliseconds:   {"time_in_milliseconds", fails, document, "looks like milliseconds", "Divide by 1000 and round down: claims count seconds."},
	timeFractional:       {"fractional_time", warns, document, "$ has a fraction of a second", "Round it down: whole seconds are documented."},
	audienceInvalid:      {"invalid_audience", fails, document, "$ is not " + Audience + ", as version 1.1 wants it", "Write " + Audience + "."},
	audienceUnused:       {"audience_unused", informs, document, "is passed over before version 1.1", ""},
	versionInvalid:       {"invalid_version", fails, document, `$ is neither "1.0" nor "1.1"`, `Write "1.1".`},
	versionNeeded:        {"needs_version", warns, document, "is passed over before version 1.1", `Add "ver":"1.1" and "aud":"` + Audience + `".`},
	claimForEmbedOnly:    {"internal_user_claims", fails, document, "must not be in the token of an internal user, whose rights are kept in the platform", leaveOut},
	accountTypeAbsent:    {"account_type_absent", warns, document, "is absent, and the platform then gives the highest account type", "Name the account type that the user should have."},
	teamsAbsent:          {"teams_absent", warns, document, "is absent or empty; a new user cannot be created without, and sees only what is shared in another way", "Name a team that the content is shared with."},
	teamEmpty:            {"empty_team", fails, policy, "has an empty name", "Remove it."},
	nameEmpty:            {"empty_name", fails, policy, "has a member without a name", "Name it exactly as in the platform."},
	nameTwice:            {"duplicate_name", fails, policy, "has $ twice; parsers do not agree on which one counts", keepOne},
	typeNotText:          {"wrong_type", fails, document, "$", "Write a string, in quotes."},
	typeNotTime:          {"wrong_type", fails, document, "$", "Write Unix seconds: a whole number without quotes, such as 1700000000."},
	typeNotNames:         {"wrong_type", fails, document, "$", `Write a list of strings only, even of one, such as ["FinanceViewers"].`},
	typeNotPairs:         {"wrong_type", fails, document, "$", `Write an object of strings only, such as {"Region":"East"}.`},
	timeBeyond:           {"wrong_type", fails, document, "$, beyond any date", "Write Unix seconds, not microseconds or nanoseconds, such as 1700000000."},
	textInvalidUTF8:      {"invalid_utf8", fails, policy, "$ is not valid UTF-8, which JSON cannot hold", "Encode the text as UTF-8."},
	textControl:          {"control_character", fails, policy, "$ has a control character, such as a newline", "Remove it; often it came along with a copied value."},
	textInvisible:        {"invisible_character", warns, policy, "is $: it holds or is surrounded by what a reader does not see", "Remove it, unless the name really has it."},
	tokenInPlain:         {"token_in_plain", warns, sample, "does not look encrypted, and whoever sees the URL can read what is in it", "Encrypt it with the embed secret: salt, IV, tag and ciphertext in base64 with dots between."},
	connectionForm:       {"invalid_value", warns, document, "$ is not a UUID", "Copy the ID of the connection again."},
	secretEmpty:          {"empty_secret", fails, policy, "There is no secret to sign with", "Enter a secret, or make throw-away credentials."},

	extensionsCritical: {"critical_header", fails, policy, "$ names extensions that a receiver must know to accept the token (RFC 7515); there are none in this format", leaveOut},
	keyForeign:         {"foreign_key", warns, policy, "offers a key to verify with; the key is always the secret that belongs to kid", leaveOut},
	claimUnknown:       {"unknown_claim", warns, policy, "is in no document, so it does nothing", "Leave it out, or check the spelling."},
	claimMeant:         {"unknown_claim", warns, policy, "is in no document, so it does nothing", "Did you mean $?"},
	claimOfSample:      {"unknown_claim", informs, sample, "is no claim of this format; a sample has it all the same, and it does nothing", "$"},
	claimNotBefore:     {"unknown_claim", warns, policy, "is a claim of other tokens; no document of Sigma's has it, and it is not looked at here", "Leave it out: iat is when the token begins to be good."},
	claimUserID:        {"unknown_claim", warns, document, "has no counterpart among the claims", "Leave it out; sub identifies the user."},
	claimMode:          {"unknown_claim", warns, document, "belongs to signed URLs", leaveOut},

	urlTooLong:        {"url_too_long", fails, policy, "This has $ bytes; more than 65536 are not read", ""},
	outerSpace:        {"outer_space", fails, policy, "White space surrounds the token", onlyToken},
	tokenSurrounded:   {"token_surrounded", fails, policy, "The token was copied as a part of “$”", onlyToken},
	tokenBroken:       {"token_broken_up", fails, policy, "White space or a line break is inside of the token, as when a mail or a terminal wraps it", "Write it in one line, without spaces."},
	dotsEncoded:       {"dots_encoded", fails, policy, "The dots of the token are percent-encoded, once more than they may be", "Write them as dots; base64url needs no encoding in a URL."},
	tokenDoubled:      {"token_doubled", fails, policy, "The token stands there twice, one right behind the other", keepOne},
	tokenMisnamed:     {"token_misnamed", fails, document, "The token is in the parameter $", "Name it :jwt, with one colon, in small letters."},
	signatureLength:   {"signature_length", fails, policy, "has $ characters, and that of HS256 has 43", "Copy the whole token, to its last character. The 32 bytes of the digest are 43 characters of base64url."},
	notURL:            {"not_a_url", fails, policy, "This is neither a URL nor a token", "Paste the whole URL from https:// on, or the token alone."},
	headLost:          {"not_a_url", fails, policy, "The URL does not begin with https:// and a host", "Paste the whole URL, and nothing in front of it."},
	tokenAbsent:       {"no_token", fails, policy, "is missing: there is no token in this URL", "Add ?:jwt= and the token to the workbook's URL."},
	tokenEncrypted:    {"encrypted_token", fails, policy, "The token has five parts, so it is encrypted (JWE)", "Send a token that is only signed (JWS)."},
	tokenShape:        {"token_shape", fails, policy, "The token has $ parts between dots; a signed one has three: header, payload, signature", "Copy all of it."},
	parameterTwice:    {"duplicate_parameter", fails, policy, "stands there more than once; which one counts is not documented", keepOne},
	questionMarkTwice: {"doubled_question_mark", fails, policy, "follows two question marks, so its name is $", "Keep one question mark."},
	notBase64URL:      {"not_base64url", fails, policy, "$", "Write it in base64url: standard base64 with - for +, _ for / and no =."},
	notJSON:           {"not_json", fails, policy, "$", "Encode the UTF-8 text of a JSON object."},

	fragmentLost:      {"fragment", fails, sample, "What follows the # never reaches the platform", "Write # as %23."},
	notAPair:          {"not_a_pair", fails, policy, "$ is no pair of name and value", "Write name=value."},
	embedAbsent:       {"embed_absent", warns, document, "is not there with the value true, so the whole application may open in place of the embed", "Add :embed=true."},
	onlyTokenSigned:   {"only_token_signed", informs, document, "Only the token is signed: path, options and controls can be changed by whoever sees the URL", ""},
	controlsNotSigned: {"controls_not_signed", warns, document, "is a control, which anybody who sees the URL can change: only the token is signed", "Restrict data with user_attributes, never with controls."},
	workbookAbsent:    {"workbook_absent", warns, document, "is missing, so there is a token but no URL", workbooks},
	workbookForm:      {"workbook_form", informs, document, "is not /<organisation>/workbook/<name>-<id>, nor /<organisation>/ask", workbooks},
	embedPath:         {"embed_path", fails, document, "has /embed/, so it is the path of a signed or public embed; a token goes with the URL of the workbook itself", workbooks},
	optionUnknown:     {"unknown_parameter", warns, document, "is in no document for the URLs of tokens; the platform answers EINVAL to a mistyped parameter", "Check the spelling, upper and lower case included."},
	optionOfSample:    {"undocumented_parameter", warns, sample, "is in no document, though in a sample of Sigma's", "Try it before you rely on it."},
	optionInToken:     {"belongs_in_token", warns, document, "does nothing here", "Say it in the token, as $."},
	optionWithdrawn:   {"withdrawn_parameter", warns, document, "is not supported together with a token", "$"},

	modeAnonymous: {"anonymous_mode", fails, document, "$ knows no user, and a token is always for a user", "Give each viewer, or all of them together, an e-mail, a team and an account type; or use a public embed."},
	tagLost:       {"tag_lost", warns, document, "names a tagged version, and the workbook's URL does not", "Append /tag/$."},
	editLost:      {"edit_lost", warns, document, "opens the workbook for editing, and the workbook's URL does not", "Append /edit."},
	userByEmail:   {"user_by_email", informs, document, "has no claim, so sub alone says who the user is: a person whose e-mail changes becomes another user", ""},
	userCreation:  {"user_creation", informs, document, "With signed URLs, users are always created when they first come; with tokens, an administrator can switch that off", "Look under Administration, Embeds, Settings for automatic embed user creation."},
}
