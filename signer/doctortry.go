package signer

import "crypto/sha256"

// try computes one signature: over the text of the last claim, which was made of
// that of the first, if there are two.
func (d *doctor) try(key *suspect, first, last *claim) {
	if d.spend(len(last.text)) {
		d.compare(d.sum(key.key, last.text), &hypothesis{key: key.code, first: first, last: last})
	}
}

// blocksOfAnEnd are hashed for each beginning that [doctor.sums] gives.
const blocksOfAnEnd = 3

// tryAppends tries the beginnings of a text as what was signed before the rest
// was appended.
func (d *doctor) tryAppends(key *suspect, first *claim) {
	ends := appendsOf(first.text)
	if !d.spend(len(first.text) + blocksOfAnEnd*sha256.BlockSize*len(ends)) {
		return
	}
	d.tried += len(ends) - 1
	d.sums(key.key, first.text, ends, func(end int, sum []byte) {
		last := claim{kind: kindCut, text: first.text[:end], code: "signed_before_append"}
		d.compare(sum, &hypothesis{key: key.code, first: first, last: &last})
	})
}

// tryAlgorithms tries the algorithms whose digest has the length of the
// signature.
func (d *doctor) tryAlgorithms(key *suspect, last *claim) {
	for i := range algorithms {
		a := &algorithms[i]
		if d.expects(a.size) && d.spend(len(last.text)) {
			d.compare(a.digest(key.text, last.text), &hypothesis{key: key.code, algorithm: a.code, last: last})
		}
	}
}

func (d *doctor) expects(size int) bool {
	for i := range d.scripts {
		if s := &d.scripts[i]; !s.beginning && len(s.digits) == 2*size {
			return true
		}
	}
	return false
}

// spend counts a hypothesis, unless there is nothing left to spend on it.
func (d *doctor) spend(length int) bool {
	const keysAndPadding = 4
	if d.exhausted() {
		return false
	}
	d.blocks += length/sha256.BlockSize + keysAndPadding
	d.tried++
	return true
}

func (d *doctor) exhausted() bool { return d.blocks >= mostBlocks }
