package jwt

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// rows collects the rows of a [Migration].
type rows struct {
	old    *signer.Request
	signed []signer.Part
	next   *Request
	built  *Built
	list   []Row
}

// moves are the parameters that each signed URL may have once, in its canonical
// order, with what there is to say about the move.
var moves = []struct {
	from, to, note string
	fate           Fate
}{
	{"path", "path", "Not the embed path but the URL of the published workbook, from the address bar. /tag/… and /edit are kept as suffixes. It is no longer signed.", FateChanged},
	{":client_id", "kid", "In the header; iss says it again.", FateSame},
	{":mode", "", "There is one mode: every token is for a known user.", FateNone},
	{":session_length", "exp", "Not a length but a time: :time and :session_length together.", FateChanged},
	{":account_type", "account_type", "The highest account type is still what you get without.", FateSame},
	{":external_user_team", "teams", "A JSON list, even of one.", FateChanged},
	{":email", "sub", "", FateSame},
	{":external_user_id", "", "No claim: sub alone identifies the user.", FateNone},
	{":first_name", "first_name", "", FateSame},
	{":last_name", "last_name", "", FateSame},
	{":eval_connection_id", "eval_connection_id", "", FateSame},
	{":nonce", "jti", "Used once, as before.", FateSame},
	{":time", "iat", "", FateSame},
}

func (w *rows) all() {
	for i := range moves {
		m := &moves[i]
		if w.has(m.from) {
			w.add(Row{From: m.from, To: m.to, Value: w.value(m.to), Note: m.note, Fate: m.fate})
		}
	}
	w.attributes()
	for i := range w.old.Embed.Options {
		w.option(&w.old.Embed.Options[i])
	}
	w.controls()
	w.add(Row{From: ":signature", To: "signature", Value: w.built.Signature, Fate: FateChanged,
		Note: "The third part of the token, in base64url. It covers header and payload, no longer the URL."})
	w.new()
}

func (w *rows) add(r Row) {
	if r.Source == "" {
		r.Source = signer.Documented
	}
	w.list = append(w.list, r)
}

// has reports whether the signed URL has a parameter.
func (w *rows) has(name string) bool {
	for i := range w.signed {
		if w.signed[i].Name == name {
			return true
		}
	}
	return name == "path"
}

// value gives what the new form says, as JSON for a member of the token.
func (w *rows) value(to string) string {
	if to == "path" {
		return w.next.Workbook
	}
	h := w.next.header()
	for i := range members {
		if m := &members[i]; m.Name == to && !isEmpty(m.slot(&h, &w.next.Claims)) {
			return string(appendSlot(nil, m.slot(&h, &w.next.Claims)))
		}
	}
	return ""
}

func (w *rows) attributes() {
	for _, a := range w.old.Embed.Attributes {
		note, source := "The name without :ua_.", signer.Documented
		if len(a.Values) > 1 {
			source = signer.Policy
			note += " The list becomes one string with commas; no document says so, so try it."
		}
		w.add(Row{From: ":ua_" + a.Name, To: "user_attributes", Fate: FateChanged, Note: note, Source: source,
			Value: string(append(appendText(appendName([]byte{'{'}, a.Name), strings.Join(a.Values, ",")), '}'))})
	}
}

func (w *rows) option(o *signer.Option) {
	p := urlParameterNamed(o.Name)
	row := Row{From: o.Name, Source: p.Source, Fate: FateNone}
	switch {
	case o.Name == ":oauth_token":
		row.To, row.Value, row.Fate, row.Source = "oauth_token", w.value("oauth_token"), FateChanged, signer.Policy
		row.Note = "Needs version 1.1. That the encryption is the same is not documented: encrypt it anew."
	case p.Use == UseAllowed:
		row.To, row.Value, row.Fate = o.Name, o.Value, FateURL
		row.Note = "Stays in the URL, where it is no longer signed."
		if o.Name == ":menu_position" {
			row.Note += " Without it, the help centre now says none where it said bottom."
		}
	case p.Use == UseSample:
		row.Note = "In a sample of Sigma's, in no document: left out here. Try it before you rely on it."
	case p.Use == UseClaim:
		row.Note = "Not supported with a token, which says it as " + p.Instead + "."
	case p.Use == UseWithdrawn && p.Instead != "":
		row.Note = "Not supported with a token. " + p.Instead
	case p.Use == UseWithdrawn:
		row.Note = "Not supported with a token; nothing takes its place."
	default:
		row.Source, row.Note = signer.Policy, "In no document for the URLs of tokens, so it is left out."
	}
	w.add(row)
}

// controls stay where they are. Their text is cut out of the new URL.
func (w *rows) controls() {
	for _, k := range w.old.Embed.Controls {
		pair := urlOf("", "", nil, []signer.Control{k})
		_, value, _ := strings.Cut(pair[strings.LastIndexByte(pair, '&')+1:], "=")
		w.add(Row{From: k.ID, To: k.ID, Value: value, Fate: FateURL,
			Note: "Stays in the URL, where it is no longer signed: whoever sees it can change it. Restrict data with user_attributes."})
	}
}

// new lists what signed URLs do not have.
func (w *rows) new() {
	for _, name := range [...]string{"alg", "typ", "iss", "ver", "aud"} {
		for i := range members {
			if m := &members[i]; m.Name == name {
				w.add(Row{To: name, Value: w.value(name), Note: m.Meaning, Fate: FateNew, Source: m.Source})
			}
		}
	}
	w.add(Row{To: ":embed", Value: "true", Note: "In the URL, beside the token.", Fate: FateNew})
}
