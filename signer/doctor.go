package signer

// The doctor repeats mistakes until one of them gives the signature that a URL
// carries. It tries, in this order and no further than to the first of these
// three that explains the signature:
//
//  1. each way to read the URL by itself: parameters behind the signature, two
//     signatures, a # inside the query; then what it was before something
//     happened to the whole of it: escaped as HTML or JSON, encoded once more,
//     broken into lines, copied with text around it or without its scheme;
//  2. each mistake alone: with the secret, with the text (its spelling, its
//     order, its head and end, what was appended), with the algorithm; for each
//     way to read the URL, which may make a pair of it;
//  3. pairs: of the algorithm and the text, of two mistakes with the text
//     (spelling and order, either and a cut, two spellings, two cuts), of the
//     secret and the algorithm, of the secret and the text.
//
// How the signature is written (upper case, base64, cut short) costs nothing to
// try and is tried with all of 1 and 2. In 3 each mistake stands for itself with
// two variants at most. Each text is hashed once for each key, so the work for a
// hypothesis grows with the length of the URL; all of it ends at mostBlocks.
//
// Three mistakes at once are not tried, but for several things that happened to
// the whole of a URL, which are undone together: three of everything would be some
// hundred times the work. So where nothing is found, the signature may still come
// from mistakes that are all known here. Nor are pairs tried with a URL that
// cannot be read as it was sent, but can once it is mended.
type doctor struct {
	mac    *mac
	buffer []byte
	blocks int // of SHA-256, about
	tried  int

	keys    []suspect
	scripts scripts
	at      *place // how the URL is read
	sent    string // the URL as it is
	// alone and pairs hold what was found; sound says that nothing is wrong.
	alone, pairs []Cause
	sound        bool
}

// mostBlocks bounds the work. A URL of 2 KB with 20 parameters takes some 90,000,
// one of 4 KB with 40 some 200,000; longer ones are not tried with every pair.
const mostBlocks = 300_000

// mostCauses are reported. Mistakes that give the same text are reported once,
// so that more would not be a help but a list.
const mostCauses = 4

// causes looks for what explains the signature of a URL. It gives the number of
// hypotheses that were tried, pairs included; neither if the signature is right
// and stands at the end, or the URL is too long or has none even when mended. A
// signature that is in no known writing counts as one: it was compared.
func causes(url string, r *reading, secret string) ([]Cause, int) {
	if len(url) > MaxURLLength {
		return []Cause{}, 0
	}
	d := &doctor{mac: newMAC(), keys: suspects(secret, r.clientID), sent: url}
	d.examine(placesOf(url), r.readable())
	if d.sound {
		return []Cause{}, 0
	}
	return notNil(append(d.alone, d.pairs...)), d.tried
}

// examine goes through the ways to read a URL, at a glance first, and ends when
// something is found. Beyond the glance, a URL that is not readable is taken as it
// is only where it cannot be mended: what came along with it was hardly signed, nor
// should it be said that it should have been.
func (d *doctor) examine(places []place, readable bool) {
	d.look(places, d.glance)
	if !readable && len(places) > 0 && places[len(places)-1].mended {
		for !places[0].mended {
			places = places[1:]
		}
	}
	d.look(places, d.tryAlone)
	if !d.done() && len(d.pairs) == 0 && len(places) > 0 && len(places[0].codes) == 0 {
		d.read(&places[0])
		d.tryPairs(places[0].text)
	}
}

func (d *doctor) done() bool { return d.sound || len(d.alone) > 0 }

func (d *doctor) look(places []place, at func(*place)) {
	for i := range places {
		if d.read(&places[i]); !d.done() {
			at(&places[i])
		}
	}
}

func (d *doctor) read(p *place) {
	d.at, d.scripts = p, scriptsOf(p.given)
}

// glance tries a reading of the URL by itself.
func (d *doctor) glance(p *place) {
	d.try(&d.keys[0], nil, &claim{text: p.text})
}

// tryAlone tries what is one mistake, or one and how the signature is written.
func (d *doctor) tryAlone(p *place) {
	if len(d.scripts) == 0 {
		return
	}
	own, right := &d.keys[0], &claim{text: p.text}
	for i := range d.keys[1:] {
		d.try(&d.keys[1+i], nil, right)
	}
	singles := textMistakes(p.text)
	for i := range singles {
		d.try(own, nil, &singles[i])
	}
	d.tryAppends(own, right)
	d.tryAlgorithms(own, right)
}

// textMistakes are all that can be made of a text with one mistake, but for the
// beginnings of it, which are cheaper to hash together.
func textMistakes(text string) []claim {
	c := claimsOf(text)
	c.spell()
	c.order()
	c.cut(0)
	return c.list
}

// tryPairs tries two mistakes. A signature that is not written as it should be is
// a mistake already.
func (d *doctor) tryPairs(text string) {
	if len(d.scripts) == 0 || d.scripts[0].code != "" {
		return
	}
	d.scripts = d.scripts[:1]
	singles := textMistakes(text)
	for i := range singles {
		if !d.exhausted() {
			d.tryAppends(&d.keys[0], &singles[i])
			d.tryAlgorithms(&d.keys[0], &singles[i])
			d.tryTextPairs(&singles[i])
		}
	}
	for i := 1; i < len(d.keys) && len(d.alone)+len(d.pairs) == 0; i++ {
		d.tryWithKey(&d.keys[i], text, singles)
	}
}

// tryWithKey adds a second mistake to one with the secret.
func (d *doctor) tryWithKey(key *suspect, text string, singles []claim) {
	right := &claim{text: text}
	d.tryAlgorithms(key, right)
	d.tryAppends(key, right)
	for i := range singles {
		if !key.rare && !singles[i].rare {
			d.try(key, nil, &singles[i])
		}
	}
}

// tryTextPairs adds a second mistake with the text to a first: the order after
// the spelling, a cut after either, two spellings or two cuts.
func (d *doctor) tryTextPairs(first *claim) {
	if first.rare {
		return
	}
	c := claimsOf(first.text)
	switch first.kind {
	case kindSpelling:
		c.respell()
		c.order()
		c.cut(0)
	case kindOrder:
		c.cut(0)
	default:
		c.cut(first.row + 1)
	}
	for i := range c.list {
		if !c.list[i].rare {
			d.try(&d.keys[0], first, &c.list[i])
		}
	}
}
