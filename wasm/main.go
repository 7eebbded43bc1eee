// Command wasm is the door from WebAssembly to package signer. It is built as a
// WASI reactor, so that a browser, wazero and any other runtime can load the
// very same bytes:
//
//	go generate ./site
//
// The door takes and gives JSON; docs/contracts.md describes it. What it does is
// compiled for the host too, where its tests run; only the exports in exports.go
// are for WebAssembly.
package main

func main() {}
