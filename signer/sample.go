package signer

import "strings"

// A SampleGuess says which of Sigma's samples a URL was evidently made with. It
// is a guess from habits, since no sample leaves its name; it proves nothing.
type SampleGuess struct {
	// ID is stable: "python", "node", "ruby", "go", "docs" (the documentation
	// and the QuickStart), "apex" (the QuickStart for Salesforce), "sdk", or
	// "embedsign" for the order of this package. Samples that fit equally well
	// are joined, as in "node_or_ruby". Empty if nothing speaks for one.
	ID string `json:"id"`
	// Name is for people. Why says in a sentence what the guess rests on, or
	// why there is none.
	Name string `json:"name"`
	Why  string `json:"why"`
}

// A sample is an official sample: the order of its parameters, which is empty if
// it changes from run to run, what it never does, and what is its own.
type sample struct {
	id, name, order, way string
	never, marks         habits
	weight               int // of a mark; an order weighs 2, and 2 are needed
	mark                 string
}

const (
	nodeOrder = "nonce email external_user_id client_id time session_length mode external_user_team account_type"
	nodeWay   = "names and values are form-encoded, the name of the signature is not. A nonce of 32 hex digits would be Node's, a UUID may be either's"
)

var samples = []sample{
	{"python", "Python", nodeOrder, "names are raw, values percent-encoded but for commas and colons",
		colonEncoded | signatureEncoded | spaceRaw | plusRaw | commaEncoded | atRaw | lowerEscape,
		longFraction, 2, "the time has a long fraction, as time.time() gives it"},
	{"node", "Node", nodeOrder, nodeWay,
		notForm | signatureEncoded, nonceHex32, 1, "the nonce has 32 hex digits"},
	{"ruby", "Ruby", nodeOrder, nodeWay,
		notForm | signatureEncoded | nonceHex32, 0, 0, ""},
	{"sdk", "SDK/React", "mode email external_user_team account_type nonce time session_length client_id external_user_id",
		"names and values are form-encoded, the name of the signature too",
		notForm | signatureRaw, 0, 0, ""},
	{"docs", "documentation and QuickStart (JavaScript)", "nonce client_id email external_user_id external_user_team account_type mode session_length time",
		"nothing is encoded",
		encoded, 0, 0, ""},
	{"go", "Go", "", "",
		encoded | spaceRaw, nonceHex16 | onlySpaces, 2, "nothing is encoded but the space, or the nonce is a short number in hex; the order of this sample changes from run to run"},
	{"apex", "Salesforce Apex", "nonce client_id time session_length email external_user_id mode account_type external_user_team",
		"names are raw, the person is form-encoded",
		colonEncoded | signatureEncoded | spaceRaw | atRaw | fraction, nonceAlnum16, 1, "the nonce has 16 letters and digits"},
	{"embedsign", "embedsign", "client_id mode session_length account_type external_user_team email external_user_id nonce time",
		"it is the order of no sample, with the nonce and the time last",
		signatureEncoded | fraction, 0, 0, ""},
}

// guessSample compares a URL with the samples. A single weak mark is not enough.
func guessSample(r *reading, parts []Part) SampleGuess {
	guess := SampleGuess{Why: "No order and no spelling in it is that of one official sample alone."}
	seen, best := habitsOf(parts), 1
	for i := range samples {
		s := &samples[i]
		score, why := s.score(r.seen, seen)
		switch {
		case score > best:
			best, guess = score, SampleGuess{s.id, s.name, why}
		case score == best && guess.ID != "":
			guess.ID += "_or_" + s.id
			guess.Name += " or " + s.name
		}
	}
	return guess
}

// score weighs what speaks for a sample; 0 if something speaks against it. With
// a mark of its own it may be in another order, as after an edit.
func (s *sample) score(names []string, seen habits) (score int, why string) {
	const enough = 5 // of nine; fewer are soon in order by chance
	marked := seen&s.marks != 0
	ordered, compared := follows(names, s.order)
	if seen&s.never != 0 || !ordered && !marked {
		return 0, ""
	}
	if ordered && compared >= enough {
		score, why = 2, "The parameters stand in its order: "+s.way
	}
	if marked {
		score += s.weight
		why = strings.TrimPrefix(why+"; "+s.mark, "; ")
	}
	return score, why + "."
}

// follows reports whether the names that an order knows stand in that order, and
// how many there are.
func follows(names []string, order string) (ordered bool, compared int) {
	last := -1
	for _, name := range names {
		if name[0] != ':' {
			continue
		}
		at := strings.Index(" "+order+" ", " "+name[1:]+" ")
		if at < 0 {
			continue
		}
		if at < last {
			return false, compared
		}
		last = at
		compared++
	}
	return true, compared
}
