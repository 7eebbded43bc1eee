// Command lab is the door from WebAssembly to a lab: a simulated platform and the
// parent application beside it, for a page that has no server. It keeps all of it in
// memory; a new instance begins with the QuickStart's example.
//
// It is built like the signer's module, and takes and gives JSON in the same way;
// docs/contracts.md describes it.
package main

func main() {}
