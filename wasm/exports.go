//go:build wasip1

package main

import "unsafe"

// The exports share one state: a WebAssembly instance has one
// thread, and its caller one request at a time.
var (
	bench  kernels
	input  []byte
	output []byte
)

// alloc gives the address of a buffer for a request of size bytes, or 0 if that
// is more than a request may have. It invalidates the last answer.
//
//go:wasmexport alloc
func alloc(size uint32) uint32 {
	output = nil
	if size == 0 || size > maxRequest {
		input = nil
		return 0
	}
	if uint32(cap(input)) < size {
		input = make([]byte, size)
	}
	input = input[:size]
	return address(input)
}

// call answers the request that was written to a buffer of alloc. The answer's
// address is in the upper 32 bits, its length in the lower.
//
//go:wasmexport call
func call(ptr, length uint32) uint64 {
	output = answer(received(ptr, length))
	return location(output)
}

// received gives the bytes of a buffer that alloc gave, or nothing: an address
// from elsewhere is not followed.
func received(ptr, length uint32) []byte {
	if len(input) == 0 || ptr != address(input) || length > uint32(len(input)) {
		return nil
	}
	return input[:length]
}

func address(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }

func location(b []byte) uint64 { return uint64(address(b))<<32 | uint64(len(b)) }

//go:wasmexport prepare
func prepare(ptr, length uint32) int32 { return bench.prepare(received(ptr, length)) }

//go:wasmexport sign_n
func signN(n uint32) int32 { return bench.sign(n) }

//go:wasmexport sign_prepared_n
func signPreparedN(n uint32) int32 { return bench.signPrepared(n) }

//go:wasmexport verify_n
func verifyN(n uint32) int32 { return bench.verify(n) }

//go:wasmexport nonce_n
func nonceN(n uint32) int32 { return bench.drawNonces(n) }

//go:wasmexport reference_n
func referenceN(n uint32) int32 { return bench.reference(n) }

// signed gives the URL or nonce that the last kernel made, located as by call,
// so that a host can check what it measured.
//
//go:wasmexport signed
func signed() uint64 { return location(bench.buffer) }
