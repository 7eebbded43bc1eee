package code

import (
	"flag"
	"go/format"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

var update = flag.Bool("update", false, "write the golden files anew")

// refused reports whether a program cannot be written: a shell has no NUL.
func refused(language string, r *signer.Request) bool {
	bare := r.Dialect == signer.DialectDocs || r.Dialect == signer.DialectGo
	return language == "bash" && bare && strings.Contains(r.Embed.AccountType, "\x00")
}

func TestEveryRequestIsWritten(t *testing.T) {
	for _, language := range Languages() {
		for _, c := range cases(t) {
			for _, o := range []Options{{}, {Fixed: true}} {
				program, err := Write(language.ID, c.request, o)
				if refused(language.ID, &c.request) {
					if err == nil {
						t.Errorf("%s %s: a NUL was written", language.ID, c.name)
					}
					continue
				}
				if err != nil {
					t.Errorf("%s %s: %v", language.ID, c.name, err)
				}
				checkText(t, language.ID+" "+c.name, program, &c.request)
			}
		}
	}
}

func checkText(t *testing.T, name, program string, r *signer.Request) {
	t.Helper()
	if strings.Contains(program, r.Credentials.Secret.Reveal()) {
		t.Errorf("%s: holds the secret", name)
	}
	if !strings.Contains(program, "EMBED_SECRET") || !strings.HasSuffix(program, "\n") || strings.HasSuffix(program, "\n\n") {
		t.Errorf("%s: not a whole program:\n%s", name, program)
	}
	for line := range strings.Lines(program) {
		if strings.TrimRight(line, " \t\n")+"\n" != line {
			t.Errorf("%s: white space at the end of %q", name, line)
		}
	}
}

// The lines that a person reads in review; what they do is for the runtimes.
func TestGolden(t *testing.T) {
	for _, language := range Languages() {
		program, err := Write(language.ID, example(t), Options{})
		if err != nil {
			t.Fatal(err)
		}
		file := "testdata/" + language.ID + ".golden"
		if *update {
			if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if program != string(want) {
			t.Errorf("%s: go test ./signer/code -update writes it anew\n got %s\nwant %s", file, program, want)
		}
	}
}

// example has a bit of everything that ordinary requests have.
func example(t testing.TB) signer.Request {
	return signer.Request{
		Embed: signer.Embed{
			Path: "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST", Mode: signer.UserBacked,
			Email: "ada+embed@example.com", ExternalUserID: "u-1001", Teams: []string{"Team A", "Team B"},
			AccountType: "Viewer", SessionLength: 3600, FirstName: "Zoë", LastName: "O'Neil",
			Attributes: []signer.Attribute{{Name: "Region", Values: []string{"East", "West"}}},
			Options:    []signer.Option{{Name: ":theme", Value: "Dark"}},
			Controls:   []signer.Control{{ID: "date-range", Range: &signer.Range{Min: "2024-05-01", Max: ""}}},
		},
		Credentials: credentials(t),
	}
}

func TestGoIsFormatted(t *testing.T) {
	for _, c := range cases(t) {
		for _, o := range []Options{{}, {Fixed: true}} {
			program, err := Write("go", c.request, o)
			if err != nil {
				t.Fatal(err)
			}
			formatted, err := format.Source([]byte(program))
			if err != nil || string(formatted) != program {
				t.Errorf("%s: gofmt, %v\n%s", c.name, err, program)
			}
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	good := example(t)
	good.Nonce, good.Time = "n", time.Unix(1, 0)
	if _, err := Write("python", good, Options{Fixed: true}); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*signer.Request){
		"dialect":      func(r *signer.Request) { r.Dialect = "latin" },
		"nonce":        func(r *signer.Request) { r.Nonce = "" },
		"time":         func(r *signer.Request) { r.Time = time.Time{} },
		"EMBED_SECRET": func(r *signer.Request) { r.Credentials.ClientID = " " + r.Credentials.Secret.Reveal() },
		"a name":       func(r *signer.Request) { r.Embed.Controls[0].ID = r.Credentials.Secret.Reveal() },
		"type it":      func(r *signer.Request) { r.Embed.Email = "a\xffb" },
		"not UTF-8":    func(r *signer.Request) { r.Embed.Path = "\xff" },
	} {
		r := good
		r.Embed.Controls = append([]signer.Control(nil), good.Embed.Controls...)
		change(&r)
		program, err := Write("python", r, Options{Fixed: true})
		if program != "" || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %q, %v", want, program, err)
		} else if strings.Contains(err.Error(), r.Credentials.Secret.Reveal()) {
			t.Errorf("%s: the error holds the secret", want)
		}
	}
	if _, err := Write("cobol", good, Options{}); err == nil {
		t.Error("cobol is written")
	}
}

// A secret that is being typed must not look as if it were everywhere.
func TestShortSecretsAreNoSecrets(t *testing.T) {
	r := example(t)
	r.Credentials.Secret = signer.NewSecret("ada")
	if _, err := Write("node", r, Options{}); err != nil {
		t.Error(err)
	}
}

func TestLanguages(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range Languages() {
		if l.ID == "" || l.Name == "" || !strings.Contains(l.File, ".") || seen[l.ID] {
			t.Errorf("%+v", l)
		}
		seen[l.ID] = true
	}
	if len(seen) != 12 {
		t.Errorf("%d languages, want 12", len(seen))
	}
}
