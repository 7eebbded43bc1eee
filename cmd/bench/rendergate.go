package main

import (
	"io"

	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// renderGate writes a result in a form of gateFormats.
func renderGate(w io.Writer, r *gate.Result, format string) error {
	switch format {
	case "json":
		return r.JSON(w)
	case "markdown":
		return r.Markdown(w)
	case "github":
		return r.Annotations(w)
	case "junit":
		return r.JUnit(w)
	case "benchfmt":
		return r.Benchfmt(w)
	default:
		return r.Text(w)
	}
}
