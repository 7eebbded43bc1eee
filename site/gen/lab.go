package main

import (
	"bytes"
	"html/template"

	"github.com/embedsign/embedsign/site"
)

// A labPage is the page of the lab: one for static hosts, where the platform runs as
// WebAssembly beside it, and one for the server.
type labPage struct {
	// Door is "module" or "server".
	Door string
	// Here leads to the files of the lab, Root to those of the playground.
	Here, Root string
	Policy     string
	Icon       template.URL
}

func labOf(door, here, root string) func(dir string) ([]byte, error) {
	return func(dir string) ([]byte, error) {
		icon, err := iconOf(dir)
		if err != nil {
			return nil, err
		}
		page, err := template.ParseFS(templates, "lab.tmpl.html")
		if err != nil {
			return nil, err
		}
		// A server adds in a header where its platform is; a meta element could only
		// take away from that.
		policy := site.Policy + "; frame-src 'self'"
		if door == "server" {
			policy = site.Policy + "; frame-src http: https:"
		}
		var out bytes.Buffer
		err = page.Execute(&out, labPage{door, here, root, policy, icon})
		return out.Bytes(), err
	}
}
