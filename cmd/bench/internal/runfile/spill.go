package runfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// A Spill is a run in a file of its own for the time being.
type Spill struct{ file *os.File }

// NewSpill writes sorted values to a new file in a folder. Where the system allows
// that, the file has no name any more when this returns: then nothing of it is left
// behind, however this process ends.
func NewSpill(folder string, sorted []nonceset.Value) (*Spill, error) {
	file, err := os.CreateTemp(folder, "bench-nonces-*")
	if err != nil {
		return nil, fmt.Errorf("file for sorted nonces: %w", err)
	}
	s := &Spill{file}
	_ = os.Remove(file.Name()) // elsewhere it is removed in Close
	if err := s.fill(sorted); err != nil {
		return nil, errors.Join(fmt.Errorf("file for sorted nonces in %q: %w", folder, err), s.Close())
	}
	return s, nil
}

func (s *Spill) fill(sorted []nonceset.Value) error {
	out := bufio.NewWriterSize(s.file, 1<<18)
	w, err := NewWriter(out, "", len(sorted))
	if err != nil {
		return err
	}
	for _, v := range sorted {
		if err := w.Add(v); err != nil {
			return err
		}
	}
	return errors.Join(w.End(), out.Flush())
}

// Run reads it from the beginning. There is one reader at a time, and it need not be
// closed.
func (s *Spill) Run() (*Reader, error) {
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return NewReader(s.file, s.file.Name())
}

// Close frees the file.
func (s *Spill) Close() error {
	err := s.file.Close()
	if removed := os.Remove(s.file.Name()); !errors.Is(removed, fs.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}
