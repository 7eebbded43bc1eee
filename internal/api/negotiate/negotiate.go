// Package negotiate reads what a client says it can take in the header fields
// Accept and Accept-Encoding (RFC 9110 §12.5).
package negotiate

import (
	"strconv"
	"strings"
)

// Quality tells how much a client wants an offer, from 0 (not at all) to 1, and
// whether its header field speaks of the offer at all. The offer is a media
// type or a content coding in lower case. Of several ranges that fit, the most
// specific one counts: text/html before text/*, and that before */*. Parameters
// other than q are passed over, and so is an element whose q is not a number
// from 0 to 1.
func Quality(header, offer string) (quality float64, listed bool) {
	best := 0
	for element := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(element, ";")
		fit := specificity(strings.ToLower(strings.TrimSpace(name)), offer)
		if fit <= best {
			continue
		}
		if q, ok := weight(parameters); ok {
			best, quality = fit, q
		}
	}
	return quality, best > 0
}

// specificity is 0 when the range does not cover the offer.
func specificity(name, offer string) int {
	kind, isMedia := strings.CutSuffix(name, "/*")
	switch {
	case name == offer:
		return 3
	case name == "*" || name == "*/*":
		return 1
	case isMedia && strings.HasPrefix(offer, kind+"/"):
		return 2
	}
	return 0
}

// weight finds the q among the parameters; without one it is 1.
func weight(parameters string) (q float64, ok bool) {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		if !strings.EqualFold(name, "q") {
			continue
		}
		q, err := strconv.ParseFloat(value, 64)
		// Written so that NaN, which ParseFloat reads, is refused as well.
		return q, err == nil && q >= 0 && q <= 1
	}
	return 1, true
}
