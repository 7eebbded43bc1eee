package signer

import (
	"math/bits"
	"strings"
)

// misnamed reports pairs whose name is nearly that of a parameter: where the
// parameter is missing, that is the likelier explanation. It notes which ones
// were meant, so that they are not reported as missing too.
func (c *checker) misnamed(r *reading, parts []Part) {
	for i := range parts {
		p := &parts[i]
		if p.Role != RoleUnknown && p.Role != RoleControl {
			continue
		}
		known, exact := meant(p.Name)
		if known == "" || r.has(known) {
			continue
		}
		needed := r.needs(known)
		if needed {
			r.meant = append(r.meant, known)
		}
		if key, told := wrongName(p, exact, needed); told {
			c.tell(key, p.Name, known)
		}
	}
}

// wrongName says what is wrong with a name. A control may be called nearly as
// it likes, so one that only resembles a parameter is reported in place of a
// missing one alone; an unknown option is reported elsewhere unless it is needed.
func wrongName(p *Part, exact, needed bool) (key noteKey, told bool) {
	switch {
	case p.Name[0] == '?': // said by swallowed
		return 0, false
	case p.Role == RoleUnknown:
		return misspeltNeeded, needed
	case needed:
		return missingColonNeeded, true
	}
	return missingColon, exact
}

// needs reports whether a URL in this mode must have the parameter.
func (r *reading) needs(name string) bool {
	known := parameterNamed(name)
	return known != nil && known.Required && !(r.embed.Mode.anonymous() && len(known.Modes) > 0)
}

// meant gives the parameter that a name stands for, and whether it is that very
// name but for its colon, its escapes and what stands before it.
func meant(name string) (known string, exact bool) {
	name, _ = unescape(name, false) // encoded twice
	for name != "" && strings.IndexByte(" ?:", name[0]) >= 0 {
		name = name[1:]
	}
	name = ":" + name
	if isKnownOption(name) {
		return name, true
	}
	return nearest(name), false
}

// didYouMean puts the nearest name into a question.
func didYouMean(name string) string {
	if known := nearest(name); known != "" {
		return "; did you mean " + known + "?"
	}
	return ""
}

// nearest gives the known name that is likely meant by one that is not, or
// nothing. Short names must differ by one letter at most, or :team would be
// :time; longer ones by two. Otherwise a name counts that shares whole words
// with a single known one, as :team does with :external_user_team.
func nearest(name string) string {
	const longName = 8
	if len(name) < 3 || len(name) > longestName {
		return ""
	}
	limit := 2
	if len(name) < longName {
		limit = 1
	}
	best, least := "", limit+1
	for i := range parameters {
		known := parameters[i].Name
		if !isOption(known) {
			continue
		}
		if d := distance(name, known, least); d < least {
			best, least = known, d
		}
	}
	if best == "" {
		return related(name)
	}
	return best
}

// longestName in bytes is well above that of each parameter. It keeps the work
// small that a hostile URL makes.
const longestName = 40

// isOption reports whether an entry is a single parameter with a colon.
func isOption(name string) bool {
	return len(name) > len(attributePrefix) && name[0] == ':'
}

//go:noinline
func isKnownOption(name string) bool { return isOption(name) && parameterNamed(name) != nil }

// related gives the one known name of which the given one is a piece, or which
// is a piece of it.
func related(name string) string {
	found := ""
	word := strings.TrimSuffix(strings.ToLower(name[1:]), "s")
	for i := range parameters {
		known := parameters[i].Name
		if !isOption(known) || !sharesWords(word, known[1:]) {
			continue
		}
		if found != "" {
			return ""
		}
		found = known
	}
	return found
}

func sharesWords(word, known string) bool {
	return strings.HasSuffix(known, "_"+word) || strings.HasPrefix(known, word+"_") ||
		strings.HasPrefix(word, known) || strings.HasSuffix(word, "_"+known)
}

// distance counts the edits between two texts of at most longestName bytes, in
// letters without case: letters put in, left out, replaced, or exchanged with
// their neighbour. At most is enough to know that they are too far apart, which
// two rows show, since nothing in later ones is less.
func distance(a, b string, most int) int {
	if d := len(a) - len(b); d >= most || -d >= most {
		return most
	}
	if bits.OnesCount64(letters(a)^letters(b)) > 2*(most-1) { // an edit changes two at most
		return most
	}
	var rows [3][longestName + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	reached := 0 // the least of the last row
	for i := range len(a) {
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			cost := last[j]
			if lower(a[i]) != lower(b[j]) {
				cost++
			}
			cost = min(cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && lower(a[i]) == lower(b[j-1]) && lower(a[i-1]) == lower(b[j]) {
				cost = min(cost, before[j-1]+1)
			}
			row[j+1], least = cost, min(least, cost)
		}
		if least >= most && reached >= most {
			return most
		}
		reached = least
		before, last, row = last, row, before
	}
	return min(last[len(b)], most)
}

// letters says which characters occur, as bits.
func letters(s string) (set uint64) {
	for i := range len(s) {
		set |= 1 << (lower(s[i]) & 63)
	}
	return set
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
