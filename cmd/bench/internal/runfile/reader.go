package runfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// A Reader reads a run and checks all of it: the sums, the order, that each nonce is a
// UUID, version 4, and that nothing follows. What it gave before an error is of no use.
// It is a [nonceset.Run].
type Reader struct {
	// Source is the name that the file has for where its nonces are from, and Count
	// their number.
	Source string
	Count  int

	in     io.Reader
	close  func() error
	name   string
	left   int
	block  []byte
	values []nonceset.Value
	sum    uint32
	table  *crc32.Table
	last   nonceset.Value
}

// Open opens a file and reads its head.
func Open(path string) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("run file: %w", err)
	}
	r, err := begin(f, path)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return r, nil
}

// begin reads the head of a file that is open. The reader then closes it.
func begin(f *os.File, name string) (*Reader, error) {
	r, err := NewReader(f, name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, r.failed(err)
	}
	if want := Length(r.Source, r.Count); info.Size() != want {
		return nil, r.failed(fmt.Errorf("%d bytes, %d nonces take %d: it was cut off, or something was added", info.Size(), r.Count, want))
	}
	r.close = f.Close
	return r, nil
}

// NewReader reads the head of a run. The name is what errors call it.
func NewReader(in io.Reader, name string) (*Reader, error) {
	r := &Reader{in: in, name: name, table: castagnoli(), close: func() error { return nil },
		block: make([]byte, blockCount*nonceset.Size+sumLength), values: make([]nonceset.Value, blockCount)}
	if err := r.head(); err != nil {
		return nil, r.failed(err)
	}
	r.left = r.Count
	return r, nil
}

func (r *Reader) failed(err error) error { return fmt.Errorf("run file %q: %w", r.name, err) }

func (r *Reader) head() error {
	head := r.block[:headLength]
	if _, err := io.ReadFull(r.in, head); err != nil || string(head[:8]) != magic {
		return errors.New("not a file of bench nonces --run-file")
	}
	length := binary.BigEndian.Uint32(head[12:])
	count := binary.BigEndian.Uint64(head[16:])
	switch v := binary.BigEndian.Uint32(head[8:]); {
	case v != version:
		return fmt.Errorf("version %d of the format, this bench reads version %d", v, version)
	case length > MaxName || count > 1<<40:
		return errors.New("damaged in its head")
	}
	r.sum = crc32.Update(0, r.table, head)
	text, err := r.summed(int(length))
	if err != nil {
		return fmt.Errorf("damaged in its head: %w", err)
	}
	r.Source, r.Count = string(text), int(count)
	return nil
}

// summed reads n bytes and the sum that follows them.
func (r *Reader) summed(n int) ([]byte, error) {
	all := r.block[:n+sumLength]
	if _, err := io.ReadFull(r.in, all); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.New("it ends too early")
	} else if err != nil {
		return nil, err
	}
	r.sum = crc32.Update(r.sum, r.table, all[:n])
	if r.sum != binary.BigEndian.Uint32(all[n:]) {
		return nil, errors.New("its bytes and their sum do not agree")
	}
	return all[:n], nil
}

// Next gives the nonces of the next block.
func (r *Reader) Next() ([]nonceset.Value, error) {
	if r.left == 0 {
		return nil, r.atEnd()
	}
	n := min(blockCount, r.left)
	raw, err := r.summed(n * nonceset.Size)
	if err != nil {
		return nil, r.failed(fmt.Errorf("damaged at nonce %d: %w", r.Count-r.left, err))
	}
	for i := range n {
		v := nonceset.FromBytes(raw[i*nonceset.Size:])
		if err := r.check(v); err != nil {
			return nil, r.failed(fmt.Errorf("nonce %d, %s: %w", r.Count-r.left+i, v, err))
		}
		r.values[i], r.last = v, v
	}
	r.left -= n
	return r.values[:n], nil
}

// check looks at one nonce. The first one comes after none.
func (r *Reader) check(v nonceset.Value) error {
	switch {
	case v.Less(r.last):
		return errors.New("it is less than the one before; the file is not sorted")
	case !v.Version4():
		return errors.New("not a UUID, version 4")
	}
	return nil
}

func (r *Reader) atEnd() error {
	if n, err := r.in.Read(r.block[:1]); n > 0 || !errors.Is(err, io.EOF) {
		return r.failed(errors.New("something follows its last nonce"))
	}
	return nil
}

// Close closes the file.
func (r *Reader) Close() error { return r.close() }
