package signer

import (
	"strings"
	"testing"
)

// FuzzInspectNeverPanics: without a secret, whatever the text is, its parts
// cover it, and each finding is whole, is told once and points at something: at
// the URL as a whole, at its path, or at a parameter, in the text or missing.
func FuzzInspectNeverPanics(f *testing.F) {
	seedURLs(f)
	for i := range wireMistakes {
		f.Add(wireMistakes[i].url(f))
	}
	for _, url := range []string{"https://a/b??", "https://a/b?%25=%25", "https://a/b&=", "https://a/b?:=:==", `https://a/b?x=\u0026:nonce=`, "https://a/b?:ua_=&:ua=&ua_=", "https://a/b#?:signature=", "https://a/b?:time=.&:session_length=1d"} {
		f.Add(url)
	}
	f.Fuzz(func(t *testing.T, url string) {
		got := Inspect(Inspection{URL: url})
		var text strings.Builder
		for i := range got.Parts {
			text.WriteString(got.Parts[i].Raw)
		}
		if text.String() != url {
			t.Fatalf("the parts of %q join to %q", url, text.String())
		}
		told := map[[2]string]bool{}
		for _, finding := range got.Findings {
			wantWhole(t, url, &got, &finding)
			key := [2]string{finding.Code, finding.Parameter}
			if told[key] && finding.Code != "broken_pair" && finding.Code != "encoded_query" {
				t.Fatalf("%q: %v is told twice", url, key)
			}
			told[key] = true
		}
		if s := got.Sample; (s.ID == "") != (s.Name == "") || s.ID != "" && s.Why == "" {
			t.Fatalf("%q: sample %+v", url, s)
		}
	})
}

func wantWhole(t *testing.T, url string, got *Inspected, finding *Finding) {
	t.Helper()
	if finding.Code == "" || finding.Severity == "" || finding.Source == "" || finding.Message == "" {
		t.Fatalf("%q: %+v lacks something", url, *finding)
	}
	if finding.Parameter == "" || parameterNamed(finding.Parameter) != nil {
		return
	}
	for i := range got.Parts {
		if got.Parts[i].Name == finding.Parameter {
			return
		}
	}
	t.Fatalf("%q: %+v points at nothing", url, *finding)
}
