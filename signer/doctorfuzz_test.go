package signer

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// keysFor repeats the mistakes with the secret in other words than the doctor.
func keysFor(code, secret, clientID string) []string {
	bare := strings.TrimSpace(secret)
	switch code {
	case "secret_outer_space":
		return []string{bare}
	case "secret_newline":
		return []string{secret + "\n"}
	case "secret_crlf":
		return []string{secret + "\r\n", secret + "\r"}
	case "secret_padded":
		return []string{secret + " ", " " + secret, secret + "\t", " " + secret + " "}
	case "secret_quoted":
		return []string{`"` + secret + `"`, "'" + secret + "'", strings.Trim(bare, `'"`)}
	case "secret_bom":
		return []string{"\xef\xbb\xbf" + secret, strings.TrimPrefix(secret, "\xef\xbb\xbf")}
	case "secret_hex_decoded":
		raw, _ := hex.DecodeString(bare)
		return []string{string(raw)}
	case "secret_base64_decoded":
		raw, _ := base64.RawStdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(bare))
		return []string{string(raw)}
	case "secret_base64_encoded":
		return []string{base64.StdEncoding.EncodeToString([]byte(secret))}
	case "secret_case":
		return []string{strings.ToUpper(secret), strings.ToLower(secret)}
	case "secret_client_id":
		return []string{clientID}
	case "secret_truncated":
		var parts []string
		for i := 1; i < len(bare); i++ {
			parts = append(parts, bare[:i], bare[i:])
		}
		return parts
	}
	return nil
}

// digestFor computes what a code calls for, with the standard library.
func digestFor(code, key, text string) []byte {
	mac := func(make func() hash.Hash, key, text string) []byte {
		h := hmac.New(make, []byte(key))
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	switch code {
	case "hmac_sha1":
		return mac(sha1.New, key, text)
	case "hmac_sha512":
		return mac(sha512.New, key, text)
	case "hmac_swapped":
		return mac(sha256.New, text, key)
	case "sha256_secret_text":
		sum := sha256.Sum256([]byte(key + text))
		return sum[:]
	case "sha256_text_secret":
		sum := sha256.Sum256([]byte(text + key))
		return sum[:]
	}
	return mac(sha256.New, key, text)
}

// writingsFor are all ways to write a digest that a code calls for.
func writingsFor(code, given string, sum []byte) bool {
	digits := hex.EncodeToString(sum)
	plain, err := url.PathUnescape(given)
	if err != nil {
		plain = given
	}
	plain = strings.TrimSpace(plain)
	switch code {
	case "signature_upper_case":
		return given != digits && strings.EqualFold(given, digits)
	case "signature_outer_space":
		return strings.EqualFold(plain, digits)
	case "signature_doubled":
		return given == digits+digits || strings.EqualFold(given, digits+digits) || given == digits
	case "signature_prefixed":
		return strings.HasSuffix(strings.ToLower(plain), digits)
	case "signature_truncated":
		return len(given) >= 16 && strings.HasPrefix(digits, given)
	case "signature_base64", "signature_base64url":
		standard := strings.NewReplacer("-", "+", "_", "/", "=", "", " ", "+").Replace(plain)
		raw, err := base64.RawStdEncoding.DecodeString(standard)
		return err == nil && (string(raw) == string(sum) || strings.EqualFold(string(raw), digits))
	}
	return given == digits
}

// recomputes reports whether a proof holds: some key, the algorithm and the
// writing that the codes name give the given signature.
func recomputes(c *Cause, text, given, secret, clientID string) bool {
	keys, algorithm, writing := []string{secret}, "", ""
	for code := range strings.SplitSeq(c.Code, "+") {
		switch {
		case strings.HasPrefix(code, "secret_"):
			keys = keysFor(code, secret, clientID)
		case strings.HasPrefix(code, "hmac_"), strings.HasPrefix(code, "sha256_"):
			algorithm = code
		case strings.HasPrefix(code, "signature_") && code != "signature_not_last":
			writing = code
		}
	}
	return slices.ContainsFunc(keys, func(key string) bool {
		return writingsFor(writing, given, digestFor(algorithm, key, text))
	})
}

// signedTexts are what can have been signed where a cause names no text: what
// stands before the signature, in all readings of the URL.
func signedTexts(url string) []string {
	var texts []string
	for _, u := range []string{url, strings.ReplaceAll(url, "&amp;", "&")} {
		u, _, _ := strings.Cut(u, "#")
		for _, name := range []string{":signature=", "%3Asignature=", "%3asignature="} {
			for at, from := 0, 0; ; from = at + 1 {
				i := strings.Index(u[from:], name)
				if i < 0 {
					break
				}
				at = from + i
				if at == 0 {
					continue
				}
				before, after := u[:at-1], u[at+len(name):]
				_, rest, more := strings.Cut(after, "&")
				texts = append(texts, before)
				if more {
					texts = append(texts, before+"&"+rest)
				}
			}
		}
	}
	return texts
}

// givenSignatures are the values of all signatures that a URL carries, and of one
// that is encoded, broken into lines or followed by something.
func givenSignatures(sent string) []string {
	plain, err := url.PathUnescape(sent)
	if err != nil {
		plain = sent
	}
	breaks := regexp.MustCompile(`[ \t>]*=?[\r\n]+[ \t>=\r\n]*`)
	digits := regexp.MustCompile(`^[0-9A-Fa-f]{16,64}`)
	var list []string
	for _, u := range []string{sent, plain, breaks.ReplaceAllString(sent, ""), breaks.ReplaceAllString(plain, "")} {
		for _, piece := range strings.Split(u, "signature=")[1:] {
			given, _, _ := strings.Cut(piece, "&")
			given, _, _ = strings.Cut(given, "#")
			list = append(list, given, digits.FindString(piece), digits.FindString(strings.TrimPrefix(piece, "3D"))) // of quoted-printable mail
		}
	}
	return list
}

// wantAccepted holds what Send promises: a URL with the signature that was given,
// which fits.
func wantAccepted(t *testing.T, c *Cause, sent, secret string) {
	t.Helper()
	text, given, ok := cutSignature(c.Send)
	if !ok || hex.EncodeToString(digestFor("", secret, text)) != given || text != c.Text || c.Send == sent {
		t.Errorf("%s: to send %q for %q", c.Code, c.Send, sent)
	}
}

func wantProofs(t *testing.T, url, secret string) {
	t.Helper()
	got := Inspect(Inspection{URL: url, Secret: NewSecret(secret)})
	for i := range got.Causes {
		c := &got.Causes[i]
		texts := []string{c.Text}
		if c.Text == "" {
			texts = signedTexts(url)
		}
		proved := slices.ContainsFunc(texts, func(text string) bool {
			return slices.ContainsFunc(givenSignatures(url), func(given string) bool {
				return recomputes(c, text, given, secret, got.ClientID)
			})
		})
		if c.Send != "" {
			wantAccepted(t, c, url, secret)
		}
		if !c.Proved || !proved {
			t.Errorf("%s does not recompute over %q for %q", c.Code, c.Text, url)
		}
	}
}

// The proofs of all vectors hold, and the check can fail.
func TestProofsRecompute(t *testing.T) {
	secret := readVectors(t).Secret.Reveal()
	for _, v := range causeVectors(t) {
		entered := v.Secret
		if entered == "" {
			entered = secret
		}
		wantProofs(t, v.URL, entered)
	}
	if recomputes(&Cause{Code: "secret_newline"}, "a", hex.EncodeToString(digestFor("", "k", "a")), "k", "") {
		t.Error("a wrong key recomputes")
	}
}

// FuzzDoctorProofsRecompute: whatever text was signed with whatever mistake, and
// whatever was sent, each reported proof recomputes with the standard library.
func FuzzDoctorProofsRecompute(f *testing.F) {
	v := readVectors(f)
	for i, x := range v.HMAC {
		f.Add(x.SignedText, x.SignedText, v.Secret.Reveal(), i, i)
	}
	for i, c := range causeVectors(f) {
		sent, _, _ := strings.Cut(c.URL, signatureName)
		f.Add(sent, sent, v.Secret.Reveal(), i, i/3)
	}
	f.Add("https://a/b?:mode=x", "b?%3Amode=x", "k", 3, 0)
	f.Add("https://a/b?c=#&amp;d", "https://a/b?c=#&d", "kk", 0, 2)
	f.Fuzz(func(t *testing.T, sent, signed, secret string, mistake, writing int) {
		if len(sent)+len(signed)+len(secret) > 4<<10 {
			return
		}
		key, algorithm := secret, ""
		code := causeTexts[uint(mistake)%uint(len(causeTexts))].code
		if keys := keysFor(code, secret, ""); len(keys) > 0 {
			key = keys[0]
		} else {
			algorithm = code
		}
		sum := digestFor(algorithm, key, signed)
		digits := hex.EncodeToString(sum)
		if breakAt := uint(writing) / 7; writing > 0 && len(sent) > 0 {
			at := breakAt % uint(len(sent))
			sent = [...]string{sent, " " + sent, sent[:at] + "\n  " + sent[at:], sent[:at] + "=\r\n" + sent[at:], sent[at:], url.QueryEscape(sent)}[breakAt%6]
		}
		written := [...]string{digits, strings.ToUpper(digits), base64.StdEncoding.EncodeToString(sum),
			base64.RawURLEncoding.EncodeToString(sum), digits[:20], digits + digits, "sha256=" + digits, digits + "%0A", digits + "&x=y", digits + ". Thanks!", digits[:40] + "\n" + digits[40:]}
		wantProofs(t, sent+signatureName+written[uint(writing)%uint(len(written))], secret)
	})
}

// FuzzUntouchedURLHasNoCause: a URL that is sent as it was signed has no cause,
// and nothing is tried, in every dialect and order.
func FuzzUntouchedURLHasNoCause(f *testing.F) {
	for i := range Dialects() {
		f.Add("ada+x@example.com", "O'Neil & Söhne", "a,b", "Store Region", "min:1 \"<>", i, ":time")
	}
	f.Add("a@example.com", "&amp;", "%2525", "c", "%3asignature", 0, ":nonce")
	f.Fuzz(func(t *testing.T, email, team, accountType, control, value string, dialect int, first string) {
		r := goodRequest(t)
		e := &r.Embed
		e.Email, e.Teams, e.AccountType = email, []string{team}, accountType
		e.Controls = []Control{{ID: control, Values: []string{value}}}
		r.Dialect, r.Order = Dialects()[uint(dialect)%uint(len(Dialects()))], []string{first}
		r.Time = time.Unix(1700000000, 0)
		url, err := Sign(r)
		if err != nil {
			return
		}
		if got := Inspect(Inspection{URL: url, Secret: r.Credentials.Secret}); len(got.Causes) != 0 || got.Tried != 0 {
			t.Fatalf("%q after %d in %s", codesOf(got.Causes), got.Tried, url)
		}
	})
}
