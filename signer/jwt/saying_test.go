package jwt

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/embedsign/embedsign/signer"
)

// A message without a name in front of it must be a sentence of its own; one that
// follows a name must not begin like a new one.
func TestMessagesFitWhatStandsBefore(t *testing.T) {
	names := constants(t)
	alone := saidAlone(t)
	if len(names) != len(sayings) || len(alone) < 10 {
		t.Fatalf("%d constants for %d sayings, %d of them alone", len(names), len(sayings), len(alone))
	}
	for id, name := range names {
		s := &sayings[id]
		if s.message == "" || s.code == "" || s.source == "" || s.severity == "" {
			t.Errorf("%s is incomplete: %+v", name, s)
		}
		if alone[name] != standsByItself(s.message) && !strings.HasPrefix(s.message, "$") {
			t.Errorf("%s: %q, said alone: %t", name, s.message, alone[name])
		}
	}
}

// standsByItself reports whether a message begins a sentence.
func standsByItself(message string) bool {
	first, _ := utf8.DecodeRuneInString(message)
	return unicode.IsUpper(first) || first == '"'
}

// constants gives the names of the sayings in their order.
func constants(t *testing.T) (names []string) {
	for _, decl := range parsed(t, "saying.go").Decls {
		block, ok := decl.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		if first, ok := block.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident); !ok || first.Name != "said" {
			continue
		}
		for _, spec := range block.Specs {
			names = append(names, spec.(*ast.ValueSpec).Names[0].Name)
		}
	}
	return names
}

// saidAlone gives the names of those that the package says of nothing in
// particular.
func saidAlone(t *testing.T) map[string]bool {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	alone := map[string]bool{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		ast.Inspect(parsed(t, f.Name()), func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			id, isName := call.Args[0].(*ast.Ident)
			parameter, isLiteral := call.Args[1].(*ast.BasicLit)
			called := calledName(call)
			switch {
			case !isName || called == "":
			case called == "repair", called == "restore", isLiteral && parameter.Value == `""`:
				alone[id.Name] = true
			}
			return true
		})
	}
	return alone
}

// calledName gives the method that is called, if it is one that says something.
func calledName(call *ast.CallExpr) string {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	switch name := method.Sel.Name; name {
	case "say", "malformed", "repair", "restore":
		return name
	}
	return ""
}

func parsed(t *testing.T, name string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// A label says the same of a row as its note: what no document says is not
// documented.
func TestSourcesFitTheNotes(t *testing.T) {
	r := signer.Request{Credentials: credentials(t), Embed: signer.Embed{
		Path: "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST", Mode: signer.UserBacked, Email: "ada@example.com", ExternalUserID: "u",
		Attributes: []signer.Attribute{{Name: "Region", Values: []string{"East", "West"}}, {Name: "Tier", Values: []string{"1"}}},
		Options:    []signer.Option{{Name: ":odd", Value: "1"}, {Name: ":oauth_token", Value: encrypted}, {Name: ":email", Value: "a"}},
	}}
	for _, p := range URLParameters() {
		r.Embed.Options = append(r.Embed.Options, signer.Option{Name: p.Name, Value: "true"})
	}
	sources := map[string]signer.Source{}
	for _, row := range Migrate(r, workbook).Rows {
		sources[row.From+" "+row.To] = row.Source
		undocumented := strings.Contains(row.Note, "no document") || strings.Contains(row.Note, "In no document") || strings.Contains(row.Note, "not documented")
		if undocumented != (row.Source != signer.Documented) && row.To != "typ" || strings.Contains(row.Note, "Not supported with a token. ") && !standsByItself(strings.SplitAfter(row.Note, "token. ")[1]) {
			t.Errorf("%s -> %s: %q is %s", row.From, row.To, row.Note, row.Source)
		}
	}
	for name, want := range map[string]signer.Source{
		":ua_Region user_attributes": signer.Policy, ":ua_Tier user_attributes": signer.Documented, ":oauth_token oauth_token": signer.Policy,
		":hide_title ": signer.Sample, ":odd ": signer.Policy, " typ": signer.Sample, " ver": signer.Documented,
	} {
		if sources[name] != want {
			t.Errorf("%s is %q, want %s", name, sources[name], want)
		}
	}
	for _, s := range sayings {
		if text := s.message + s.fix; s.source == signer.Documented && strings.Contains(text, "no document") && !strings.Contains(text, "EINVAL") {
			t.Errorf("%s is documented: %q", s.code, text)
		}
	}
}

// What has no name is named by its quotes, so that no message begins with a gap.
func TestNamelessMembers(t *testing.T) {
	for _, payload := range []string{`{"":1}`, `{"":1,"":2}`} {
		for _, f := range Inspect(Inspection{URL: forge(t, twoWaysHeader, payload)}).Findings {
			if f.Parameter == "" && !standsByItself(f.Message) {
				t.Errorf("%s: %+v", payload, f)
			}
		}
	}
	if got := called("") + strconv.Quote(called("x")); got != `"""x"` {
		t.Error(got)
	}
}
