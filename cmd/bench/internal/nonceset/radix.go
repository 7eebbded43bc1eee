package nonceset

// few is how many values are sorted by insertion, which is faster then.
const few = 24

// Sort puts values in ascending order, in place: the list may be most of the
// memory there is.
//
// It goes byte by byte from the top, and moves each value to the part of the list
// that belongs to its byte ("American flag sort": McIlroy, Bostic and McIlroy,
// Engineering Radix Sort, 1993). Random values are alone after three or four
// bytes. Values that are not random at all take up to sixteen, and are sorted just
// as well: a broken generator must not break what looks for its duplicates.
func Sort(values []Value) { sortFrom(values, 0) }

// sortFrom sorts values whose first bytes, up to depth, are the same.
func sortFrom(values []Value, depth int) {
	if len(values) <= few {
		insert(values)
		return
	}
	if depth == Size {
		return
	}
	ends := distribute(values, depth)
	begin := 0
	for _, end := range ends {
		sortFrom(values[begin:end], depth+1)
		begin = end
	}
}

// distribute orders values by one byte, and gives where the part of each byte
// ends.
func distribute(values []Value, depth int) (ends [256]int) {
	var next [256]int
	for _, v := range values {
		ends[v.digit(depth)]++
	}
	sum := 0
	for i, n := range ends {
		next[i] = sum
		sum += n
		ends[i] = sum
	}
	for part, end := range ends {
		for next[part] < end {
			v := values[next[part]]
			// v goes where it belongs and pushes out what is there, until
			// something comes that belongs here.
			for d := v.digit(depth); int(d) != part; d = v.digit(depth) {
				v, values[next[d]] = values[next[d]], v
				next[d]++
			}
			values[next[part]] = v
			next[part]++
		}
	}
	return ends
}

// digit is a byte of the value, the first at depth 0.
func (v Value) digit(depth int) byte {
	if depth < 8 {
		return byte(v.High >> (56 - 8*depth))
	}
	return byte(v.Low >> (120 - 8*depth))
}

// insert sorts by insertion.
func insert(values []Value) {
	for i := 1; i < len(values); i++ {
		v := values[i]
		at := i
		for ; at > 0 && v.Less(values[at-1]); at-- {
			values[at] = values[at-1]
		}
		values[at] = v
	}
}
