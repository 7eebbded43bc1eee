// Command gen writes site/index.html: the playground as it is before any
// WebAssembly has arrived. The worked example, the form and its help come from
// package signer, so the page cannot disagree with it. It is run by
// "go generate ./site"; a test proves that the file is fresh.
package main

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"os"
)

//go:embed *.tmpl.html
var templates embed.FS

func main() {
	if err := write("index.html"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// write renders the page into a file of the working directory, which is that of
// the go:generate line.
func write(name string) error {
	text, err := render(os.DirFS("."))
	if err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}

// render makes the page for the scripts that are in the folder.
func render(site fs.FS) ([]byte, error) {
	t, err := template.ParseFS(templates, "*.tmpl.html")
	if err != nil {
		return nil, err
	}
	page, err := newPage(site)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = t.ExecuteTemplate(&text, "index.tmpl.html", page)
	return text.Bytes(), err
}
