package signer

import "strings"

// A Pair is one parameter of a URL, before and after it is encoded. It is what
// code in another language needs to write the same URL.
type Pair struct {
	// Name is the decoded name, with its colon if it has one.
	Name string
	// Items are the decoded items of the value: one, or several in a list, which
	// a comma separates. A range has two, "min:" and "max:" with their numbers.
	Items []string
	// Text is the pair as it is sent. It is empty in the dialects docs and go,
	// where a value may hold a raw ampersand and be cut in two.
	Text string
}

// Pairs lists the parameters of a request in the order in which they are sent,
// the signature left out. An unknown dialect has none.
func Pairs(r Request) []Pair {
	if spellingOf(r.Dialect) == nil {
		return nil
	}
	var texts []string
	if r.Dialect != DialectDocs && r.Dialect != DialectGo {
		texts = pairTexts(&r)
	}
	// The safe dialect escapes every separator but its own, so its text can be
	// taken apart without loss whatever the values hold.
	r.Dialect = DialectSafe
	var pairs []Pair
	for i, text := range pairTexts(&r) {
		p := pairOf(text)
		if texts != nil {
			p.Text = texts[i]
		}
		pairs = append(pairs, p)
	}
	return pairs
}

// pairTexts cuts the query of a request at its ampersands.
func pairTexts(r *Request) []string {
	query := string(unsigned(r)[len(r.Embed.Path):])
	if query == "" {
		return nil
	}
	return strings.Split(query[1:], "&")
}

// pairOf reads a pair of the safe dialect.
func pairOf(text string) Pair {
	name, value, _ := strings.Cut(text, "=")
	p := Pair{Items: strings.Split(value, ",")}
	p.Name, _ = unescape(name, false)
	for i, item := range p.Items {
		p.Items[i], _ = unescape(item, false)
	}
	return p
}
