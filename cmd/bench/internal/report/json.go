package report

import (
	"io"

	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
)

// JSON writes the report for programs.
func (r *Report) JSON(w io.Writer) error { return jsonfile.Write(w, r) }
