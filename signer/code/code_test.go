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

// refused reports whether a program cannot be written. A shell has no NUL, and
// encodes those of a URL in some dialects only; objects of JavaScript and of PHP
// cannot have all names.
func refused(language string, c *testCase) bool {
	r := &c.request
	bare := r.Dialect == signer.DialectDocs || r.Dialect == signer.DialectGo
	return language == "bash" && (bare || c.token) && strings.Contains(r.Embed.AccountType, "\x00")
}

func TestEveryRequestIsWritten(t *testing.T) {
	list := append(cases(t), newCases(t)...)
	for _, language := range Languages() {
		for _, c := range list {
			for _, o := range []Options{{}, {Fixed: true}} {
				if o.Fixed && c.request.Nonce == "" {
					continue // those of newCases
				}
				program, err := c.write(language.ID, o)
				if refused(language.ID, &c) {
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

// Each template is in programs.txt, with its margin as narrow as it can be.
func TestPrograms(t *testing.T) {
	parts := []string{readFile(t, "templates/phrases.txt")}
	for _, language := range Languages() {
		for _, name := range []string{language.ID, language.ID + "-token"} {
			parts = append(parts, "="+name+"\n")
			for line := range strings.Lines(readFile(t, "templates/"+name+".txt")) {
				margin, text, ok := strings.Cut(line, "|")
				if !ok {
					t.Errorf("%s: no margin in %q", name, line)
				}
				parts = append(parts, strings.TrimRight(margin, " ")+"|"+text)
			}
		}
	}
	// The file ends as if another template followed.
	whole := strings.Join(append(parts, "=\n"), "")
	if *update {
		writeFile(t, "programs.txt", whole)
	} else if whole != programs {
		t.Error("programs.txt: not what templates/ says; go test ./signer/code -run Programs$ -update writes it anew")
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The lines that a person reads in review; what they do is for the runtimes.
func TestGolden(t *testing.T) {
	for _, language := range Languages() {
		program, err := Write(language.ID, example(t), Options{})
		golden(t, language.ID, program, err)
		program, err = WriteToken(language.ID, example(t), workbook, Options{})
		golden(t, language.ID+"-token", program, err)
	}
}

func golden(t *testing.T, name, program string, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	file := "testdata/" + name + ".golden"
	if *update {
		if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := readFile(t, file); program != want {
		t.Errorf("%s: go test ./signer/code -update writes it anew\n got %s\nwant %s", file, program, want)
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
			program, err := c.write("go", o)
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
