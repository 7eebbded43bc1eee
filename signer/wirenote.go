package signer

import "strings"

// A note is what there is to say about one mistake in the text of a URL. Notes
// are data because visitors download this code: with calls that carry five texts
// each, signer.wasm was some 4 KB of brotli larger. A $ in message or fix stands
// for the detail of the case.
type note struct {
	code         string
	severity     Severity
	message, fix string
	source       Source
}

// about makes a finding of a note. It is not inlined, for the sake of the bytes.
//
//go:noinline
func (n noteKey) about(parameter, detail string) Finding {
	x := &notes[n]
	return Finding{x.code, x.severity, parameter, strings.Replace(x.message, "$", detail, 1), strings.Replace(x.fix, "$", detail, 1), x.source}
}

//go:noinline
func (c *checker) tell(n noteKey, parameter, detail string) {
	c.findings = append(c.findings, n.about(parameter, detail))
}

func (r *reading) refuse(n noteKey, parameter, detail string) {
	r.refuseFor(n.about(parameter, detail))
}

// A noteKey is the place of a note in the table.
type noteKey uint8

const (
	browserRewrites noteKey = iota
	browserRewritesIt
	rawPlus
	encodedRangeNote
	encodedCommaInList
	encodedCommaInControl
	doubleEncoding
	lowerCaseNote
	fragmentCuts
	fragmentSpare
	brokenLines
	jsonEscaped
	htmlEscaped
	missingQuestionMark
	noQuestionMark
	secondQuestionMark
	missingAmpersand
	encodedQuery
	brokenPairAlone
	brokenPairAfter
	afterSignature
	misspeltNeeded
	missingColonNeeded
	missingColon
	signatureUpperCase
	signatureDoubled
	signatureTruncated
	signatureTooLong
	signatureBase64
	signatureOther
	secretInURL
	secretNotBare
	guessableNonce
	numberBroken
	numberBeyond
	numberNotPositive
	numberSpace
	numberFraction
	numberUnit
)

const (
	oneQuestionMark = "Write one ? after the path and & between all parameters."
	lowerCaseHex    = "Write the digest in lower-case hex: hexdigest() in Python, digest(\"hex\") in Node."
	wholeSeconds    = "Give whole seconds: digits only, no fraction, no unit."
	writeIt         = "Write $."
	rewritten       = "$, which browsers percent-encode on the way; if the text was signed before, the signature no longer fits"
	encodeFirst     = "Encode values before signing; the safe dialect does."
)

var notes = [...]note{
	browserRewrites:   {"browser_rewrites", SeverityWarning, "holds " + rewritten, encodeFirst, Sample},
	browserRewritesIt: {"browser_rewrites", SeverityWarning, "a piece of the URL without a name holds " + rewritten, encodeFirst, Sample},
	rawPlus: {"raw_plus", SeverityWarning, "holds a raw +, which is read as a plus sign here, but which servers may read as a space",
		"Write %2B for a plus sign and %20 for a space.", Documented},
	encodedRangeNote: {"encoded_range", SeverityWarning, "is a range in which : or , is percent-encoded; the Python sample says that Sigma does not understand that in date ranges",
		"Write min:, the comma and max: as they are.", Sample},
	encodedCommaInList: {"encoded_comma", SeverityWarning, "holds %2C, a comma inside an item; the commas between items are literal",
		"Write , between items.", Documented},
	encodedCommaInControl: {"encoded_comma", SeverityInfo, "holds %2C, so it is one value with a comma in it, not several values",
		"If several were meant, write , between them.", Documented},
	doubleEncoding: {"double_encoding", SeverityWarning, "holds $, an escape that was escaped again",
		"Encode each name and value once, and nothing after that.", Sample},
	lowerCaseNote: {"lower_case_escape", SeverityInfo, "holds $, an escape in lower case, as C#'s HttpUtility writes it; the samples write upper case",
		"Take care that exactly this spelling is signed and sent.", Sample},
	fragmentCuts: {"fragment", SeverityError, "has a raw #, which cuts the URL: $ never reaches the platform",
		"Write # as %23; colours go without it.", Sample},
	fragmentSpare: {"fragment", SeverityWarning, "what follows the # never reaches the platform; nothing of the URL is missing, though",
		"Leave it out.", Sample},
	brokenLines: {"control_character", SeverityError, "the URL is broken into lines; the line breaks are not part of it",
		"Put it into one line, without the spaces beside the breaks.", Sample},
	jsonEscaped: {"json_escaped", SeverityError, `the URL is written as in JSON: each & is \u0026`,
		`Decode the JSON, or replace each \u0026 by &.`, Sample},
	htmlEscaped: {"html_escaped", SeverityError, "the URL is written as in HTML: each & is &amp;",
		"Replace each &amp; by &.", Sample},
	missingQuestionMark: {"missing_question_mark", SeverityError, "is followed by & instead of a question mark, so no parameter is read",
		"Write ? before the first parameter.", Documented},
	noQuestionMark: {"no_query", SeverityError, "has no question mark, so no parameters",
		"Put ? between the path and the first parameter.", Documented},
	secondQuestionMark: {"doubled_question_mark", SeverityError, "holds a second question mark$; the embed path had one already",
		oneQuestionMark, Documented},
	missingAmpersand: {"missing_ampersand", SeverityError, "holds $=, which is read as a piece of this value",
		"Put & before $.", Documented},
	encodedQuery: {"encoded_query", SeverityError, "$ is not of the form name=value: its = is encoded, and so is perhaps the & between pairs",
		"Encode each name and value by itself, then put = and & between them.", Documented},
	brokenPairAlone: {"broken_pair", SeverityError, "$ is not of the form name=value", "", Policy},
	brokenPairAfter: {"broken_pair", SeverityError, "$ is not of the form name=value",
		"If it belongs to the value before it, write the & between them as %26.", Policy},
	afterSignature: {"after_signature", SeverityError, "stands after the signature, which must be last",
		"Add parameters before signing.", Documented},
	misspeltNeeded: {"unknown_parameter", SeverityError, "is in no document, and $ is missing",
		writeIt, Documented},
	missingColonNeeded: {"missing_colon", SeverityError, "is taken for the ID of a control, and $ is missing; its name begins with a colon",
		writeIt, Documented},
	missingColon: {"missing_colon", SeverityWarning, "has no colon and is taken for the ID of a control; $ is a parameter",
		"Write $, unless a control has this name.", Documented},
	signatureUpperCase: {"signature_upper_case", SeverityError, "has hex digits in upper case", lowerCaseHex, Documented},
	signatureDoubled:   {"signature_doubled", SeverityError, "is the same text twice", "Append the signature once.", Documented},
	signatureTruncated: {"signature_truncated", SeverityError, "is hex, but shorter than the 64 digits of a SHA-256; 40 would be a SHA-1, 32 an MD5",
		"Use HMAC-SHA256 and copy the whole digest.", Documented},
	signatureTooLong: {"signature_too_long", SeverityError, "is hex, but longer than the 64 digits of a SHA-256; 128 would be a SHA-512",
		"Use HMAC-SHA256.", Documented},
	signatureBase64: {"signature_base64", SeverityError, "is as long as a SHA-256 in base64", lowerCaseHex, Documented},
	signatureOther:  {"signature_form", SeverityError, "is not 64 lower-case hex digits", lowerCaseHex, Documented},
	secretInURL: {"secret_in_url", SeverityError, "looks like an embed secret; whoever sees the URL can read it and sign what they like",
		"Revoke the secret, make a new one, and keep it on the server.", Policy},
	secretNotBare: {"secret_not_bare", SeverityWarning, "the secret has white space, a line break or quotes at an end or inside, which are part of the key that signs",
		"Enter the secret alone, unless it was given to you so.", Policy},
	guessableNonce: {"guessable_nonce", SeverityWarning, "may be guessed: it is as short as what the Go sample takes from math/rand, or a mere number",
		"Make a random UUID from a cryptographic source for each URL.", Policy},
	numberBroken:      {"invalid_integer", SeverityError, "$ is not a whole number of seconds", wholeSeconds, Documented},
	numberBeyond:      {"invalid_integer", SeverityError, "$ is beyond any date", wholeSeconds, Documented},
	numberNotPositive: {"invalid_integer", SeverityError, "$ is not positive", wholeSeconds, Documented},
	numberSpace:       {"outer_space", SeverityError, "$ begins or ends with a space", "Remove the space.", Documented},
	numberFraction: {"fractional_seconds", SeverityError, "$ has a fraction, as the Python sample's time.time() gives it; whole seconds are documented",
		"Round down: int(time.time()) in Python, Math.floor(Date.now() / 1000) in JavaScript.", Sample},
	numberUnit: {"seconds_with_unit", SeverityError, "has a unit; the value is in seconds and goes without",
		writeIt, Documented},
}
