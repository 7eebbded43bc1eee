package signer

// A Difference is a stretch of one or both of two texts.
type Difference struct {
	// Op is "same" for what stands in both texts, "gone" for what stands in the
	// first only and "new" for what stands in the second only.
	Op   string `json:"op"`
	Text string `json:"text"`
}

// maxEdits bounds the characters in which texts are found to differ: work stays
// below maxEdits times their length, and memory below 2 MB. A URL of 2 KB can
// have each of its parameters encoded anew, or most of them moved.
const maxEdits = 1000

// Diff compares two texts character by character; the two digits of a
// percent-escape count as one. Where the parameters of a query have another order,
// it compares whole parameters. The stretches "same" and "gone" joined give the
// first text, "same" and "new" the second; none is empty or cuts a character, and
// what is gone stands before what is new. Where more than a thousand characters
// differ, all that stands between the common beginning and the common end is gone
// and new.
func Diff(was, is string) []Difference {
	a, b := characters(was), characters(is)
	ids := map[string]int{} // of whole parameters
	if reordered(was, is) {
		a, b = piecesOf(was, ids), piecesOf(is, ids)
	}
	hunks := hunksOf(a.ids, b.ids)
	if len(ids) == 0 {
		hunks = joined(whole(a.ids, b.ids, hunks))
	}
	var out []Difference
	for _, h := range hunks {
		out = a.take(out, "same", h.same)
		b.at += h.same
		out = a.take(out, "gone", h.gone)
		out = b.take(out, "new", h.new)
	}
	return a.take(out, "same", len(a.ids)-a.at)
}

// A hunk counts characters: some that both texts have, then some that only one
// of them has.
type hunk struct{ same, gone, new int }

func (h *hunk) changed() int { return h.gone + h.new }

func hunksOf(a, b []rune) []hunk {
	head := commonHead(a, b)
	a, b = a[head:], b[head:]
	tail := commonTail(a, b)
	a, b = a[:len(a)-tail], b[:len(b)-tail]
	gone, added, ok := changes(a, b)
	if !ok {
		return []hunk{{head, len(a), len(b)}}
	}
	hunks := []hunk{{same: head}}
	for i, j := 0, 0; i < len(a) || j < len(b); {
		h := &hunks[len(hunks)-1]
		switch {
		case i < len(a) && gone[i]:
			h.gone, i = h.gone+1, i+1
		case j < len(b) && added[j]:
			h.new, j = h.new+1, j+1
		case h.changed() > 0:
			hunks = append(hunks, hunk{})
		default:
			h.same, i, j = h.same+1, i+1, j+1
		}
	}
	return hunks
}

func commonHead(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func commonTail(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

// whole keeps escapes in one piece: what is changed begins with the percent sign of
// its first escape, not behind it. Only an escape that was escaped again is cut, so
// that %27 becomes %[25]27.
func whole(a, b []rune, hunks []hunk) []hunk {
	x, y := 0, 0 // where the changes begin
	for i := range hunks {
		h := &hunks[i]
		x, y = x+h.same, y+h.same
		moved := h.same > 0 && a[x-1] == percent
		switch {
		case !moved:
		case h.gone > 0 && h.new > 0:
			h.gone, h.new = h.gone+1, h.new+1
		case h.gone > 0 && a[x+h.gone-1] == percent, h.new > 0 && b[y+h.new-1] == percent:
			if i+1 < len(hunks) { // or what follows is what is left
				hunks[i+1].same++
			}
		default:
			moved = false
		}
		if moved {
			h.same, x, y = h.same-1, x-1, y-1
		}
		x, y = x+h.gone, y+h.new
	}
	return hunks
}

// joined makes one hunk of two when so little stands between them that it is the
// same by chance: a person reads two words more easily than scattered letters.
func joined(hunks []hunk) []hunk {
	out := hunks[:1]
	for _, h := range hunks[1:] {
		last := &out[len(out)-1]
		if h.same < 4 && h.same < min(last.changed(), h.changed()) {
			last.gone += h.same + h.gone
			last.new += h.same + h.new
			continue
		}
		out = append(out, h)
	}
	return out
}

// changes marks the characters that only one of the texts has, as few as
// possible (Myers, “An O(ND) Difference Algorithm and Its Variations”, 1986), or
// reports that there are more than maxEdits.
func changes(a, b []rune) (gone, added []bool, ok bool) {
	rows := rowsTo(a, b)
	if rows == nil {
		return nil, nil, false
	}
	gone, added = make([]bool, len(a)), make([]bool, len(b))
	for x, y := len(a), len(b); len(rows) > 1; {
		rows = rows[:len(rows)-1]
		k := x - y
		from, down := rows[len(rows)-1].before(k)
		if down {
			x, y = from, from-k-1
			added[y] = true
		} else {
			x, y = from, from-k+1
			gone[x] = true
		}
	}
	return gone, added, true
}

// A row says how much of the first text some number of edits can deal with at
// most, for each diagonal: each surplus k of its characters over those of the
// second text. After d edits k is one of -d, -d+2, ... d.
type row []int32

func (r row) at(k int) int { return int(r[(k+len(r)-1)/2]) }

// before says from where one more edit leads farthest on a diagonal, and whether
// that edit takes a character of the second text rather than of the first.
func (r row) before(k int) (x int, down bool) {
	d := len(r)
	if k == -d || k != d && r.at(k-1) < r.at(k+1) {
		return r.at(k + 1), true
	}
	return r.at(k - 1), false
}

// rowsTo gives the rows for no edit, one, two, until both texts are dealt with;
// nil after maxEdits.
func rowsTo(a, b []rune) []row {
	rows := []row{{int32(commonHead(a, b))}}
	if len(a) == len(b) && commonHead(a, b) == len(a) {
		return rows
	}
	for d := 1; d <= maxEdits; d++ {
		next := make(row, 0, d+1)
		for k := -d; k <= d; k += 2 {
			x, down := rows[d-1].before(k)
			if !down {
				x++
			}
			if y := x - k; x <= len(a) && y <= len(b) {
				x += commonHead(a[x:], b[y:])
			}
			next = append(next, int32(x))
			if x >= len(a) && x-k >= len(b) {
				return append(rows, next)
			}
		}
		rows = append(rows, next)
	}
	return nil
}
