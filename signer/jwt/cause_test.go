package jwt

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
	oracle "github.com/golang-jwt/jwt/v5"
)

// A mistake is how somebody might sign wrongly, written without the code that is
// tested.
type mistake struct {
	code            string
	key             func(secret string) string
	text            func(header, payload string) string // of the JSON texts
	hash            func() hash.Hash
	write           func(sum []byte) string
	sendPadded      bool // header and payload are sent with padding
	givenWithQuotes bool // the doctor is given the secret in quotes
	givenWithSpace  bool // the doctor is given the secret with spaces around it
}

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

var mistakes = []mistake{
	{code: "secret_outer_space", givenWithSpace: true},
	{code: "secret_newline", key: func(s string) string { return s + "\n" }},
	{code: "secret_crlf", key: func(s string) string { return s + "\r\n" }},
	{code: "secret_trailing_space", key: func(s string) string { return s + " " }},
	{code: "secret_double_quotes", key: func(s string) string { return `"` + s + `"` }},
	{code: "secret_single_quotes", key: func(s string) string { return `'` + s + `'` }},
	{code: "secret_given_with_quotes", givenWithQuotes: true},
	{code: "secret_hex_decoded", key: func(s string) string { raw, _ := hex.DecodeString(s); return string(raw) }},
	{code: "secret_base64_decoded", key: func(s string) string { raw, _ := base64.StdEncoding.DecodeString(s); return string(raw) }},
	{code: "secret_base64_encoded", key: func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }},
	{code: "secret_upper_case", key: strings.ToUpper},
	{code: "client_id_as_secret", key: func(string) string { return clientID }},
	{code: "signed_with_padding", text: func(h, p string) string {
		return base64.URLEncoding.EncodeToString([]byte(h)) + "." + base64.URLEncoding.EncodeToString([]byte(p))
	}},
	{code: "signed_without_padding", sendPadded: true},
	{code: "signed_standard_base64", text: func(h, p string) string {
		return base64.RawStdEncoding.EncodeToString([]byte(h)) + "." + base64.RawStdEncoding.EncodeToString([]byte(p))
	}},
	{code: "signed_standard_base64_padded", text: func(h, p string) string {
		return base64.StdEncoding.EncodeToString([]byte(h)) + "." + base64.StdEncoding.EncodeToString([]byte(p))
	}},
	{code: "signed_json", text: func(h, p string) string { return h + "." + p }},
	{code: "signed_payload", text: func(_, p string) string { return b64(p) }},
	{code: "signed_payload_json", text: func(_, p string) string { return p }},
	{code: "signed_without_dot", text: func(h, p string) string { return b64(h) + b64(p) }},
	{code: "signed_with_newline", text: func(h, p string) string { return b64(h) + "." + b64(p) + "\n" }},
	{code: "algorithm_hs384", hash: sha512.New384},
	{code: "algorithm_hs512", hash: sha512.New},
	{code: "signature_hex", write: hex.EncodeToString},
	{code: "signature_upper_hex", write: func(sum []byte) string { return strings.ToUpper(hex.EncodeToString(sum)) }},
	{code: "signature_hex_encoded", write: func(sum []byte) string { return b64(hex.EncodeToString(sum)) }},
	{code: "signature_padded", write: base64.URLEncoding.EncodeToString},
	{code: "signature_standard_base64", write: base64.StdEncoding.EncodeToString},
	{code: "signature_standard_base64_unpadded", write: base64.RawStdEncoding.EncodeToString},
}

const clientID = "ba6609d000daf9196fd3dbf1b878a452ddaf27fcbf028ff7df23aab9fa9cb607"

// The payload has what base64 writes in two ways, and a length that is padded.
const (
	wrongHeader  = `{"alg":"HS256","kid":"` + clientID + `"}`
	wrongPayload = `{"sub":"ada@example.com","jti":"j??>~~>>","iat":1700000000,"exp":1700000600,"first_name":"ÿÿþ>?"}`
)

// wrongly signs with mistakes and gives the secret that the doctor is told.
func wrongly(secret string, made ...mistake) (token, told string) {
	key, input, told := secret, b64(wrongHeader)+"."+b64(wrongPayload), secret
	sent, newHash, write := input, sha256.New, base64.RawURLEncoding.EncodeToString
	for _, m := range made {
		if m.key != nil {
			key = m.key(key)
		}
		if m.text != nil {
			input = m.text(wrongHeader, wrongPayload)
		}
		if m.hash != nil {
			newHash = m.hash
		}
		if m.write != nil {
			write = m.write
		}
		if m.sendPadded {
			sent = base64.URLEncoding.EncodeToString([]byte(wrongHeader)) + "." + base64.URLEncoding.EncodeToString([]byte(wrongPayload))
		}
		if m.givenWithQuotes {
			told = `"` + told + `"`
		}
		if m.givenWithSpace {
			told = " " + told + "\n"
		}
	}
	mac := hmac.New(newHash, []byte(key))
	mac.Write([]byte(input))
	return sent + "." + write(mac.Sum(nil)), told
}

func TestEachMistakeIsProved(t *testing.T) {
	secret := readVectors(t).Secret
	for _, m := range mistakes {
		t.Run(m.code, func(t *testing.T) {
			token, told := wrongly(secret, m)
			got := Inspect(Inspection{URL: token, Secret: signer.NewSecret(told)})
			if len(got.Causes) != 1 || got.Causes[0].Code != m.code || !got.Causes[0].Proved || got.Causes[0].Fix == "" {
				t.Fatalf("causes %+v", got.Causes)
			}
			c := got.Causes[0]
			if (m.text != nil || m.sendPadded) != (c.Text != "") || got.Verdict.Accepted {
				t.Errorf("text %q, verdict %+v", c.Text, got.Verdict)
			}
			if m.text != nil && c.Text != m.text(wrongHeader, wrongPayload) {
				t.Errorf("signed text %q", c.Text)
			}
			if was, is := sides(c.Differences); c.Text != "" && (was != c.Text || is != got.SigningInput) {
				t.Errorf("differences %+v", c.Differences)
			}
			for _, text := range []string{c.Message, c.Fix, c.Text, got.Verdict.Explanation} {
				if strings.Contains(text, secret) {
					t.Errorf("%q shows the secret", text)
				}
			}
		})
	}
}

func sides(differences []signer.Difference) (was, is string) {
	for _, d := range differences {
		if d.Op != "new" {
			was += d.Text
		}
		if d.Op != "gone" {
			is += d.Text
		}
	}
	return was, is
}

func TestEveryHypothesisHasACase(t *testing.T) {
	for _, h := range hypotheses {
		if !slices.ContainsFunc(mistakes, func(m mistake) bool { return m.code == h.code }) {
			t.Errorf("no case for %s", h.code)
		}
	}
	if len(mistakes) != len(hypotheses) {
		t.Errorf("%d cases, %d hypotheses", len(mistakes), len(hypotheses))
	}
}

func TestMistakesInPairsAreProved(t *testing.T) {
	secret := readVectors(t).Secret
	for _, pair := range []string{
		"secret_newline+signature_hex", "secret_hex_decoded+algorithm_hs512", "secret_base64_decoded+signed_json", "signed_with_padding+signature_padded",
		"signed_standard_base64_padded+signature_standard_base64", "secret_single_quotes+signed_with_newline", "algorithm_hs384+signature_hex_encoded", "client_id_as_secret+signature_standard_base64",
	} {
		t.Run(pair, func(t *testing.T) {
			first, second, _ := strings.Cut(pair, "+")
			token, told := wrongly(secret, mistakeNamed(t, first), mistakeNamed(t, second))
			got := Inspect(Inspection{URL: token, Secret: signer.NewSecret(told)})
			if len(got.Causes) != 1 || got.Causes[0].Code != pair || !got.Causes[0].Proved {
				t.Fatalf("causes %+v", got.Causes)
			}
		})
	}
}

func mistakeNamed(t *testing.T, code string) mistake {
	t.Helper()
	i := slices.IndexFunc(mistakes, func(m mistake) bool { return m.code == code })
	if i < 0 {
		t.Fatalf("no mistake %s", code)
	}
	return mistakes[i]
}

// What golang-jwt signs with another algorithm, and what with a secret that was
// decoded, is proved too.
func TestForeignMistakesAreProved(t *testing.T) {
	secret := readVectors(t).Secret
	raw, err := hex.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	for code, token := range map[string]string{
		"algorithm_hs384":    foreign(t, oracle.SigningMethodHS384, []byte(secret), foreignClaims()),
		"algorithm_hs512":    foreign(t, oracle.SigningMethodHS512, []byte(secret), foreignClaims()),
		"secret_hex_decoded": foreign(t, oracle.SigningMethodHS256, raw, foreignClaims()),
	} {
		got := Inspect(Inspection{URL: token, Secret: signer.NewSecret(secret)})
		if len(got.Causes) != 1 || got.Causes[0].Code != code || !got.Causes[0].Proved {
			t.Errorf("%s: causes %+v", code, got.Causes)
		}
	}
}

func TestRightTokenHasNoCause(t *testing.T) {
	r := goodRequest(t)
	got := Inspect(Inspection{URL: sign(t, r), Secret: r.Credentials.Secret})
	if len(got.Causes) != 0 || got.Tried != 0 || got.Signature.WouldSign != "" {
		t.Errorf("causes %+v after %d", got.Causes, got.Tried)
	}
}

// A random signature and a changed payload prove nothing, and that is said, with
// how much was tried.
func TestNothingIsProvedByChance(t *testing.T) {
	r := goodRequest(t)
	token := sign(t, r)
	var sum [32]byte
	if _, err := rand.Read(sum[:]); err != nil {
		t.Fatal(err)
	}
	input := token[:strings.LastIndexByte(token, '.')]
	r.Claims.AccountType = "Admin"
	changed := sign(t, r)
	for _, text := range []string{
		input + "." + b64(string(sum[:])),
		changed[:strings.LastIndexByte(changed, '.')] + token[len(input):],
	} {
		got := Inspect(Inspection{URL: text, Secret: r.Credentials.Secret})
		if len(got.Causes) != 1 || got.Causes[0].Proved || got.Causes[0].Code != "changed_or_other_secret" || got.Tried < 200 || got.Tried > 400 {
			t.Errorf("causes %+v after %d", got.Causes, got.Tried)
		}
		if got.Signature.BitsDifferent == nil || *got.Signature.BitsDifferent < 60 {
			t.Errorf("signature %+v", got.Signature)
		}
	}
}
