//go:build wasip1

package host

import "unsafe"

// An Exchange holds one request and one answer: a WebAssembly instance has one thread,
// and its caller one request at a time.
type Exchange struct{ input, output []byte }

// Alloc gives the address of a buffer for a request of size bytes, or 0 if that is more
// than most. It invalidates the last answer.
func (e *Exchange) Alloc(size, most uint32) uint32 {
	e.output = nil
	if size == 0 || size > most {
		e.input = nil
		return 0
	}
	if uint32(cap(e.input)) < size {
		e.input = make([]byte, size)
	}
	e.input = e.input[:size]
	return address(e.input)
}

// Received gives the bytes of a buffer that Alloc gave, or nothing: an address from
// elsewhere is not followed.
func (e *Exchange) Received(ptr, length uint32) []byte {
	if len(e.input) == 0 || ptr != address(e.input) || length > uint32(len(e.input)) {
		return nil
	}
	return e.input[:length]
}

// Answer keeps an answer until the next request, and locates it.
func (e *Exchange) Answer(answer []byte) uint64 {
	e.output = answer
	return Location(e.output)
}

// Location is the address of bytes in the upper 32 bits, and their length in the lower.
func Location(b []byte) uint64 { return uint64(address(b))<<32 | uint64(len(b)) }

func address(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }
