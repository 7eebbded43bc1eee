package tinyjson

// Truncate gives the whole part of a JSON number as it is written, such as 17e8 or
// 1.5. Whole is false if a fraction was cut off; ok is false for what is no number
// of JSON, or beyond some 9e18. It works on the digits, so that nothing is rounded;
// strconv.ParseFloat would add 5 KB in brotli to what a visitor downloads.
func Truncate(number string) (n int64, whole, ok bool) {
	d, ok := decimalOf(number)
	if !ok {
		return 0, false, false
	}
	i := 0
	for ; i < d.point && (n != 0 || i < d.len()); i++ {
		if n > beyond {
			return 0, false, false
		}
		n = 10*n + d.digit(i)
	}
	whole = true
	for ; i < d.len(); i++ {
		whole = whole && d.digit(i) == 0
	}
	if d.negative {
		n = -n
	}
	return n, whole, true
}

const (
	// beyond is what ten times and a digit is not sure to fit into 64 bits.
	beyond = 9e17
	// farthest bounds an exponent: no text that is read has as many digits.
	farthest = 1 << 26
)

// A decimal is a number by its digits: those before the point and those after it.
// Its value is 0.digits times ten to the power of point.
type decimal struct {
	negative      bool
	before, after string
	point         int
}

func (d *decimal) len() int { return len(d.before) + len(d.after) }

// digit gives a digit; after the last one there are zeros.
func (d *decimal) digit(i int) int64 {
	switch {
	case i < len(d.before):
		return int64(d.before[i] - '0')
	case i < d.len():
		return int64(d.after[i-len(d.before)] - '0')
	}
	return 0
}

// decimalOf cuts a number at its marks.
func decimalOf(number string) (d decimal, ok bool) {
	r := NewReader(number)
	if r.Number() != number || number == "" {
		return d, false
	}
	r.at = 0
	d.negative = r.pass("-")
	d.before = r.run()
	if r.pass(".") {
		d.after = r.run()
	}
	d.point = len(d.before)
	if r.pass("eE") {
		d.point += r.exponent()
	}
	return d, true
}

// run reads digits.
func (r *Reader) run() string {
	start := r.at
	r.digits()
	return r.since(start)
}

func (r *Reader) exponent() (n int) {
	sign := 1
	if r.peek() == '-' {
		sign = -1
	}
	r.pass("+-")
	for _, c := range []byte(r.run()) {
		n = min(10*n+int(c-'0'), farthest)
	}
	return sign * n
}
