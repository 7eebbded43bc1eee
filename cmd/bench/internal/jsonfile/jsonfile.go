// Package jsonfile writes what the commands of bench found as JSON, and reads such files
// again, with errors of one line for people who were given a file.
package jsonfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxSize bounds what is read: a load test of a day has less than two megabytes, the
// gate of an hour about one.
const MaxSize = 64 << 20

// Write writes a value, indented, with a line break at the end.
func Write(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// Read reads all of a file into a pointer. What is in it besides is left out.
func Read(r io.Reader, into any) error {
	text, err := Text(r)
	if err != nil {
		return err
	}
	return Parse(text, into)
}

// Text reads a file that is not empty and not longer than [MaxSize].
func Text(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > MaxSize:
		return nil, fmt.Errorf("more than %d MiB: no result is as long", MaxSize>>20)
	case len(text) == 0:
		return nil, errors.New("the file is empty")
	}
	return text, nil
}

// Parse says in words what is wrong with a text: where it ends too early, which byte is
// no JSON, which field is of another type.
func Parse(text []byte, into any) error {
	err := json.Unmarshal(text, into)
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(text)):
		return errors.New("cut off: its last brace is missing")
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON: byte %d: %w", syntax.Offset, err)
	case errors.As(err, &wrong) && wrong.Field == "":
		return fmt.Errorf("got %s, want %s", wrong.Value, wrong.Type.Kind())
	case errors.As(err, &wrong):
		return fmt.Errorf("%q: got %s, want %s", wrong.Field, wrong.Value, wrong.Type.Kind())
	}
	return err
}
