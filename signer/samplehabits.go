package signer

import "strings"

// habits are what the text of a URL shows of the code that wrote it.
type habits uint32

const (
	colonRaw         habits = 1 << iota // :nonce=
	colonEncoded                        // %3Anonce=
	signatureRaw                        // &:signature=
	signatureEncoded                    // &%3Asignature=
	spaceRaw
	spaceEncoded // %20
	plusRaw      // a space in the form dialect, otherwise perhaps itself
	commaRaw
	commaEncoded
	atRaw
	atEncoded
	lowerEscape  // %c3
	fraction     // :time=1700000000.25
	longFraction // more digits than JavaScript's three
	nonceHex32   // 32 hex digits
	nonceHex16   // at most 16 hex digits
	nonceAlnum16 // 16 letters and digits
	onlySpaces   // %20, but @ raw

	// notForm is what form encoding never leaves.
	notForm = colonRaw | spaceRaw | spaceEncoded | commaRaw | atRaw | lowerEscape | fraction
	// encoded is what cannot come from joining plain texts.
	encoded = colonEncoded | signatureEncoded | commaEncoded | atEncoded | fraction
)

// spellings of a character, in what stands behind a name.
var valueHabits = []struct {
	text  string
	habit habits
}{
	{" ", spaceRaw}, {"%20", spaceEncoded}, {"+", plusRaw}, {",", commaRaw},
	{"%2C", commaEncoded}, {"%2c", commaEncoded}, {"@", atRaw}, {"%40", atEncoded},
}

func habitsOf(parts []Part) habits {
	var seen habits
	for i := range parts {
		if p := &parts[i]; p.Name != "" {
			seen |= p.habits()
		}
	}
	if seen&atRaw != 0 && seen&spaceEncoded != 0 {
		seen |= onlySpaces
	}
	return seen
}

func (p *Part) habits() (seen habits) {
	raw, encoded := colonRaw, colonEncoded
	if p.Role == RoleSignature {
		raw, encoded = signatureRaw, signatureEncoded
	}
	switch {
	case p.Raw[0] == ':':
		seen = raw
	case p.Name[0] == ':':
		seen = encoded
	}
	if findEscape(p.Raw, lowerCaseEscape) >= 0 {
		seen |= lowerEscape
	}
	_, value, _ := strings.Cut(p.Raw, "=")
	for _, h := range valueHabits {
		if strings.Contains(value, h.text) {
			seen |= h.habit
		}
	}
	switch p.Name {
	case ":time":
		seen |= timeHabits(p.Value)
	case ":nonce":
		seen |= nonceHabits(p.Value)
	}
	return seen
}

func timeHabits(value string) habits {
	_, digits, found := strings.Cut(value, ".")
	switch {
	case !found:
		return 0
	case len(digits) > 3:
		return fraction | longFraction
	}
	return fraction
}

func nonceHabits(value string) (seen habits) {
	hex := all(value, isLowerHex)
	if hex && len(value) == 32 {
		seen |= nonceHex32
	}
	if hex && len(value) <= 16 {
		seen |= nonceHex16
	}
	if len(value) == 16 && all(value, isAlnum) {
		seen |= nonceAlnum16
	}
	return seen
}
