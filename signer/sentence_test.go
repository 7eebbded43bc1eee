package signer

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// standsAlone reports whether a message needs no parameter before it to be a
// sentence: it does not begin with a verb.
func standsAlone(message string) bool {
	first, _, _ := strings.Cut(message, " ")
	return first != "" && !slices.Contains([]string{"holds", "is", "has", "begins", "ends", "stands", "does", "looks", "may", "means", "and", "can"}, first)
}

// A finding without a parameter has no subject but its own, wherever it is made:
// each call that makes one is read from the source.
func TestFindingsWithoutParameterStandAlone(t *testing.T) {
	var files []*ast.File
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			file, err := goparser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
	}
	keys, checked := noteKeysOf(files), 0
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 3 || literal(call.Args[1]) != `""` {
				return true
			}
			message, ok := messageOf(call, keys)
			if ok {
				checked++
			}
			if ok && !standsAlone(message) {
				t.Errorf("%s without a parameter: %q", file.Name.Name, message)
			}
			return true
		})
	}
	if checked < 8 || standsAlone(notes[browserRewrites].message) {
		t.Errorf("%d calls were checked", checked)
	}
}

// noteKeysOf gives the names of the notes in the order of their table.
func noteKeysOf(files []*ast.File) (keys []string) {
	for _, file := range files {
		for _, d := range file.Decls {
			decl, ok := d.(*ast.GenDecl)
			if !ok || decl.Tok != token.CONST {
				continue
			}
			first := decl.Specs[0].(*ast.ValueSpec)
			if name, ok := first.Type.(*ast.Ident); !ok || name.Name != "noteKey" {
				continue
			}
			for _, spec := range decl.Specs {
				keys = append(keys, spec.(*ast.ValueSpec).Names[0].Name)
			}
		}
	}
	return keys
}

// messageOf gives the beginning of the message that a call reports, if it is one
// that reports.
func messageOf(call *ast.CallExpr, keys []string) (string, bool) {
	name, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	switch name.Sel.Name {
	case "tell", "refuse", "about":
		if key, ok := call.Args[0].(*ast.Ident); ok && slices.Contains(keys, key.Name) {
			return notes[slices.Index(keys, key.Name)].message, true
		}
	case "fail", "warn", "info", "malformed":
		message := call.Args[2]
		for {
			sum, ok := message.(*ast.BinaryExpr)
			if !ok {
				break
			}
			message = sum.X
		}
		text, err := strconv.Unquote(literal(message))
		return text, err == nil // otherwise it begins with a quotation
	}
	return "", false
}

func literal(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok {
		return lit.Value
	}
	return ""
}

// The same for what becomes of all URLs with a mistake, and of pieces without a
// name, for which the parameter is not known before.
func TestToldFindingsStandAlone(t *testing.T) {
	urls := []string{"", "hello", testPath, testPath + "?a=b&R D&=\"&ü&x%", "https://a?" + strings.Repeat("x", MaxURLLength)}
	for _, m := range wireMistakes {
		urls = append(urls, m.url(t))
	}
	for _, v := range causeVectors(t) {
		urls = append(urls, v.URL)
	}
	told := map[string]bool{}
	for _, url := range urls {
		for _, f := range Inspect(Inspection{URL: url}).Findings {
			if told[f.Code] = told[f.Code] || f.Parameter == ""; f.Parameter == "" && !standsAlone(f.Message) {
				t.Errorf("%.80q: %+v", url, f)
			}
		}
	}
	if !told["browser_rewrites"] || !told["broken_pair"] || !told["html_escaped"] {
		t.Errorf("only %v were told", told)
	}
}
