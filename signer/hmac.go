package signer

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
)

// SignatureLength is the number of hex characters of a signature.
const SignatureLength = 2 * sha256.Size

// A Key is a secret made ready for HMAC-SHA256 (RFC 2104): the two hash states
// after the inner and the outer padded key. It does not change and may be used
// from several goroutines at once.
type Key struct{ inner, outer [stateSize]byte }

// stateSize is the length of a stored state of crypto/sha256.
const stateSize = 108

// errEmptySecret is a mistake that would sign without an error otherwise.
var errEmptySecret = errors.New("credentials: the secret is empty")

// NewKey prepares a secret. The key is the UTF-8 text, never hex-decoded; only
// an empty one is refused, because the old organisation-level secrets are short.
func NewKey(s Secret) (*Key, error) {
	if s.IsZero() {
		return nil, errEmptySecret
	}
	return keyOf(s.Reveal()), nil
}

func keyOf(text string) *Key {
	var block [sha256.BlockSize]byte
	if len(text) > len(block) {
		sum := sha256.Sum256([]byte(text))
		copy(block[:], sum[:])
	} else {
		copy(block[:], text)
	}
	key := &Key{}
	padded(block, 0x36, &key.inner)
	padded(block, 0x5c, &key.outer)
	return key
}

// padded hashes the key XOR pad, one block, and keeps the state.
func padded(block [sha256.BlockSize]byte, pad byte, state *[stateSize]byte) {
	for i := range block {
		block[i] ^= pad
	}
	h := sha256.New().(storable)
	h.Write(block[:])
	appendState(state[:0], h)
}

// stateMagic begins a stored state and names its format: the eight words of the
// hash follow, then the bytes that wait for a block to be full, then the length.
const stateMagic = "sha\x03"

// appendState keeps the state of a hash. crypto/sha256 documents that its
// hashes can be stored, so a failure would be a broken Go distribution, and
// another format a Go that this package was not tested with.
func appendState(dst []byte, h storable) []byte {
	state, err := h.AppendBinary(dst)
	if err != nil {
		panic("crypto/sha256: " + err.Error())
	}
	if string(state[len(dst):][:len(stateMagic)]) != stateMagic {
		panic("crypto/sha256: stores its state in an unknown format")
	}
	return state
}

// A storable is what crypto/sha256 gives.
type storable interface {
	io.Writer
	encoding.BinaryAppender
	encoding.BinaryUnmarshaler
}

// A mac is a hash that jumps between kept states. One goroutine uses it at a
// time; it allocates nothing after newMAC.
//
// It pads by itself and reads the digest out of the state: the hash's own Sum
// works on a copy of the hash, and twice that takes a sixth of the time of a URL.
type mac struct {
	hash  storable
	state [stateSize]byte        // as it was when the last hash ended
	outer [sha256.BlockSize]byte // the inner digest and its padding
}

func newMAC() *mac {
	m := &mac{hash: sha256.New().(storable)}
	appendPadding(m.outer[:sha256.Size], sha256.Size)
	return m
}

func (m *mac) restore(state []byte) {
	if err := m.hash.UnmarshalBinary(state); err != nil {
		panic("crypto/sha256: " + err.Error())
	}
}

// of gives the HMAC of a text of some length: the hash has seen whole blocks of
// it when it was in the state before, and rest is what remains. The padding goes
// into the capacity of rest.
func (m *mac) of(key *Key, before, rest []byte, length int) []byte {
	m.restore(before)
	m.hash.Write(appendPadding(rest, length))
	copy(m.outer[:], m.digest())
	m.restore(key.outer[:])
	m.hash.Write(m.outer[:])
	return m.digest()
}

// ofText gives the HMAC of a whole text.
func (m *mac) ofText(key *Key, text string) []byte {
	return m.of(key, key.inner[:], append(make([]byte, 0, len(text)+maxPadding), text...), len(text))
}

// inner gives the digest of the inner hash of the last HMAC.
func (m *mac) inner() []byte { return m.outer[:sha256.Size] }

// digest gives what the hash of a padded text is.
func (m *mac) digest() []byte {
	appendState(m.state[:0], m.hash)
	return m.state[len(stateMagic):][:sha256.Size]
}

// maxPadding is the most that [appendPadding] appends.
const maxPadding = sha256.BlockSize + 8

// padding is the one bit after a text and the zeros after that.
var padding = [sha256.BlockSize]byte{0x80}

// appendPadding ends a text of some length, which follows the block of the key,
// as SHA-256 has it (FIPS 180-4, section 5.1.1): a one, zeros until 8 bytes are
// missing to a full block, and the number of bits.
func appendPadding(dst []byte, length int) []byte {
	zeros := (sha256.BlockSize - 9 - length) & (sha256.BlockSize - 1)
	dst = append(dst, padding[:1+zeros]...)
	return binary.BigEndian.AppendUint64(dst, 8*uint64(sha256.BlockSize+length))
}

// signatureOf gives the lower-case hex HMAC of a text.
func signatureOf(key *Key, text string) string {
	return string(appendHex(nil, newMAC().ofText(key, text)))
}

// appendHex appends a sum in lower-case hex. It looks up four bytes at a time;
// encoding/hex goes digit by digit and takes three times as long.
func appendHex(dst, sum []byte) []byte {
	for ; len(sum) >= 4; sum = sum[4:] {
		a, b, c, d := hexPairs[sum[0]], hexPairs[sum[1]], hexPairs[sum[2]], hexPairs[sum[3]]
		dst = binary.LittleEndian.AppendUint64(dst, uint64(a)|uint64(b)<<16|uint64(c)<<32|uint64(d)<<48)
	}
	return dst
}

// hexPairs holds the two digits of each byte, the first in the lowest byte.
var hexPairs = func() (pairs [256]uint16) {
	for i := range pairs {
		pairs[i] = binary.LittleEndian.Uint16(hex.AppendEncode(nil, []byte{byte(i)}))
	}
	return pairs
}()
