package signer

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"
)

// The HMAC-SHA256 test cases of RFC 4231, but for case 5, which truncates.
func TestRFC4231(t *testing.T) {
	rep := func(digits string, n int) string { return strings.Repeat(digits, n) }
	for _, c := range []struct{ key, data, want string }{
		{rep("0b", 20), hex.EncodeToString([]byte("Hi There")), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
		{hex.EncodeToString([]byte("Jefe")), hex.EncodeToString([]byte("what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		{rep("aa", 20), rep("dd", 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
		{"0102030405060708090a0b0c0d0e0f10111213141516171819", rep("cd", 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
		{rep("aa", 131), hex.EncodeToString([]byte("Test Using Larger Than Block-Size Key - Hash Key First")), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
		{rep("aa", 131), hex.EncodeToString([]byte("This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.")), "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
	} {
		if got := signatureOf(keyOf(fromHex(t, c.key)), fromHex(t, c.data)); got != c.want {
			t.Errorf("key %s: got %s, want %s", c.key, got, c.want)
		}
	}
}

func fromHex(t *testing.T, s string) string {
	t.Helper()
	raw, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Keeping and restoring states must give what crypto/hmac gives, for keys
// shorter and longer than a block and wherever a text is cut.
func TestStatesAgreeWithCryptoHMAC(t *testing.T) {
	random := rand.New(rand.NewChaCha8([32]byte{1}))
	m := newMAC()
	for range 2000 {
		key, text := randomText(random, 1+random.IntN(200)), randomText(random, random.IntN(600))
		reference := hmac.New(sha256.New, []byte(key))
		reference.Write([]byte(text))
		want := reference.Sum(nil)

		k, cut := keyOf(key), random.IntN(len(text)+1)
		p := prefix{mac: m}
		p.keep(&writer{dst: []byte(text[:cut])}, k)
		m.ofText(k, "something else in between")
		signed := p.sign([]byte(text), 0, k)
		if got := fromHex(t, string(signed[len(signed)-SignatureLength:])); got != string(want) {
			t.Fatalf("key of %d bytes, text of %d cut at %d: got %x, want %x", len(key), len(text), cut, got, want)
		}
		if whole := m.ofText(k, text); !bytes.Equal(whole, want) {
			t.Fatalf("key of %d bytes, text of %d: got %x, want %x", len(key), len(text), whole, want)
		}
	}
}

func randomText(random *rand.Rand, n int) string {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte(random.Uint32())
	}
	return string(raw)
}
