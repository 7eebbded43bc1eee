// Package runfile keeps sorted nonces in files: those that do not fit into memory, and
// those that another machine is to be compared with. Most callers need [NewWriter] and
// [Open].
//
// The format, version 1, all numbers big end first:
//
//	8 bytes   "NONCERUN"
//	4 bytes   the version, 1
//	4 bytes   the length of the source's name in bytes, at most 255
//	8 bytes   the number of nonces
//	n bytes   the source's name, UTF-8
//	4 bytes   CRC-32C of all of that
//
// and then blocks of 4096 nonces, of which the last one may be shorter: 16 bytes for
// each nonce, which are those of its UUID, and 4 bytes CRC-32C of everything in the
// file before that is no CRC. The nonces ascend, and one that was drawn twice is there
// twice. Nothing follows.
//
// The sums find damage by disks and networks. They do not protect from someone who
// changes a file on purpose.
package runfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

const (
	magic   = "NONCERUN"
	version = 1
	// headLength is what comes before the name, and sumLength a CRC.
	headLength = 24
	sumLength  = 4
	blockCount = 4096
	// MaxName is the longest name of a source in bytes.
	MaxName = 255
)

// castagnoli is the polynomial of CRC-32C, which processors have an instruction for.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// Length is how long the file of a run is in bytes.
func Length(name string, count int) int64 {
	blocks := (int64(count) + blockCount - 1) / blockCount
	return headLength + int64(len(name)) + sumLength + int64(count)*nonceset.Size + blocks*sumLength
}

// A Writer writes a run.
type Writer struct {
	out   io.Writer
	left  int // how many nonces are still to come
	block []byte
	sum   uint32
	table *crc32.Table
	last  nonceset.Value
}

// NewWriter begins a run of so many nonces.
func NewWriter(out io.Writer, name string, count int) (*Writer, error) {
	if len(name) > MaxName {
		return nil, fmt.Errorf("run of %.20q...: the name has %d bytes, at most %d fit", name, len(name), MaxName)
	}
	w := &Writer{out: out, left: count, block: make([]byte, 0, blockCount*nonceset.Size+sumLength), table: castagnoli()}
	w.block = append(w.block, magic...)
	w.block = binary.BigEndian.AppendUint32(w.block, version)
	w.block = binary.BigEndian.AppendUint32(w.block, uint32(len(name)))
	w.block = binary.BigEndian.AppendUint64(w.block, uint64(count))
	w.block = append(w.block, name...)
	return w, w.flush()
}

// flush writes the block with the sum behind it.
func (w *Writer) flush() error {
	w.sum = crc32.Update(w.sum, w.table, w.block)
	_, err := w.out.Write(binary.BigEndian.AppendUint32(w.block, w.sum))
	w.block = w.block[:0]
	return err
}

// Add writes the next nonce. It must not come before the last one.
func (w *Writer) Add(v nonceset.Value) error {
	if w.left == 0 {
		return errors.New("run: more nonces than were announced")
	}
	if v.Less(w.last) {
		return errors.New("run: the nonces do not ascend")
	}
	w.last = v
	w.left--
	w.block = v.Append(w.block)
	if len(w.block) == blockCount*nonceset.Size || w.left == 0 {
		return w.flush()
	}
	return nil
}

// End says that this was all.
func (w *Writer) End() error {
	if w.left > 0 {
		return fmt.Errorf("run: %d nonces fewer than were announced", w.left)
	}
	return nil
}
