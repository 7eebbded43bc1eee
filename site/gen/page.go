package main

import (
	"html/template"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// page is what the template shows.
type page struct {
	form
	signer.Built
	Secret       string
	SecretLength int
	Time         string
	Presets      []signer.Preset
	Dialects     []dialect
	Roles        []role
	Sources      []source
	// Modules are all of the page's scripts, to be fetched at once and not one
	// import after the other.
	Modules []string
	// Styles are the style sheets, in the order of the cascade.
	Styles    []string
	WasmBytes int
	// Icon is favicon.svg as a data URL: browsers fetch the icon of a page again
	// whenever its fragment changes, and this page sends nothing after loading.
	Icon template.URL
}

// wasmBytes is about the size of signer.wasm: the end of the progress bar where
// the transfer is compressed and its length says nothing. It is rounded, so that
// not every change of the signer changes the page; a test holds it to the truth.
const wasmBytes = 3_500_000

func newPage(site fs.FS) (*page, error) {
	modules, err := fs.Glob(site, "*.js")
	if err != nil {
		return nil, err
	}
	icon, err := fs.ReadFile(site, "favicon.svg")
	if err != nil {
		return nil, err
	}
	request := example()
	return &page{
		form:         arrange(request),
		Built:        signer.Build(request),
		Secret:       request.Credentials.Secret.Reveal(),
		SecretLength: signer.SecretLength,
		Time:         request.Time.UTC().Format(time.DateTime) + " UTC",
		Presets:      signer.Presets(),
		Dialects:     dialects(),
		Roles:        roles,
		Sources:      sources,
		Modules:      modules,
		Styles:       []string{"style.css", "form.css", "parts.css", "results.css"},
		WasmBytes:    wasmBytes,
		Icon:         template.URL("data:image/svg+xml," + url.PathEscape(strings.TrimSpace(string(icon)))),
	}, nil
}

// Blank is what the templates are made of that the page's scripts copy and fill.
func (p *page) Blank() blank { return blank{Control: row{Kind: "values"}} }

type blank struct {
	Line    line
	Step    signer.Step
	Finding signer.Finding
	Row     row
	Control row
}
