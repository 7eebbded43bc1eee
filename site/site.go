// Package site holds the playground as it is shipped: a static page and the
// signer that runs in it, compiled to WebAssembly. The folder works as it is on
// any static host, at any path; this package only carries its bytes into
// programs that serve it.
//
// All of it is generated but the icon and parent/index.html. index.html shows a
// worked example and the form before any WebAssembly has arrived, and both come
// from package signer. So does signer.wasm. app.js, app.css and embed.js are
// made from the modules in src, which are not served. Tests prove that all are
// fresh.
package site

import (
	"embed"
	"io/fs"
)

//go:generate go run ../internal/wasmbuild/wasmgen
//go:generate go run ./gen

// Policy is the Content-Security-Policy of the page. index.html states it in a
// meta element, for static hosts; a server sends it as a header too, where it
// can add frame-ancestors, which no meta element may hold.
//
// The signer needs 'wasm-unsafe-eval'. Nothing else is allowed that the page
// does not bring along, and after loading it asks for nothing at all.
const Policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// FramePolicy is the Content-Security-Policy of the page in the frame of the lab.
const FramePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

//go:embed index.html app.css app.js embed.js favicon.svg signer.wasm parent lab.html lab workbook
var files embed.FS

// FS is the playground with index.html at its root, and the example of a parent
// application, which needs a server, in the folder parent.
func FS() fs.FS { return files }

// Wasm is signer.wasm: the module that the page runs, and that wazero runs too.
func Wasm() []byte {
	module, err := files.ReadFile("signer.wasm")
	if err != nil {
		panic("site: " + err.Error()) // the file is embedded by name: it cannot be missing
	}
	return module
}
