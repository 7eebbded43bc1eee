package jwt

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/embedsign/embedsign/signer"
)

// endOf finds where a token ends that begins where the text does. White space is
// passed over as long as something is lacking: that is how mails and terminals
// break it.
func endOf(text string) int {
	dots, digest, end := 0, 0, 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		dot := dotWidth(text[i:])
		switch {
		case isGap(r):
			if dots >= 2 && (digest >= digestLength || r == ' ') {
				return end
			}
			i += size
			continue
		case dot > 0 && dots == 2 && isOver(text[i+dot:]):
			return end
		case dot > 0:
			dots, digest, size = dots+1, 0, dot
		case r >= utf8.RuneSelf || strings.ContainsRune("\"'`,;()[]{}<>&\\", r):
			return end
		default:
			digest++
		}
		i += size
		end = i
	}
	return end
}

// isOver reports whether a text that follows the third dot is no more of a token:
// then the dot ended a sentence.
func isOver(rest string) bool {
	return rest == "" || strings.IndexByte(alphabetURL, rest[0]) < 0
}

// isGap reports whether a character shows nothing: white space, and what has no
// width.
func isGap(r rune) bool { return r == ' ' || !strconv.IsPrint(r) }

// unwrap takes the token out of a text that should be nothing else, and says what
// it had to undo. All of that is refused: a receiver takes the text as it stands.
func (r *reading) unwrap(text string) {
	r.token = strings.TrimFunc(text, isGap)
	r.start = strings.Index(text, r.token)
	r.end = r.start + len(r.token)
	start := startOf(text)
	if start >= 0 {
		r.start, r.end = start, start+endOf(text[start:])
		r.token = text[r.start:r.end]
	}
	r.around(text[:r.start], text[r.end:])
	if start < 0 || startOf(r.token) < 0 {
		return
	}
	r.mend()
	if half := len(r.token) / 2; strings.Count(r.token, ".") == 4 && r.token[:half] == r.token[half:] {
		r.token = r.token[:half]
		r.end = min(r.end, r.start+half)
		r.repair(tokenDoubled, "")
	}
}

// around says what stands around a token.
func (r *reading) around(before, behind string) {
	switch around := before + "…" + behind; {
	case around == "…":
	case strings.TrimFunc(around, isGap) == "…":
		r.repair(outerSpace, "")
	default:
		r.repair(tokenSurrounded, shown(around))
	}
}

// mend takes out of a token what shows nothing, and writes encoded dots as dots. An
// = before a line break goes too: mail in quoted-printable breaks lines that way.
func (r *reading) mend() {
	gaps, dots := false, false
	var out []byte
	for i := 0; i < len(r.token); {
		c, size := utf8.DecodeRuneInString(r.token[i:])
		switch width := dotWidth(r.token[i:]); {
		case width > 0:
			size, dots = width, dots || width > 1
			out = append(out, '.')
		case !isGap(c):
			out = append(out, r.token[i:i+size]...)
		default:
			gaps = true
			if c < ' ' && len(out) > 0 && out[len(out)-1] == '=' {
				out = out[:len(out)-1]
			}
		}
		i += size
	}
	if gaps {
		r.repair(tokenBroken, "")
	}
	if dots {
		r.repair(dotsEncoded, "")
	}
	r.token = string(out)
}

// repair notes that the token can be read only after something was undone.
func (r *reading) repair(id said, detail string) {
	r.repairs = append(r.repairs, r.malformed(id, "", detail))
}

// repaired is the cause of a token that is signed well once it is read: what was
// undone is all that is wrong with its text.
func (r *reading) repaired() []signer.Cause {
	if len(r.repairs) == 0 {
		return []signer.Cause{}
	}
	c := signer.Cause{Proved: true}
	for _, f := range r.repairs {
		join(&c, f.Code, f.Message+".", f.Fix)
	}
	r.send(&c, r.token)
	return []signer.Cause{c}
}
