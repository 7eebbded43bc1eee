package main

import (
	"html/template"
	"net/url"
	"os"
	"path/filepath"
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
	WasmBytes    int
	// Icon is favicon.svg as a data URL: browsers fetch the icon of a page again
	// whenever its fragment changes, and this page sends nothing after loading.
	Icon template.URL
}

// wasmBytes is about the size of signer.wasm: the end of the progress bar where
// the transfer is compressed and its length says nothing. It is rounded, so that
// not every change of the signer changes the page; a test holds it to the truth.
const wasmBytes = 4_500_000

// newPage makes the page of the site in the folder dir.
func newPage(dir string) (*page, error) {
	icon, err := iconOf(dir)
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
		WasmBytes:    wasmBytes,
		Icon:         icon,
	}, nil
}

func iconOf(dir string) (template.URL, error) {
	icon, err := os.ReadFile(filepath.Join(dir, "favicon.svg"))
	return template.URL("data:image/svg+xml," + url.PathEscape(strings.TrimSpace(string(icon)))), err
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
