package host

import (
	"errors"
	"io"
	"unsafe"
)

// Random is the host's source, asked directly: crypto/rand would ask it too, but
// brings the generator for FIPS mode, and AES with it, into the module.
var Random io.Reader = hostRandom{}

type hostRandom struct{}

//go:wasmimport wasi_snapshot_preview1 random_get
func randomGet(buffer unsafe.Pointer, length uint32) (errno uint32)

var errRandom = errors.New("random_get: the host has no randomness to give")

// Read fills p; it gives all or nothing.
func (hostRandom) Read(p []byte) (int, error) {
	if randomGet(unsafe.Pointer(unsafe.SliceData(p)), uint32(len(p))) != 0 {
		return 0, errRandom
	}
	return len(p), nil
}
