package tinyjson

// pass steps over one byte if it is of a set.
func (r *Reader) pass(set string) bool {
	ok := r.at < len(r.text) && indexByte(set, r.text[r.at]) >= 0
	if ok {
		r.at++
	}
	return ok
}

// indexByte is that of package strings, for sets of a few bytes.
func indexByte(set string, c byte) int {
	for i := range len(set) {
		if set[i] == c {
			return i
		}
	}
	return -1
}

// literal steps over a word of the grammar.
func (r *Reader) literal(word string) bool {
	for i := range len(word) {
		if !r.pass(word[i : i+1]) {
			r.unexpected("the word " + word)
			return false
		}
	}
	return true
}

// number steps over a number. A zero in front ends it: what follows is then not
// what may follow a value.
func (r *Reader) number() {
	r.pass("-")
	if !r.pass("0") {
		r.digits()
	}
	if r.pass(".") {
		r.digits()
	}
	if r.pass("eE") {
		r.pass("+-")
		r.digits()
	}
}

func (r *Reader) digits() {
	const ten = "0123456789"
	if !r.pass(ten) {
		r.unexpected("a digit")
	}
	for r.pass(ten) {
	}
}
