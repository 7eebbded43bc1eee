package jwt

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/testneeds"
	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
	oracle "github.com/golang-jwt/jwt/v5"
)

const mistakesFolder = "testdata/mistakes"

func TestEachMistakeIsProved(t *testing.T) {
	for _, m := range vectors.TokenCauses(t, "../..") {
		t.Run(m.Code, func(t *testing.T) {
			got := Inspect(Inspection{URL: m.URL, Secret: signer.NewSecret(m.Secret)})
			if len(got.Causes) != 1 || got.Causes[0].Code != m.Code || !got.Causes[0].Proved || got.Causes[0].Fix == "" {
				t.Fatalf("%s: causes %+v", m.Why, got.Causes)
			}
			c := got.Causes[0]
			if c.Text != m.Signed || got.Verdict.Accepted {
				t.Errorf("%s: signed text %q, verdict %+v", m.Why, c.Text, got.Verdict)
			}
			if copied := strings.HasPrefix(m.Why, "copied:"); copied != (c.Send != "") {
				t.Errorf("%s: send %q", m.Why, c.Send)
			}
			was, is := sides(c.Differences)
			if c.Send != "" {
				wantSent(t, &m, &c)
				if was != m.URL || is != c.Send {
					t.Errorf("differences %+v", c.Differences)
				}
			} else if c.Text != "" && (was != c.Text || is != got.SigningInput) {
				t.Errorf("differences %+v", c.Differences)
			}
			for _, text := range []string{c.Message, c.Fix, c.Text, got.Verdict.Explanation} {
				if strings.Contains(text, readVectors(t).Secret) {
					t.Errorf("%q shows the secret", text)
				}
			}
		})
	}
}

// wantSent holds that what should have been sent has the right signature, and is
// read without complaint.
func wantSent(t *testing.T, m *vectors.Mistake, c *signer.Cause) {
	t.Helper()
	got := Inspect(Inspection{URL: c.Send, Secret: signer.NewSecret(m.Secret)})
	if !got.Verdict.Accepted || len(got.Causes) != 0 {
		t.Errorf("to be sent %q: %+v, causes %+v", c.Send, got.Verdict, got.Causes)
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

// Each hypothesis has a mistake, there are pairs, and no mistake has another cause.
func TestEveryHypothesisHasAMistake(t *testing.T) {
	seen, pairs := map[string]bool{}, 0
	for _, m := range vectors.TokenCauses(t, "../..") {
		seen[m.Code] = true
		if strings.Contains(m.Code, "+") {
			pairs++
		}
	}
	codes := []string{}
	for _, h := range slices.Concat(hypotheses, miscopies[:]) {
		codes = append(codes, h.code)
	}
	for _, id := range []said{outerSpace, tokenSurrounded, tokenBroken, dotsEncoded, tokenDoubled, tokenMisnamed} {
		codes = append(codes, sayings[id].code)
	}
	for _, code := range codes {
		if !seen[code] {
			t.Errorf("%s has no mistake", code)
		}
	}
	if pairs < 12 || len(seen) != len(codes)+pairs {
		t.Errorf("%d mistakes, of which %d are pairs; %d causes", len(seen), pairs, len(codes))
	}
}

// The committed mistakes are what Python really makes.
func TestMistakesAreFresh(t *testing.T) {
	testneeds.Program(t, "python3")
	cmd := exec.CommandContext(t.Context(), "python3", "make.py")
	cmd.Dir = mistakesFolder
	got, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(mistakesFolder, "python.json"))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("python.json is stale: run python3 make.py > python.json in signer/jwt/%s", mistakesFolder)
	}
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
		input + "." + base64.RawURLEncoding.EncodeToString(sum[:]),
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
