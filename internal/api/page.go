package api

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"
)

//go:embed page
var pageFiles embed.FS

// pages render what a person sees in the frame.
type pages struct {
	templates *template.Template
	policy    string
}

func newPages() (*pages, error) {
	style, err := pageFiles.ReadFile("page/style.css")
	if err != nil {
		return nil, err
	}
	templates, err := template.New("").
		Funcs(template.FuncMap{"style": func() template.CSS { return template.CSS(style) }}).
		ParseFS(pageFiles, "page/*.html")
	if err != nil {
		return nil, err
	}
	return &pages{templates: templates, policy: contentPolicy(style)}, nil
}

// contentPolicy allows the one style sheet, which stands in the page so that a
// frame is one request, and nothing else: no script, no picture, no form. The
// server's own parent page may frame the answer, and so may a parent
// application that is being developed on any port of the same machine.
func contentPolicy(style []byte) string {
	sum := sha256.Sum256(style)
	return "default-src 'none'; base-uri 'none'; form-action 'none'; " +
		"style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; " +
		"frame-ancestors 'self' http://localhost:* http://127.0.0.1:*"
}

// write renders a page. It is rendered whole before the status is sent, so that
// an answer is never cut off in the middle.
func (p *pages) write(w http.ResponseWriter, status int, name string, data any) {
	var body bytes.Buffer
	if err := p.templates.ExecuteTemplate(&body, name, data); err != nil {
		panic(err) // the templates are ours, and tests render each
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", p.policy)
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	w.Write(body.Bytes())
}
