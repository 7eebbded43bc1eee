package report

import (
	"encoding/json"
	"io"
)

// JSON writes the report for programs, indented, with a line break at the end.
func (r *Report) JSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(r)
}
