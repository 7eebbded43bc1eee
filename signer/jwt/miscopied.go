package jwt

import "github.com/embedsign/embedsign/signer"

// miscopies are what happens to a signature on its way.
var miscopies = [...]hypothesis{
	{code: "signature_truncated", message: "The token was cut when it was copied: its signature lacks characters.", fix: "Copy the whole token, to its last character."},
	{code: "signature_surplus", message: "Something was added to the signature when it was copied.", fix: "Take away what was added."},
	{code: "signature_mistyped", message: "A few characters of the signature were changed after signing.", fix: "Copy the token again, and do not edit it."},
}

// What is left of a signature must prove that it is the right one: 11 characters
// carry 64 bits, and agree by chance about as often as two random nonces do.
const (
	fewestLeft  = 11
	mostChanged = 4
)

// miscopied explains a signature as a damaged copy of the right one; nil if it is
// none.
func miscopied(given, right string) *hypothesis {
	head, tail := agreement(given, right)
	switch same := head + tail; {
	case given == right:
	case same == len(given) && same >= fewestLeft:
		return &miscopies[0]
	case same == len(right):
		return &miscopies[1]
	case len(given) == len(right) && same >= len(right)-mostChanged:
		return &miscopies[2]
	}
	return nil
}

// damaged is the cause of a signature that is a damaged copy of the one that an
// attempt made, with one mistake or none.
func (a *attempt) damaged(given, made string, mistakes ...*hypothesis) []signer.Cause {
	how := miscopied(given, made)
	if how == nil {
		return nil
	}
	c := a.cause(append(mistakes, how)...)
	if len(mistakes) == 0 {
		a.token.send(&c, a.text+"."+made)
	}
	return []signer.Cause{c}
}

// agreement counts the characters that two texts share at their beginnings, and
// at their ends without those.
func agreement(a, b string) (head, tail int) {
	shorter := min(len(a), len(b))
	for head < shorter && a[head] == b[head] {
		head++
	}
	for head+tail < shorter && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return head, tail
}
