package signer

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// changedLaterCodes are causes where the right text was signed: each vector with
// one of them says what should have been sent.
var changedLaterCodes = []string{
	"text_around", "missing_scheme", "scheme_case", "line_breaks", "sent_encoded_whole", "sent_html_escaped", "sent_json_escaped",
	"sent_double_encoded", "http_for_https", "host_case", "host_port", "doubled_question_mark",
	"rewritten_by_urlsearchparams", "rewritten_by_go", "rewritten_by_csharp",
}

// What should have been sent is accepted by a receiver, and is not what was sent.
func TestWhatShouldHaveBeenSentIsAccepted(t *testing.T) {
	sent := map[string]int{}
	for _, v := range causeVectors(t) {
		for _, c := range v.inspect().Causes {
			if c.Send == "" {
				continue
			}
			for code := range strings.SplitSeq(c.Code, "+") {
				sent[code]++
				if !slices.Contains(changedLaterCodes, code) {
					t.Errorf("%s, %s: says what should have been sent", c.Code, v.Why)
				}
			}
			key := keyOf(v.Secret)
			r := Verifier{Key: func(string) (*Key, bool) { return key, true }}
			if _, err := r.Verify(t.Context(), c.Send, time.Unix(1700000001, 0)); err != nil || c.Send == v.URL {
				t.Errorf("%s, %s: %v for %s", c.Code, v.Why, err, c.Send)
			}
		}
	}
	for _, code := range changedLaterCodes {
		if sent[code] == 0 {
			t.Errorf("no vector of %s says what should have been sent", code)
		}
	}
}

// Where the signing side is wrong, nothing else should have been sent: text that no
// browser leaves alone, the other scheme, another text or key.
func TestTheSigningSideIsWrong(t *testing.T) {
	for _, v := range causeVectors(t) {
		switch v.Code {
		case "rewritten_by_browser", "signed_query_only", "signed_double_encoded", "secret_newline", "signature_upper_case", "fragment_cut", "text_around+secret_newline":
			for _, c := range v.inspect().Causes {
				if c.Send != "" {
					t.Errorf("%s, %s: send %s", c.Code, v.Why, c.Send)
				}
			}
		}
	}
	r := goodRequest(t)
	text := Build(r).SignedText
	for _, signed := range []string{strings.Replace(text, "https:", "http:", 1), strings.Replace(text, ".com/", ".com:443/", 1)} {
		got := Inspect(Inspection{URL: text + signatureName + signatureOf(keyOf(r.Credentials.Secret.Reveal()), signed), Secret: r.Credentials.Secret})
		if len(got.Causes) != 1 || got.Causes[0].Send != "" || got.Signature.WouldSign != text {
			t.Errorf("%s: %+v", signed, got.Causes)
		}
	}
}

// What came along with a URL is the one cause, found soon, and is nowhere said to
// be what should have been signed.
func TestStrayTextIsTheOnlyCause(t *testing.T) {
	for _, v := range causeVectors(t) {
		code, second, pair := strings.Cut(v.Code, "+")
		if !slices.Contains(changedLaterCodes[:7], code) || pair && !slices.Contains(changedLaterCodes[:7], second) {
			continue
		}
		got := v.inspect()
		if len(got.Causes) != 1 || got.Causes[0].Code != v.Code || got.Tried > 20 {
			t.Errorf("%s, %s: %q after %d", v.Code, v.Why, codesOf(got.Causes), got.Tried)
		}
		if s := got.Signature; s.WouldSign != "" || s.Valid != nil && s.WasSigned != Visible(got.Causes[0].Text) {
			t.Errorf("%s, %s: would sign %q, was signed %q", v.Code, v.Why, s.WouldSign, s.WasSigned)
		}
	}
}

// A second mistake beside stray text is told with the text that should have been
// signed, without what came along.
func TestStrayTextIsNotToBeSigned(t *testing.T) {
	r := goodRequest(t)
	text, key := Build(r).SignedText, keyOf(r.Credentials.Secret.Reveal())
	_, query, _ := strings.Cut(text, "?")
	got := Inspect(Inspection{URL: "x" + text + signatureName + signatureOf(key, query), Secret: r.Credentials.Secret})
	if len(got.Causes) != 1 || got.Causes[0].Code != "text_around+signed_query_only" || got.Signature.WouldSign != text || got.Causes[0].Text != query {
		t.Errorf("%+v, %+v", got.Causes, got.Signature)
	}
}

// A wrong signature is never met with silence: one in no known writing was compared
// at least. Where there is none, a finding says so.
func TestSomethingWasTried(t *testing.T) {
	r := goodRequest(t)
	text := Build(r).SignedText
	for _, given := range []string{"x", "", "[object%20Promise]", "deadbeef", strings.Repeat("0", 64) + ". Thanks!"} {
		if got := Inspect(Inspection{URL: text + signatureName + given, Secret: r.Credentials.Secret}); got.Tried == 0 || len(got.Causes) != 0 {
			t.Errorf("%q: %q after %d", given, codesOf(got.Causes), got.Tried)
		}
	}
	got := Inspect(Inspection{URL: text, Secret: r.Credentials.Secret})
	if got.Tried != 0 || !hasFinding(got.Findings, "missing_parameter", ":signature", SeverityError) {
		t.Errorf("%+v after %d", got.Findings, got.Tried)
	}
}

// mended leaves a URL alone to which nothing happened, and stays within any text.
func TestMendLeavesGoodURLsAlone(t *testing.T) {
	for _, x := range readVectors(t).HMAC {
		if m := mended(x.URL, true); m.url != x.URL || len(m.codes) > 0 {
			t.Errorf("%s: %q became %s", x.Name, m.codes, m.url)
		}
	}
	for _, text := range []string{"", "?", "://", "signature=", "signature=" + strings.Repeat("0", 64) + " x https://a?", "\xff\n\xff", "\n", "=\n="} {
		mended(text, true)
		mended(text, false)
	}
}

// One finding tells of what happened to the whole URL, and no other follows from it.
func TestWrappingIsToldOnce(t *testing.T) {
	r := goodRequest(t)
	good := sign(t, r)
	for _, c := range []struct{ name, url, code string }{
		{"lines", strings.ReplaceAll(good, "_", "_\n  "), "control_character"},
		{"quoted-printable", strings.ReplaceAll(strings.ReplaceAll(good, "=", "=3D"), "_", "_=\r\n"), "control_character"},
		{"HTML", strings.ReplaceAll(good, "&", "&amp;"), "html_escaped"},
		{"JSON", strings.ReplaceAll(good, "&", `\u0026`), "json_escaped"},
	} {
		got := Inspect(Inspection{URL: c.url}).Findings
		if len(got) != 1 || got[0].Code != c.code || got[0].Parameter != "" {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	r.Embed.AccountType = ""
	if got := Inspect(Inspection{URL: strings.ReplaceAll(sign(t, r), "&", "&amp;")}).Findings; len(got) != 2 || got[1].Code != "account_type_absent" {
		t.Errorf("a finding of its own: %+v", got)
	}
}
