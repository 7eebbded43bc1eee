package main

import (
	"bytes"
	"embed"
	"html/template"
)

//go:embed *.tmpl.html
var templates embed.FS

// render makes index.html: the playground as it is before any WebAssembly has
// arrived. The worked example, the form and its help come from package signer,
// so the page cannot disagree with it.
func render(dir string) ([]byte, error) {
	t, err := template.ParseFS(templates, "*.tmpl.html")
	if err != nil {
		return nil, err
	}
	page, err := newPage(dir)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = t.ExecuteTemplate(&text, "index.tmpl.html", page)
	return text.Bytes(), err
}
