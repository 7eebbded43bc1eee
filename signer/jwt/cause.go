package jwt

import (
	"crypto/hmac"
	"crypto/sha512"
	"hash"
	"strconv"
	"strings"
)

// A kind is what a mistake is made with. Mistakes of different kinds may come in
// pairs.
type kind int

const (
	withKey kind = iota
	withText
	withHash
	withWriting
)

// A hypothesis is a mistake that can be repeated.
type hypothesis struct {
	kind               kind
	code, message, fix string
}

// An attempt signs with one or two mistakes.
type attempt struct {
	token     *reading
	key, text string
	hash      func() hash.Hash
	writing   string // the code of a mistake in writing the signature, or empty
}

const (
	useText     = "Use the text of the secret itself as the key."
	trimSecret  = "Trim the secret where it is read."
	dropQuotes  = "Remove the quotes around the secret."
	signAsSent  = "Sign the two encoded parts with a dot between, exactly as they are sent."
	useHS256    = "Sign with HMAC-SHA256, and say HS256 in the header."
	writeDigest = "Write the 32 bytes of the digest in base64url without padding."
)

// frontCut is a mistake in copying: what was signed is right.
const frontCut = "token_front_cut"

// hypotheses stand in the order in which they are tried.
var hypotheses = []hypothesis{
	{withKey, "secret_outer_space", "The secret that signed had no white space around it; the one given here does.", "Remove the white space around the secret."},
	{withKey, "secret_newline", "The secret that signed ended with a newline, as files and environment variables often do.", trimSecret},
	{withKey, "secret_crlf", "The secret that signed ended with CR LF, as files from Windows do.", trimSecret},
	{withKey, "secret_trailing_space", "The secret that signed ended with a space.", trimSecret},
	{withKey, "secret_double_quotes", "The secret that signed had double quotes around it.", dropQuotes},
	{withKey, "secret_single_quotes", "The secret that signed had single quotes around it.", dropQuotes},
	{withKey, "secret_given_with_quotes", "The secret given here has quotes around it; the one that signed had none.", dropQuotes},
	{withKey, "secret_hex_decoded", "The secret was hex-decoded before signing.", useText},
	{withKey, "secret_base64_decoded", "The secret was base64-decoded before signing, as some libraries do by themselves.", useText},
	{withKey, "secret_base64_encoded", "The secret was base64-encoded before signing.", useText},
	{withKey, "secret_upper_case", "The secret that signed was in upper case.", "Use the secret as it was shown."},
	{withKey, "client_id_as_secret", "The client ID was used as the secret.", "Sign with the secret; the client ID goes into kid."},

	{withText, "signed_with_padding", "Header and payload were signed with the = of padding, and sent without.", signAsSent},
	{withText, "signed_without_padding", "Header and payload are sent with the = of padding, but were signed without.", signAsSent},
	{withText, "signed_standard_base64", "Header and payload were signed in standard base64, with + and /.", signAsSent},
	{withText, "signed_standard_base64_padded", "Header and payload were signed in standard base64, with padding.", signAsSent},
	{withText, "signed_json", "The JSON texts were signed, before they were encoded.", signAsSent},
	{withText, "signed_payload", "Only the encoded payload was signed.", signAsSent},
	{withText, "signed_payload_json", "Only the JSON of the payload was signed.", signAsSent},
	{withText, "signed_without_dot", "The dot between header and payload was left out.", signAsSent},
	{withText, "signed_with_newline", "A newline was signed along, as echo appends one.", "Write the text with printf '%s', not echo."},

	{withText, frontCut, "The first characters of the token were lost when it was copied.", "Copy the whole token, from its first character."},

	{withHash, "algorithm_hs384", "The token was signed with HMAC-SHA384.", useHS256},
	{withHash, "algorithm_hs512", "The token was signed with HMAC-SHA512.", useHS256},

	{withWriting, "signature_hex", "The signature is written in hex, as signed URLs have it.", writeDigest},
	{withWriting, "signature_upper_hex", "The signature is written in upper-case hex.", writeDigest},
	{withWriting, "signature_hex_encoded", "The hex digits of the digest were base64url-encoded, in place of its bytes.", writeDigest},
	{withWriting, "signature_padded", "The signature is padded with =.", writeDigest},
	{withWriting, "signature_standard_base64", "The signature is written in standard base64.", writeDigest},
	{withWriting, "signature_standard_base64_unpadded", "The signature is written with the + and / of standard base64.", writeDigest},
}

// repeat makes a mistake, and reports whether that makes a difference.
func (a *attempt) repeat(h *hypothesis) bool {
	key, text := a.key, a.text
	switch h.kind {
	case withKey:
		a.key = a.wrongKey(h.code)
		return a.key != key && a.key != ""
	case withText:
		a.text = a.wrongText(h.code)
		return a.text != text && a.text != ""
	case withHash:
		a.hash = sha512.New
		if h.code == "algorithm_hs384" {
			a.hash = sha512.New384
		}
	case withWriting:
		a.writing = h.code
	}
	return true
}

func (a *attempt) wrongKey(code string) string {
	switch code {
	case "secret_outer_space":
		return strings.TrimSpace(a.key)
	case "secret_newline":
		return a.key + "\n"
	case "secret_crlf":
		return a.key + "\r\n"
	case "secret_trailing_space":
		return a.key + " "
	case "secret_double_quotes":
		return `"` + a.key + `"`
	case "secret_single_quotes":
		return "'" + a.key + "'"
	case "secret_given_with_quotes":
		return strings.Trim(a.key, `"'`)
	case "secret_hex_decoded":
		return hexDecoded(a.key)
	case "secret_base64_decoded":
		return base64Decoded(a.key)
	case "secret_base64_encoded":
		return pad(encodeBase64(alphabetStd, a.key))
	case "secret_upper_case":
		return strings.ToUpper(a.key)
	}
	return a.token.header.KeyID
}

func (a *attempt) wrongText(code string) string {
	header, payload := a.token.segments[0], a.token.segments[1]
	texts := &a.token.texts
	switch code {
	case "signed_with_padding":
		return pad(bare(header)) + "." + pad(bare(payload))
	case "signed_without_padding":
		return bare(header) + "." + bare(payload)
	case "signed_standard_base64":
		return encodeBase64(alphabetStd, texts[0]) + "." + encodeBase64(alphabetStd, texts[1])
	case "signed_standard_base64_padded":
		return pad(encodeBase64(alphabetStd, texts[0])) + "." + pad(encodeBase64(alphabetStd, texts[1]))
	case "signed_json":
		return texts[0] + "." + texts[1]
	case "signed_payload":
		return payload
	case "signed_payload_json":
		return texts[1]
	case "signed_without_dot":
		return header + payload
	case frontCut:
		return restored(header) + a.text
	}
	return a.text + "\n"
}

// firstTexts are how headers begin that libraries write, in base64url: with alg,
// with typ, with kid.
var firstTexts = [...]string{"eyJhbGciOiJIUzI1NiIs", "eyJ0eXAiOiJKV1Qi", "eyJraWQiOiJ"}

// restored gives what is lacking at the front of a header that was cut, if it is
// one of those.
func restored(header string) string {
	for _, first := range firstTexts {
		for lost := 1; lost+3 < len(first); lost++ {
			if strings.HasPrefix(header, first[lost:]) {
				return first[:lost]
			}
		}
	}
	return ""
}

func bare(segment string) string { return strings.TrimRight(segment, "=") }

func (a *attempt) sign() string {
	m := hmac.New(a.hash, []byte(a.key))
	m.Write([]byte(a.text))
	sum := string(m.Sum(nil))
	switch a.writing {
	case "signature_hex":
		return hexOf(sum)
	case "signature_upper_hex":
		return strings.ToUpper(hexOf(sum))
	case "signature_hex_encoded":
		return encode(hexOf(sum))
	case "signature_padded":
		return pad(encode(sum))
	case "signature_standard_base64":
		return pad(encodeBase64(alphabetStd, sum))
	case "signature_standard_base64_unpadded":
		return encodeBase64(alphabetStd, sum)
	}
	return encode(sum)
}

func hexOf(sum string) string {
	const digits = "0123456789abcdef"
	var out []byte
	for i := range len(sum) {
		out = append(out, digits[sum[i]>>4], digits[sum[i]&15])
	}
	return string(out)
}

// hexDecoded gives nothing for what is no hex.
func hexDecoded(s string) string {
	var raw []byte
	for ; len(s) >= 2; s = s[2:] {
		b, err := strconv.ParseUint(s[:2], 16, 8)
		if err != nil {
			return ""
		}
		raw = append(raw, byte(b))
	}
	return string(raw)
}

// base64Decoded takes both alphabets, as Node does, and gives nothing for what is
// neither.
func base64Decoded(s string) string {
	if raw, whole := decodeBase64(s); whole {
		return raw
	}
	return ""
}
