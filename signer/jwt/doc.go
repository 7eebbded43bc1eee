// Package jwt makes, reads and verifies the JSON web tokens that replace the
// signed URLs of package signer.
//
// Most callers need [SignURL]: it takes a [Request] and gives the URL to open, or
// a [*signer.InvalidError] that names all that is wrong. [Sign] gives the token
// alone. The receiving side needs a [Verifier]. [Build] and [Inspect] are for
// people: they explain, and go on where the others stop. [Migrate] shows one embed
// in both schemes, and [Looks] tells whether a text is for this package at all.
//
// What package signer calls a nonce is the jti here, under the name that the
// claim has: UsedJTIs, Session.JTI. A [Verifier] here is given secrets and not
// prepared keys, so its function is Secret where there it is Key.
//
// The format: a token of header, payload and signature, each in base64url
// without padding, with dots between (RFC 7515). The signature is HMAC-SHA256
// over the first two parts as they stand, under the UTF-8 text of the embed
// secret. The token is a parameter of the ordinary workbook URL, and the only
// thing in it that is signed: path, options and controls may be changed by
// whoever sees the URL.
//
// HS256 is the only algorithm. A token cannot choose another, nor none, and keys
// that a header brings along are never looked at.
//
// The package reads no clock, no randomness and no environment. Encrypting OAuth
// tokens is the business of package oauthtoken, which the browser does not need.
package jwt
