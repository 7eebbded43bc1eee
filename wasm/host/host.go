// Package host is what the WebAssembly modules of ours have of their host: the memory
// through which requests and answers go, and randomness.
package host
