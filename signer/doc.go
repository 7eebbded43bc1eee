// Package signer makes, reads and verifies the signed, one-time URLs with
// which Sigma-style platforms embed their content in other applications.
//
// Most callers need [Sign]: it takes a [Request] and gives the URL, or an
// [*InvalidError] that names every parameter that is wrong. A server that signs
// at a high rate keeps a [Signer] or a [Prepared] for each goroutine. The
// receiving side needs a [Verifier]. [Build] and [Inspect] are for people who
// want to see how a URL comes about, or why one is refused: they explain, and
// go on where the others stop.
//
// The format, the HMAC scheme of "secure embed URLs secured with client
// credentials": the text of the URL up to the signature, exactly as it will be
// sent, is authenticated with HMAC-SHA256 under the UTF-8 text of the embed
// secret, and the digest is appended in lower-case hex as the last parameter.
// Sigma deprecated this scheme on 2025-08-04 in favour of JSON web tokens.
//
// The package reads no clock, no randomness and no environment: the time is an
// argument, and a nonce is made by [NewNonce] from the source that is handed to
// it. It imports the standard library only, and compiles to WebAssembly.
//
// A [Secret] prints as [redacted]. No error and no finding quotes one.
package signer
