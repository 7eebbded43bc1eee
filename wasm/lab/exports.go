//go:build wasip1

package main

import (
	"github.com/embedsign/embedsign/internal/lab"
	"github.com/embedsign/embedsign/wasm/host"
)

// maxRequest bounds a request in bytes: a question, and what stands around it.
const maxRequest = lab.MaxQuestion + 16<<10

var (
	buffers host.Exchange
	here    door
)

//go:wasmexport alloc
func alloc(size uint32) uint32 { return buffers.Alloc(size, maxRequest) }

//go:wasmexport call
func call(ptr, length uint32) uint64 {
	return buffers.Answer(here.answer(buffers.Received(ptr, length)))
}
