package main

import "github.com/embedsign/embedsign/site"

// parentPolicy is the Content-Security-Policy of the parent page, which frames the
// embed, wherever it is.
func parentPolicy(embedOrigin string) string {
	return site.Policy + "; frame-src 'self' " + embedOrigin
}
