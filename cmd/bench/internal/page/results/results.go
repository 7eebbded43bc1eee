// Package results reads what the commands of bench have written as JSON, whichever of
// them it was. Callers need [Read].
//
// What a file is, is told from its fields and never from its name. A file that is cut
// off, of another schema or damaged is an error of one line that says what is missing:
// a plot of half a file would be a wrong answer.
package results

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/embedsign/embedsign/cmd/bench/internal/jsonfile"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// A File is one result; exactly one of the pointers is set.
type File struct {
	// Name is how people call it, such as "before.json".
	Name string
	// Digest is of the contents without what aligns them: two files with the same one
	// are one result.
	Digest [sha256.Size]byte
	Run    *report.Report
	Load   *Load
	Nonces *trial.Result
}

// A Kind is a command whose results can be read.
type Kind string

const (
	Run       Kind = "bench run"
	LoadTest  Kind = "bench load"
	NonceTest Kind = "bench nonces"
)

// Kind says which command it is from.
func (f File) Kind() Kind {
	switch {
	case f.Run != nil:
		return Run
	case f.Load != nil:
		return LoadTest
	}
	return NonceTest
}

// Read reads one result. The error does not name the file.
func Read(name string, r io.Reader) (File, error) {
	text, err := jsonfile.Text(r)
	if err != nil {
		return File{}, err
	}
	fields, err := parse(text)
	if err != nil {
		return File{}, err
	}
	file, err := decode(name, text, fields)
	if err != nil {
		return File{}, err
	}
	file.Digest, err = digest(text)
	return file, err
}

func digest(text []byte) ([sha256.Size]byte, error) {
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		return [sha256.Size]byte{}, err
	}
	return sha256.Sum256(b.Bytes()), nil
}

// parse reads the outermost fields.
func parse(text []byte) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	err := jsonfile.Parse(text, &fields)
	if fields == nil && json.Valid(text) {
		return nil, errors.New("not a result: want a JSON object")
	}
	return fields, err
}

// A form is how results of a command look: the fields that tell them apart come
// first, and all of them have to be there.
type form struct {
	kind   Kind
	tells  []string
	others []string
	read   func(text []byte, f *File) error
}

func forms() []form {
	return []form{
		{LoadTest, []string{"models"}, []string{"environment", "method", "target", "ok"}, readLoad},
		{Run, []string{"results", "phases"}, []string{"environment", "method", "nonces", "checks", "ok"}, readRun},
		{NonceTest, []string{"nonces", "tests"}, []string{"environment", "ok"}, readNonces},
	}
}

func decode(name string, text []byte, fields map[string]json.RawMessage) (File, error) {
	for _, form := range forms() {
		if len(missing(fields, form.tells)) > 0 {
			continue
		}
		file := File{Name: name}
		if err := checkSchema(fields); err != nil {
			return File{}, fmt.Errorf("a result of %s: %w", form.kind, err)
		}
		if lacks := missing(fields, form.others); len(lacks) > 0 {
			return File{}, fmt.Errorf("a result of %s: %q is missing", form.kind, lacks[0])
		}
		if err := form.read(text, &file); err != nil {
			return File{}, fmt.Errorf("a result of %s: %w", form.kind, err)
		}
		return file, nil
	}
	if len(missing(fields, []string{"kernels", "verdict"})) == 0 {
		return File{}, errors.New("a result of bench gate, which has forms of its own: bench gate --from")
	}
	return File{}, errors.New(`not a result: it has neither "models" (bench load) nor "results" and "phases" (bench run) nor "nonces" and "tests" (bench nonces)`)
}

func missing(fields map[string]json.RawMessage, names []string) []string {
	var lacks []string
	for _, name := range names {
		if _, ok := fields[name]; !ok {
			lacks = append(lacks, name)
		}
	}
	return lacks
}

// schema is the version of all forms that can be read.
const schema = 1

func checkSchema(fields map[string]json.RawMessage) error {
	text, ok := fields["schema"]
	if !ok {
		return errors.New(`"schema" is missing`)
	}
	var version int
	if err := json.Unmarshal(text, &version); err != nil || version != schema {
		return fmt.Errorf("schema %s: want %d", text, schema)
	}
	return nil
}
