package signer

// A Cause is a mistake, or a pair of them, that explains a wrong signature.
type Cause struct {
	// Code is one of [Causes], or several of them joined by plus signs: two, or
	// more where more than one thing happened to the URL as a whole.
	Code string `json:"code"`
	// Proved reports that repeating the mistake gave the very signature that
	// the URL carries.
	Proved  bool   `json:"proved"`
	Message string `json:"message"`
	Fix     string `json:"fix"`
	// Text is the string that was evidently signed, where it differs from what the
	// URL says was signed.
	Text string `json:"text"`
	// Send tells which side is wrong. It is the URL that should have been sent,
	// signature included, where the right text was signed and changed afterwards:
	// its signature is accepted. It is empty where the signing side has to change,
	// or where either side could.
	Send string `json:"send"`
	// Differences lead from Text to what should have been signed; with Send, from
	// the URL that was sent to Send. There are none if the right text was signed and
	// sent.
	Differences []Difference `json:"differences"`
	// target is what should have been signed; empty with Send.
	target string
}

// A CauseInfo names one mistake that [Inspect] looks for.
type CauseInfo struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Causes lists the mistakes that [Inspect] repeats when a signature is wrong, by
// what they concern: the secret, the text, the URL, the algorithm and the
// writing of the signature.
func Causes() []CauseInfo {
	list := make([]CauseInfo, len(causeTexts))
	for i := range causeTexts {
		list[i] = CauseInfo{causeTexts[i].code, causeTexts[i].message}
	}
	return list
}

// A causeText is what can be said about a mistake. How it is repeated stands in
// the doctor's files.
type causeText struct{ code, message, fix string }

// Fixes that several mistakes share.
const (
	fixSecret   = "Use the secret exactly as the platform shows it, and nothing around it."
	fixWhole    = "Sign the whole URL as it is sent: scheme, host, path, question mark and query."
	fixSpelling = "Encode first, then sign, and send the very text that was signed."
	fixLibrary  = "Append the signature as text and hand the finished URL on as a string: do not parse it and write it again."
	fixOrder    = "Build the query once, in one order, and use that text for signing and for sending."
	fixDigest   = "Write the digest in lower-case hex: 64 characters, nothing around them."
	fixHMAC     = "Use HMAC with SHA-256: the secret is the key, the URL is the message."
	fixLast     = "Add every parameter before signing; the signature comes last, once."
	fixPaste    = "Copy the URL alone, from https:// to the last digit of the signature."
)

var causeTexts = []causeText{
	{"secret_outer_space", "The secret that signed had no white space around it; the one given here does.", "Remove the white space around the secret."},
	{"secret_newline", "The secret that signed ended with a newline, as files and environment variables often do.", "Trim the secret where it is read."},
	{"secret_crlf", "The secret that signed ended with a carriage return, as files written on Windows do.", "Trim the secret where it is read."},
	{"secret_padded", "The secret that signed had a space or tab around it.", "Trim the secret where it is read."},
	{"secret_quoted", "The secret that signed and the one given here differ by quotes around them; some .env files keep the quotes.", fixSecret},
	{"secret_bom", "The secret that signed began with a byte order mark, an invisible character at the start of some text files.", fixSecret},
	{"secret_hex_decoded", "The secret was hex-decoded before signing.", "Use the text of the secret itself as the key."},
	{"secret_base64_decoded", "The secret was base64-decoded before signing.", "Use the text of the secret itself as the key."},
	{"secret_base64_encoded", "The secret was base64-encoded before signing.", "Use the text of the secret itself as the key."},
	{"secret_case", "The secret was used in another case: its letters are upper case on one side and lower case on the other.", fixSecret},
	{"secret_client_id", "The client ID was used as the secret.", "Sign with the embed secret; the client ID only says which secret it is."},
	{"secret_truncated", "Only a part of the secret was used: the copy was cut.", "Copy the whole secret; new ones have 128 characters."},

	{"signed_query_only", "Only the query was signed.", fixWhole},
	{"signed_without_host", "Path and query were signed without scheme and host.", fixWhole},
	{"signed_without_scheme", "The URL was signed without https://.", fixWhole},
	{"signed_path_only", "The URL was signed without its query, so nothing protected the parameters.", fixWhole},
	{"signed_without_question_mark", "Path and query were signed without the question mark between them.", fixWhole},
	{"http_for_https", "The text that was signed begins with another scheme: http:// and https:// were exchanged.", "Sign and send the URL with https://; behind a proxy, the application may see http:// instead."},
	{"host_case", "The host was signed in another case; browsers send it in lower case.", "Write the host in lower case, before signing and where it is sent."},
	{"host_port", "The host was signed with the default port, or sent with it; browsers drop it.", "Write the host without a port."},
	{"other_host", "The URL was signed for app.sigmacomputing.com but sent to another host.", "Sign the URL with the host to which it is sent."},
	{"trailing_slash", "The path was signed with a slash at its end and sent without, or the other way round.", "Copy the embed path as it is, and sign the URL that is sent."},
	{"doubled_question_mark", "The question mark was signed once and sent twice, or the other way round; the embed path may end with one already.", "Keep one question mark, between path and parameters."},
	{"time_differs", "Another :time was signed than was sent, one second away: the clock was read twice.", "Read the clock once for each URL."},
	{"signed_double_encoded", "The text was percent-encoded once more before signing.", fixSpelling},
	{"sent_double_encoded", "The URL was percent-encoded once more after signing: it holds %25 where a % was signed.", fixSpelling},
	{"signed_decoded", "The decoded text was signed, without percent signs.", "Do not decode the URL before signing: sign what is sent."},
	{"signed_html_escaped", "The text was signed with &amp; in place of each &, as in HTML.", "Sign the plain URL; escape it only where it is written into HTML."},
	{"signed_lower_case", "The text was turned into lower case before signing.", "Sign the URL exactly as it is sent."},
	{"signed_trailing_ampersand", "The text was signed with an & at its end.", "Sign up to the last parameter; the & before the signature is not signed."},
	{"signed_signature_name", "The text was signed with the name of the signature at its end.", "Sign up to the last parameter, without &:signature=."},
	{"signed_outer_space", "White space around the text was signed and not sent, such as the newline that echo adds, or sent and not signed.", "Sign the URL alone; with echo, use printf or echo -n."},
	{"signed_before_append", "The signature was made before the last parameters were appended: it covers only those before them.", "Add every parameter first, then sign."},

	{"rewritten_by_browser", "A browser changed the URL on its way: it encodes spaces, quotes, < > and letters beyond ASCII in a query.", "Percent-encode every value before signing, the apostrophe too."},
	{"rewritten_by_urlsearchparams", "URLSearchParams, or code that writes as it does, rewrote the query after signing; setting one entry of url.searchParams is enough.", fixLibrary},
	{"rewritten_by_go", "Go's Query().Encode(), or code like it, rewrote the query after signing: it sorts the names and encodes their colons.", fixLibrary},
	{"rewritten_by_csharp", "C# rewrote the query after signing, as HttpUtility.ParseQueryString or QueryHelpers do.", fixLibrary},
	{"colon_respelled", "Colons were signed in one spelling and sent in the other: raw, or as %3A.", fixSpelling},
	{"space_respelled", "Spaces were signed in one spelling and sent in another: raw, as %20, or as +.", fixSpelling},
	{"comma_respelled", "Commas were signed in one spelling and sent in the other: raw, or as %2C.", fixSpelling},
	{"at_respelled", "The @ was signed in one spelling and sent in the other: raw, or as %40.", fixSpelling},
	{"apostrophe_respelled", "The apostrophe was signed in one spelling and sent in the other: raw, or as %27. encodeURIComponent leaves it raw, browsers encode it.", "Write ' as %27 before signing."},
	{"plus_respelled", "The plus sign was signed in one spelling and sent in the other: raw, or as %2B.", "Write + as %2B before signing."},
	{"slash_respelled", "Slashes in the query were signed in one spelling and sent in the other: raw, or as %2F.", fixSpelling},
	{"hex_case", "The escapes were signed in one case and sent in the other, such as %3a and %3A.", fixSpelling},
	{"other_dialect", "The text was signed in another spelling than it was sent in.", fixSpelling},

	{"order_sample", "The parameters were signed in another order than they were sent in.", fixOrder},
	{"order_sorted", "The parameters were signed in alphabetical order, but not sent so.", fixOrder},
	{"order_reversed", "The parameters were signed in the opposite order.", fixOrder},

	{"parameter_after_signature", "Parameters were added behind the signature, which covers only what stands before it.", fixLast},
	{"signature_not_last", "The signature covers all parameters, but does not stand at the end.", fixLast},
	{"signed_twice", "The URL carries two signatures; the last one covers the text before the first.", fixLast},
	{"sent_html_escaped", "The URL was written as HTML: each & became &amp;.", "Replace &amp; by & in the URL; in JavaScript, do not escape for HTML."},
	{"sent_json_escaped", `The URL was written as in JSON: each & became \u0026, or each / became \/.`, "Decode the JSON before the URL is used."},
	{"sent_encoded_whole", "The whole URL was percent-encoded, as when it is put into another URL's parameter.", "Decode it once before it is opened."},
	{"line_breaks", "Line breaks came into the URL, as when it is copied from mail or from a terminal.", "Put it into one line, without the line breaks and the spaces beside them."},
	{"text_around", "Something that is not part of the URL came in before or after it, as when it is copied along.", fixPaste},
	{"missing_scheme", "The beginning of the URL got lost: it was signed with https://.", fixPaste},
	{"scheme_case", "The scheme is sent in upper case; browsers write it in lower case, and so it was signed.", "Write https:// in lower case."},
	{"fragment_cut", "The text was signed with a #, which cuts the URL: a browser never sends what follows.", "Write # as %23 before signing; give colours without #."},

	{"hmac_sha1", "The signature is an HMAC with SHA-1.", fixHMAC},
	{"hmac_sha512", "The signature is an HMAC with SHA-512.", fixHMAC},
	{"sha256_secret_text", "The signature is the plain SHA-256 of secret and text, not an HMAC.", fixHMAC},
	{"sha256_text_secret", "The signature is the plain SHA-256 of text and secret, not an HMAC.", fixHMAC},
	{"hmac_swapped", "Key and message were exchanged: the URL was the key of the HMAC.", fixHMAC},

	{"signature_upper_case", "The signature is written in upper case.", fixDigest},
	{"signature_base64", "The signature is written in base64.", fixDigest},
	{"signature_base64url", "The signature is written in base64url.", fixDigest},
	{"signature_truncated", "The signature was cut: it is the beginning of the right one.", "Copy all 64 characters."},
	{"signature_doubled", "The signature is written twice.", fixDigest},
	{"signature_prefixed", "Something stands before the digest, such as the name of the algorithm; command-line tools print it.", fixDigest},
	{"signature_outer_space", "White space stands around the signature, such as a newline that was printed after it.", fixDigest},
}

// causeTextOf finds an entry; a test holds that each code has one.
func causeTextOf(code string) *causeText {
	for i := range causeTexts {
		if causeTexts[i].code == code {
			return &causeTexts[i]
		}
	}
	panic("no text for the cause " + code)
}
