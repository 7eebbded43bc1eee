package figures

import "testing"

func TestFigures(t *testing.T) {
	for got, want := range map[string]string{
		Seconds(284e-9):     "284 ns",
		Seconds(4.714e-6):   "4.71 µs",
		Seconds(35.25e-3):   "35.2 ms",
		Seconds(1.2):        "1.20 s",
		Seconds(0.9999e-6):  "1.00 µs",
		Seconds(999.4e-9):   "999 ns",
		Seconds(0.3e-9):     "0.300 ns",
		Rate(4_424_000):     "4.42 M",
		Rate(28_150):        "28.1 k",
		Rate(812.4):         "812",
		Rate(999_900):       "1.00 M",
		Amount(0):           "0",
		Amount(81.034):      "81.03",
		Amount(6573.2):      "6573",
		Count(1_105_000):    "1 105 000",
		Count(999):          "999",
		Number(1_105_000):   "1 105 000",
		Number(2.5):         "2.50",
		Plural(1, "nonce"):  "1 nonce",
		Plural(2, "nonce"):  "2 nonces",
		Optional(nil, Rate): Absent,
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
