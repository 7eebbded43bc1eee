package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// A Line is one run of a case, by the gate and by what is usual without it.
type Line struct {
	Case string `json:"case"`
	// Revision is the commit of both builds.
	Revision string `json:"revision"`
	// Beside is how far the code was moved in the other build of identical code; see
	// [variant].
	Beside int `json:"beside,omitempty"`
	// CPU, SHA and Go are those of the machine.
	CPU string `json:"cpu"`
	SHA string `json:"sha"`
	Go  string `json:"go"`
	// Cores are those that could be used.
	Cores  int     `json:"cores"`
	Budget float64 `json:"budget_seconds"`
	Seed   uint64  `json:"seed"`
	Gate   Judged  `json:"gate"`
	// Deltas are the gate's estimates by kernel, as fractions.
	Deltas map[string]float64 `json:"deltas"`
	// Benchstat and Threshold are null in runs of the gate alone.
	Benchstat *Judged `json:"benchstat"`
	Threshold *Judged `json:"threshold"`
}

// Judged is an answer.
type Judged struct {
	// Verdict is pass or fail, and of the gate inconclusive or incomparable too.
	Verdict string `json:"verdict"`
	// Slower are the kernels or benchmarks that were found to be slower.
	Slower []string `json:"slower,omitempty"`
	// Seconds is how long it took.
	Seconds float64 `json:"seconds"`
}

func (j *Judged) String() string {
	if j == nil {
		return "not asked"
	}
	return fmt.Sprintf("%s %v in %.0f s", j.Verdict, j.Slower, j.Seconds)
}

// readLines gives the lines of a file; none where there is no file.
func readLines(path string) (lines []Line, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	scanner := bufio.NewScanner(f)
	for scanner.Scan() {
		var l Line
		if err := json.Unmarshal(scanner.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, len(lines)+1, err)
		}
		lines = append(lines, l)
	}
	return lines, scanner.Err()
}

// add appends the line to a file, in one piece.
func (l Line) add(path string) (err error) {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = f.Write(append(text, '\n'))
	return err
}
