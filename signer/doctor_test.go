package signer

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/testneeds"
	"github.com/embedsign/embedsign/internal/vectors"
)

const causesFolder = "testdata/causes"

// A causeVector is a URL that was made by making a mistake.
type causeVector struct{ vectors.Mistake }

// causeVectors are those of Node and Python, and those that are made here,
// because it is Go that makes the mistake.
func causeVectors(t testing.TB) []causeVector {
	t.Helper()
	list := goVectors(t)
	for _, m := range vectors.Causes(t, "..") {
		list = append(list, causeVector{m})
	}
	return list
}

func goVectors(t testing.TB) []causeVector {
	r := goodRequest(t)
	r.Embed.Teams = []string{"Team A", "Team B"}
	r.Order = []string{":nonce", ":client_id", ":email", ":external_user_id", ":external_user_team", ":account_type", ":mode", ":session_length", ":time"}
	good, err := Sign(r)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(good)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Del(":signature")
	base, _, _ := strings.Cut(good, "?")
	_, signature, _ := strings.Cut(good, signatureName)
	return []causeVector{
		{vectors.Mistake{Code: "rewritten_by_go", Why: "u.Query().Encode() sorts and encodes",
			URL: base + "?" + query.Encode() + signatureName + signature, Secret: r.Credentials.Secret.Reveal()}},
	}
}

func (v *causeVector) inspect() Inspected {
	return Inspect(Inspection{URL: v.URL, Secret: NewSecret(v.Secret)})
}

func TestEachMistakeIsDiagnosed(t *testing.T) {
	for _, v := range causeVectors(t) {
		got := v.inspect()
		i := slices.IndexFunc(got.Causes, func(c Cause) bool { return c.Code == v.Code })
		if i < 0 {
			t.Errorf("%s, %s: causes %q after %d", v.Code, v.Why, codesOf(got.Causes), got.Tried)
			continue
		}
		if c := got.Causes[i]; !c.Proved || c.Message == "" || c.Fix == "" || c.Differences == nil || got.Tried == 0 {
			t.Errorf("%s, %s: %+v", v.Code, v.Why, c)
		}
		if len(got.Causes) > mostCauses {
			t.Errorf("%s, %s: %q", v.Code, v.Why, codesOf(got.Causes))
		}
	}
}

func codesOf(causes []Cause) (codes []string) {
	for _, c := range causes {
		codes = append(codes, c.Code)
	}
	return codes
}

// When one mistake explains a signature, no pair is reported.
func TestOneMistakeIsEnough(t *testing.T) {
	for _, v := range causeVectors(t) {
		for _, c := range v.inspect().Causes {
			if strings.Contains(c.Code, "+") && !strings.Contains(v.Code, "+") {
				t.Errorf("%s, %s: %q", v.Code, v.Why, c.Code)
			}
		}
	}
}

// Each cause and enough pairs have a vector, and no vector has another cause.
func TestEachCauseHasAVector(t *testing.T) {
	seen, pairs := map[string]bool{}, 0
	for _, v := range causeVectors(t) {
		seen[v.Code] = true
		if strings.Contains(v.Code, "+") {
			pairs++
		}
	}
	for _, c := range Causes() {
		if !seen[c.Code] {
			t.Errorf("%s has no vector", c.Code)
		}
	}
	if len(Causes()) < 30 || pairs < 6 {
		t.Errorf("%d causes, %d pairs", len(Causes()), pairs)
	}
}

// What the tables can find can be said, whether a vector leads there or not.
func TestEachCodeHasAText(t *testing.T) {
	var codes []string
	for _, c := range cuttings {
		codes = append(codes, c.code)
	}
	for _, r := range respellings {
		codes = append(codes, r.code)
	}
	for _, a := range algorithms {
		codes = append(codes, a.code)
	}
	for _, r := range rewriters {
		codes = append(codes, r.code)
	}
	for _, s := range suspects(" \"0a\"\n", "c")[1:] {
		codes = append(codes, s.code)
	}
	for _, c := range textMistakes(readVectors(t).HMAC[0].SignedText) {
		codes = append(codes, c.code)
	}
	for _, code := range codes {
		if c := causeTextOf(code); c.message == "" || c.fix == "" {
			t.Errorf("%s: %+v", code, c)
		}
	}
}

// The differences lead from the text that was signed to the right one, or from the
// URL that was sent to the right one.
func TestDifferencesLeadToTheRightText(t *testing.T) {
	for _, v := range causeVectors(t) {
		for _, c := range v.inspect().Causes {
			was, is := "", ""
			for _, d := range c.Differences {
				if d.Op != "new" {
					was += d.Text
				}
				if d.Op != "gone" {
					is += d.Text
				}
			}
			switch {
			case c.Send != "":
				if was != v.URL || is != c.Send || c.Text == "" || !strings.HasPrefix(c.Send, c.Text) {
					t.Errorf("%s, %s: from %q to %q, to send %q", v.Code, v.Why, was, is, c.Send)
				}
			case len(c.Differences) > 0 && (was != c.Text || is == "" || is == was):
				t.Errorf("%s, %s: from %q to %q, text %q", v.Code, v.Why, was, is, c.Text)
			}
		}
	}
}

func TestNoCauseIsMadeUp(t *testing.T) {
	v := readVectors(t)
	for i := range v.HMAC {
		built := Build(v.request(i))
		if got := Inspect(Inspection{URL: built.URL, Secret: v.Secret}); len(got.Causes) != 0 || got.Causes == nil || got.Tried != 0 {
			t.Errorf("%s: %q after %d", v.HMAC[i].Name, codesOf(got.Causes), got.Tried)
		}
		random := built.SignedText + signatureName + strings.Repeat("5a", 32)
		if got := Inspect(Inspection{URL: random, Secret: v.Secret}); len(got.Causes) != 0 || got.Tried < 1000 {
			t.Errorf("%s: %q after %d", v.HMAC[i].Name, codesOf(got.Causes), got.Tried)
		}
	}
}

// The secret is not in what is said about it.
func TestCausesKeepTheSecret(t *testing.T) {
	secret := readVectors(t).Secret
	for _, v := range causeVectors(t) {
		said, err := json.Marshal(v.inspect().Causes)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.ToLower(string(said)), secret.Reveal()[:16]) {
			t.Errorf("%s, %s: the secret shows", v.Code, v.Why)
		}
	}
}

// The committed vectors are what the languages really do.
func TestCauseVectorsAreFresh(t *testing.T) {
	for _, x := range []struct{ program, script, output string }{
		{"node", "make.mjs", "node.json"}, {"python3", "make.py", "python.json"},
	} {
		t.Run(x.program, func(t *testing.T) {
			testneeds.Program(t, x.program)
			cmd := exec.CommandContext(t.Context(), x.program, x.script)
			cmd.Dir = causesFolder
			got, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join(causesFolder, x.output))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("%s is stale: run %s %s > %s in signer/%s", x.output, x.program, x.script, x.output, causesFolder)
			}
		})
	}
}

// TestSkipCauses has a URL whose cause is known, and does not ask for it.
func TestSkipCauses(t *testing.T) {
	r := goodRequest(t)
	i := Inspection{URL: Build(r).URL, Secret: NewSecret(r.Credentials.Secret.Reveal() + "\n")}
	if got := Inspect(i); len(got.Causes) == 0 || got.Tried == 0 {
		t.Fatalf("no cause is found: tried %d", got.Tried)
	}
	i.SkipCauses = true
	if got := Inspect(i); len(got.Causes) != 0 || got.Tried != 0 || *got.Signature.Valid {
		t.Errorf("causes %+v, tried %d", got.Causes, got.Tried)
	}
}
