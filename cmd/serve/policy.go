package main

import (
	"net/http"

	"github.com/embedsign/embedsign/site"
)

// pagePolicy is the Content-Security-Policy of the playground. Only a header can
// say who may frame a page, so the page's own policy lacks that.
const pagePolicy = site.Policy + "; frame-ancestors 'self'"

// parentPolicy is that of the parent page, which frames the embed, wherever it
// is.
func parentPolicy(embedOrigin string) string {
	return pagePolicy + "; frame-src 'self' " + embedOrigin
}

// setPageHeaders sets what does not depend on the file.
func setPageHeaders(header http.Header, policy string) {
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	// A copy may be kept, but has to be asked for: so nobody is left with the
	// page of one version and the WebAssembly of another.
	header.Set("Cache-Control", "no-cache")
}
