package signer

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
)

// algorithms are what was computed in place of HMAC-SHA256.
var algorithms = []algorithm{
	{"hmac_sha1", sha1.Size, sha1.New, true, false},
	{"hmac_sha512", sha512.Size, sha512.New, true, false},
	{"sha256_secret_text", sha256.Size, sha256.New, false, false},
	{"sha256_text_secret", sha256.Size, sha256.New, false, true},
	{"hmac_swapped", sha256.Size, sha256.New, true, true},
}

type algorithm struct {
	code string
	// size is that of the digest in bytes: a signature of another length is not
	// compared.
	size  int
	hash  func() hash.Hash
	keyed bool // HMAC rather than the hash of one after the other
	// swapped says that the text comes first, where the secret belongs.
	swapped bool
}

func (a *algorithm) digest(secret, text string) []byte {
	if a.swapped {
		secret, text = text, secret
	}
	if !a.keyed {
		return a.of([]byte(secret), text)
	}
	return a.hmac(secret, text)
}

func (a *algorithm) of(first []byte, second string) []byte {
	h := a.hash()
	h.Write(first)
	h.Write([]byte(second))
	return h.Sum(nil)
}

// hmac is that of RFC 2104 with any hash; crypto/hmac would bring hashes along
// that nothing here uses.
func (a *algorithm) hmac(key, text string) []byte {
	block := make([]byte, a.hash().BlockSize())
	if len(key) > len(block) {
		key = string(a.of(nil, key))
	}
	copy(block, key)
	xor(block, 0x36)
	inner := a.of(block, text)
	xor(block, 0x36^0x5c)
	return a.of(block, string(inner))
}

func xor(block []byte, pad byte) {
	for i := range block {
		block[i] ^= pad
	}
}

// sum gives the HMAC-SHA256 of a text; it holds until the next sum.
func (d *doctor) sum(key *Key, text string) []byte {
	d.buffer = append(d.buffer[:0], text...)
	return d.mac.of(key, key.inner[:], d.buffer, len(text))
}

// sums gives the HMAC-SHA256 of the beginnings of a text that end at some
// offsets, in ascending order. What they have in common is hashed once, so this
// costs a pass over the text and three blocks for each end.
func (d *doctor) sums(key *Key, text string, ends []int, each func(end int, sum []byte)) {
	state := append(make([]byte, 0, stateSize), key.inner[:]...)
	hashed := 0
	for _, end := range ends {
		if whole := end &^ (sha256.BlockSize - 1); whole > hashed {
			d.mac.restore(state)
			d.buffer = append(d.buffer[:0], text[hashed:whole]...)
			d.mac.hash.Write(d.buffer)
			state, hashed = appendState(state[:0], d.mac.hash), whole
		}
		d.buffer = append(d.buffer[:0], text[hashed:end]...)
		each(end, d.mac.of(key, state, d.buffer, end))
	}
}
