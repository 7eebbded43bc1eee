package nonceset

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/embedsign/embedsign/signer"
)

// A Value is the 128 bits of a UUID, big end first.
type Value struct{ High, Low uint64 }

// Size is the length of a value in bytes.
const Size = 16

// RandomBits is what a UUID of version 4 has at most: the other six are fixed.
const RandomBits = 122

// Where the fixed bits are: the version after 48 bits, the variant after 64.
const (
	versionShift = 12
	lowRandom    = 62
)

// Parse reads the canonical text of a UUID, version 4. The error is that of
// [signer.CheckNonceForm].
func Parse(nonce string) (Value, error) {
	if err := signer.CheckNonceForm(nonce); err != nil {
		return Value{}, err
	}
	return pack(nonce), nil
}

// pack reads the text of a UUID whose form was checked.
func pack(nonce string) Value {
	return Value{
		High: digits(nonce[0:8])<<32 | digits(nonce[9:13])<<16 | digits(nonce[14:18]),
		Low:  digits(nonce[19:23])<<48 | digits(nonce[24:36]),
	}
}

// digits reads lower-case hex digits.
func digits(text string) (n uint64) {
	for i := range len(text) {
		c := text[i]
		// '0' is 0x30 and 'a' is 0x61: bit 6 tells letters, which lack 9.
		n = n<<4 | uint64(c&0x0f+9*(c>>6))
	}
	return n
}

// String writes the UUID again.
func (v Value) String() string {
	h := hex.EncodeToString(v.Append(nil))
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// Append adds the 16 bytes of the UUID.
func (v Value) Append(dst []byte) []byte {
	dst = binary.BigEndian.AppendUint64(dst, v.High)
	return binary.BigEndian.AppendUint64(dst, v.Low)
}

// FromBytes is the value of 16 bytes. It panics if there are fewer.
func FromBytes(b []byte) Value {
	return Value{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:Size])}
}

// Random gives the 122 random bits of a UUID, version 4: the first 60 and the
// last 62, each at the low end of its word.
func (v Value) Random() (first60, last62 uint64) {
	first60 = v.High>>16<<versionShift | v.High&(1<<versionShift-1)
	return first60, v.Low & (1<<lowRandom - 1)
}

// Less reports whether v comes before w.
func (v Value) Less(w Value) bool {
	return v.High < w.High || v.High == w.High && v.Low < w.Low
}

// Version4 reports whether the fixed bits are those of a UUID, version 4.
func (v Value) Version4() bool { return v.High>>versionShift&0xf == 4 && v.Low>>lowRandom == 2 }
