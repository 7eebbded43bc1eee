package signer

import "strconv"

// A writer appends a URL up to its signature. It is the only place that knows
// the canonical order: what does not change from URL to URL comes first, so
// that its hash can be kept, then the nonce and the time.
type writer struct {
	dst []byte
	enc *spelling
	// sep stands before the next pair: a question mark, then ampersands.
	sep byte
	// odd is set when a text was not plain printable ASCII and has to be
	// looked at before the URL is given away.
	odd bool
	// marks are kept only when record is set.
	record bool
	marks  []mark
}

// A mark says where a pair stands in what was written.
type mark struct {
	name       string
	start, end int
}

// head appends what one client and one content have in common.
func (w *writer) head(path, clientID string) {
	w.dst = append(w.dst, path...)
	w.sep = '?'
	w.text("&:client_id=", clientID)
}

// role appends what many people have in common.
func (w *writer) role(e *Embed) {
	w.text("&:mode=", string(e.Mode))
	w.number("&:session_length=", e.SessionLength)
	w.text("&:account_type=", e.AccountType)
	w.list("&:external_user_team=", e.Teams)
}

// person appends the rest of what does not change from URL to URL.
func (w *writer) person(e *Embed) {
	w.text("&:email=", e.Email)
	w.text("&:external_user_id=", e.ExternalUserID)
	w.text("&:first_name=", e.FirstName)
	w.text("&:last_name=", e.LastName)
	w.text("&:eval_connection_id=", e.EvalConnectionID)
	for i := range e.Attributes {
		w.attribute(&e.Attributes[i])
	}
	for i := range e.Options {
		w.option(&e.Options[i])
	}
	for i := range e.Controls {
		w.control(&e.Controls[i])
	}
}

const nonceKey = "&:nonce="

// nonce and time append what is new in each URL.
func (w *writer) nonce(nonce string) { w.text(nonceKey, nonce) }
func (w *writer) time(unix int64) {
	if unix != zeroTime {
		w.number("&:time=", unix)
	}
}

// begin appends one of our own names as it stands between two pairs; no dialect
// escapes more of it than the colon.
func (w *writer) begin(key string) {
	if w.sep == '&' && !w.record && w.enc.colon == ":" {
		w.dst = append(w.dst, key...)
		return
	}
	w.mark(key[1 : len(key)-1])
	w.dst = append(append(w.dst, w.enc.colon...), key[2:]...)
}

// mark appends the separator and notes where the pair with that name begins.
func (w *writer) mark(name string) {
	w.dst = append(w.dst, w.sep)
	w.sep = '&'
	if w.record {
		w.marks = append(w.marks, mark{name: name, start: len(w.dst)})
	}
}

func (w *writer) end() {
	if w.record {
		w.marks[len(w.marks)-1].end = len(w.dst)
	}
}

// escape appends a text from outside.
func (w *writer) escape(esc *escaper, s string) {
	for {
		n := esc.bareLength(s)
		w.dst = append(w.dst, s[:n]...)
		if n == len(s) {
			return
		}
		w.odd = w.odd || s[n]-0x20 >= 0x5f
		w.dst = esc.escape(w.dst, s[n])
		s = s[n+1:]
	}
}

func (w *writer) text(key, value string) {
	if value != "" {
		w.pair(key, value)
	}
}

func (w *writer) pair(key, value string) {
	w.begin(key)
	w.escape(w.enc.values, value)
	w.end()
}

func (w *writer) number(key string, n int64) {
	if n == 0 {
		return
	}
	w.begin(key)
	w.dst = strconv.AppendInt(w.dst, n, 10)
	w.end()
}

func (w *writer) list(key string, items []string) {
	if len(items) == 0 {
		return
	}
	w.begin(key)
	w.items(w.enc.values, items)
	w.end()
}

// items appends a list. The commas between items are literal, as documented; a
// comma inside an item is encoded where the dialect encodes anything.
func (w *writer) items(esc *escaper, items []string) {
	for i, item := range items {
		if i > 0 {
			w.dst = append(w.dst, w.enc.comma...)
		}
		w.escape(esc, item)
	}
}

// named begins a pair whose name, up to a leading colon, comes from outside.
func (w *writer) named(name string) {
	w.mark(name)
	if name != "" && name[0] == ':' {
		w.dst = append(w.dst, w.enc.colon...)
		name = name[1:]
	}
	w.escape(w.enc.names, name)
	w.dst = append(w.dst, '=')
}

const attributePrefix = ":ua_"

func (w *writer) attribute(a *Attribute) {
	if w.record {
		w.named(attributePrefix + a.Name)
	} else { // without the concatenation, which would allocate
		w.begin("&:ua_")
		w.escape(w.enc.names, a.Name)
		w.dst = append(w.dst, '=')
	}
	w.items(w.enc.values, a.Values)
	w.end()
}

func (w *writer) option(o *Option) {
	w.named(o.Name)
	w.escape(w.enc.values, o.Value)
	w.end()
}

func (w *writer) control(c *Control) {
	w.named(c.ID)
	if c.Range == nil {
		w.items(w.enc.controls, c.Values)
		w.end()
		return
	}
	w.side("min", c.Range.Min)
	w.dst = append(w.dst, w.enc.comma...)
	w.side("max", c.Range.Max)
	w.end()
}

func (w *writer) side(name, value string) {
	w.dst = append(append(w.dst, name...), w.enc.sides...)
	w.escape(w.enc.controls, value)
}

// signatureName introduces the signature; it is written raw in each dialect.
const signatureName = "&:signature="

// unsigned writes a request up to its signature, in its order.
func unsigned(r *Request) []byte {
	w := writer{dst: make([]byte, 0, 512), enc: spellingOf(r.Dialect), record: len(r.Order) > 0}
	w.head(r.Embed.Path, r.Credentials.ClientID)
	w.role(&r.Embed)
	w.person(&r.Embed)
	w.nonce(r.Nonce)
	w.time(r.Time.Unix())
	if len(w.marks) == 0 {
		return w.dst
	}
	return w.reordered(len(r.Embed.Path), r.Order)
}

// reordered puts the pairs that order names first and leaves the rest as it is.
func (w *writer) reordered(query int, order []string) []byte {
	out := append([]byte(nil), w.dst[:query]...)
	sep := byte('?')
	take := func(m *mark) {
		out = append(append(out, sep), w.dst[m.start:m.end]...)
		sep = '&'
		m.end = -1
	}
	for _, name := range order {
		for i := range w.marks {
			if m := &w.marks[i]; m.end >= 0 && m.name == name {
				take(m)
			}
		}
	}
	for i := range w.marks {
		if m := &w.marks[i]; m.end >= 0 {
			take(m)
		}
	}
	return out
}
