package tinyjson

import (
	"math/big"
	"strings"
	"testing"
)

func TestTruncate(t *testing.T) {
	for _, c := range []struct {
		text      string
		n         int64
		whole, ok bool
	}{
		{"0", 0, true, true},
		{"-0.0e7", 0, true, true},
		{"1700000000", 1700000000, true, true},
		{"1.7e9", 1700000000, true, true},
		{"17000000000000E-4", 1700000000, true, true},
		{"1700000000.9", 1700000000, false, true},
		{"1.50", 1, false, true},
		{"-1.5", -1, false, true},
		{"5e-1", 0, false, true},
		{"1e-99999999999999999999", 0, false, true},
		{"0e99999999999999999999", 0, true, true},
		{"1e18446744073709551617", 0, false, false}, // 1e1 if 64 bits overflow
		{"0.000000000000000000001e21", 1, true, true},
		{"1" + strings.Repeat("0", 50) + "e-50", 1, true, true},
		{"9000000000000000009", 9000000000000000009, true, true},
		{"9000000000000000010", 0, false, false},
		{"-99999999999999999999", 0, false, false},
		{"", 0, false, false},
		{"1x", 0, false, false},
		{" 1", 0, false, false},
		{"01", 0, false, false},
		{"1.", 0, false, false},
		{`"1"`, 0, false, false},
	} {
		if n, whole, ok := Truncate(c.text); n != c.n || whole != c.whole || ok != c.ok {
			t.Errorf("%s: got %d, %t, %t", c.text, n, whole, ok)
		}
	}
}

// FuzzTruncateIsExact compares with fractions of any length.
func FuzzTruncateIsExact(f *testing.F) {
	for _, text := range []string{"0", "1.7e9", "-12.50e-3", "99999999999999999999", "1e18", "9e17", "0.1e1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 30 || strings.Count(text, "e")+strings.Count(text, "E") > 0 && len(text) > 8 {
			return // the fraction would be long
		}
		n, whole, ok := Truncate(text)
		if !Valid(text) || NewReader(text).Kind() != Number || strings.TrimSpace(text) != text {
			if ok {
				t.Fatalf("%q is taken for a number", text)
			}
			return
		}
		x, _ := new(big.Rat).SetString(text)
		quotient := new(big.Int).Quo(x.Num(), x.Denom())
		switch {
		case !ok && quotient.CmpAbs(big.NewInt(beyond)) <= 0:
			t.Fatalf("%s is refused", text)
		case ok && (!quotient.IsInt64() || quotient.Int64() != n || x.IsInt() != whole):
			t.Fatalf("%s gives %d, %t", text, n, whole)
		}
	})
}
