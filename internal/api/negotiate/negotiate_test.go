package negotiate_test

import (
	"testing"

	"github.com/embedsign/embedsign/internal/api/negotiate"
)

func TestQuality(t *testing.T) {
	const chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
	tests := []struct {
		why, header, offer string
		quality            float64
		listed             bool
	}{
		{"nothing said", "", "text/html", 0, false},
		{"named", chrome, "text/html", 1, true},
		{"covered by */* only", chrome, "application/problem+json", 0.8, true},
		{"curl", "*/*", "text/html", 1, true},
		{"the specific range wins, wherever it stands", "*/*;q=0.1, text/html;q=0.3, text/*;q=0.2", "text/html", 0.3, true},
		{"the type's range before */*", "*/*;q=0.1, text/*;q=0.2", "text/html", 0.2, true},
		{"another type's range", "image/*", "text/html", 0, false},
		{"refused by name", "*, gzip;q=0", "gzip", 0, true},
		{"coding by star", "br;q=0.5, *;q=0.25", "gzip", 0.25, true},
		{"case and blanks do not matter", " GZip ; Q=0.5 ", "gzip", 0.5, true},
		{"other parameters are passed over", "text/html;level=1;q=0.5", "text/html", 0.5, true},
		{"no prefix match", "gzipx", "gzip", 0, false},
		{"a broken q is no statement", "gzip;q=high", "gzip", 0, false},
		{"an empty q neither", "gzip;q=", "gzip", 0, false},
		{"not a number", "gzip;q=NaN", "gzip", 0, false},
		{"out of range", "gzip;q=1.5", "gzip", 0, false},
	}
	for _, test := range tests {
		quality, listed := negotiate.Quality(test.header, test.offer)
		if quality != test.quality || listed != test.listed {
			t.Errorf("%s: Quality(%q, %q) = %v, %v; want %v, %v",
				test.why, test.header, test.offer, quality, listed, test.quality, test.listed)
		}
	}
}
