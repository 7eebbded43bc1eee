//go:build wasip1

package main

import "github.com/embedsign/embedsign/wasm/host"

var (
	buffers host.Exchange
	bench   kernels
)

// alloc gives the address of a buffer for a request of size bytes, or 0 if that
// is more than a request may have. It invalidates the last answer.
//
//go:wasmexport alloc
func alloc(size uint32) uint32 { return buffers.Alloc(size, maxRequest) }

// call answers the request that was written to a buffer of alloc. The answer's
// address is in the upper 32 bits, its length in the lower.
//
//go:wasmexport call
func call(ptr, length uint32) uint64 { return buffers.Answer(answer(buffers.Received(ptr, length))) }

//go:wasmexport prepare
func prepare(ptr, length uint32) int32 { return bench.prepare(buffers.Received(ptr, length)) }

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
func signed() uint64 { return host.Location(bench.buffer) }
