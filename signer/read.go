package signer

import "strings"

// MaxURLLength is the longest URL in bytes that is read. No document gives a
// limit; real URLs have one or two thousand bytes.
const MaxURLLength = 64 << 10

// A reading is what a URL says, as far as it can be understood.
type reading struct {
	url             string
	embed           Embed
	clientID, nonce string
	time            int64
	signed          string // the text that the signature covers
	signature       string
	seen            []string  // names, once each, in the order of the URL
	meant           []string  // parameters that are there under a wrong name
	findings        []Finding // what could not be taken over
	unread          int       // how many of them are about the URL as such
	broken          string    // why the URL as a whole is malformed, or empty
	form            bool      // see isForm
}

// read takes a URL apart, going on after errors.
func read(url string) *reading {
	r := &reading{url: url, seen: make([]string, 0, 16)}
	sent, _, _ := strings.Cut(url, "#") // what follows never reaches the platform
	r.signed, r.signature, _ = cutSignature(sent)
	base, query, found := strings.Cut(sent, "?")
	r.embed.Path, r.form = base, isForm(query)
	r.whole(url, found)
	r.unread = len(r.findings)
	for pair := range strings.SplitSeq(query, "&") {
		if pair != "" {
			r.pair(pair)
		}
	}
	return r
}

// whole checks what is wrong with the URL as such.
func (r *reading) whole(url string, hasQuery bool) {
	scheme, authority, _ := splitOrigin(r.embed.Path)
	flaw := flawOf(url)
	switch {
	case len(url) > MaxURLLength:
		r.malformed("url_too_long", "", "the URL has "+itoa(len(url))+" bytes; more than "+itoa(MaxURLLength)+" are not read", "")
	case flaw == controlCharacter && strings.IndexByte(url, '\n') >= 0:
		r.refuse(brokenLines, "", "")
	case flaw == controlCharacter:
		r.malformed("control_character", "", "the URL holds a control character, such as a tab", "Copy it again.")
	case flaw == invalidUTF8:
		r.malformed("invalid_utf8", "", "the URL is not valid UTF-8", "")
	case hasOuterSpace(url):
		r.malformed("outer_space", "", "the URL begins or ends with a space, which is not part of it", "Remove the space.")
	case !all(scheme, isAlnum) || authority == "":
		r.malformed("not_a_url", "", "this is not a URL: it does not begin with https:// and a host", "Paste the whole URL as the browser sends it, and nothing else.")
	case strings.Contains(url, "&amp;"):
		r.refuse(htmlEscaped, "", "")
	case !hasQuery:
		r.noQuery()
	}
}

// noQuery says why there are no parameters: perhaps they follow the path after
// an & instead of a question mark.
func (r *reading) noQuery() {
	path, pairs, found := strings.Cut(r.embed.Path, "&")
	if !found || strings.IndexByte(pairs, '=') < 0 {
		r.refuse(noQuestionMark, "path", "")
		return
	}
	r.embed.Path = path
	r.refuse(missingQuestionMark, "path", "")
}

// malformed notes a reason to refuse the URL before anything else.
func (r *reading) malformed(code, parameter, message, fix string) {
	r.refuseFor(Finding{code, SeverityError, parameter, message, fix, Policy})
}

func (r *reading) refuseFor(f Finding) {
	r.findings = append(r.findings, f)
	if r.broken == "" {
		r.broken = strings.TrimPrefix(f.Parameter+" ", " ") + f.Message
	}
}

// notURL reports whether there is nothing to read at all.
func (r *reading) notURL() bool {
	return len(r.findings) > 0 && r.findings[0].Code == "not_a_url"
}

// readable reports whether the URL can be read and begins as one that is signed.
func (r *reading) readable() bool {
	scheme, _, _ := splitOrigin(r.embed.Path)
	return r.broken == "" && (scheme == "https" || scheme == "http")
}

func (r *reading) has(name string) bool {
	for _, seen := range r.seen {
		if seen == name {
			return true
		}
	}
	return false
}

func (r *reading) pair(pair string) {
	rawName, raw, ok := strings.Cut(pair, "=")
	name, whole := unescape(rawName, r.form)
	value, wholeValue := unescape(raw, r.form)
	switch {
	case !ok || name == "":
		r.brokenPair(pair)
		return
	case !whole || !wholeValue:
		r.malformed("broken_escape", name, quote(raw)+" has a % that no two hex digits follow", "Write a percent sign as %25.")
	case flawOf(name) != noFlaw || flawOf(value) != noFlaw:
		r.malformed("bad_character", name, quote(value)+" holds a control character or broken UTF-8", "")
	}
	r.order(name)
	r.field(name, value, list{raw, r.form})
}

// brokenPair reports what has no name or no equals sign, with the mistake that
// makes most of those.
func (r *reading) brokenPair(pair string) {
	key := brokenPairAlone
	switch {
	case strings.Contains(pair, "%3D") || strings.Contains(pair, "%3d"):
		key = encodedQuery
	case len(r.seen) > 0:
		key = brokenPairAfter
	}
	r.refuse(key, "", quote(pair))
}

// order notes a name, and what its place says.
func (r *reading) order(name string) {
	if r.has(":signature") && name != ":signature" {
		r.refuse(afterSignature, name, "")
	}
	known := parameterNamed(name)
	switch {
	case !r.has(name):
		r.seen = append(r.seen, name)
	case known != nil && known.Field != "options" && known.Field != "attributes" && known.Field != "controls":
		r.malformed("duplicate_parameter", name, "stands there more than once; which one counts is not documented"+twiceInSample(name), "Keep one.")
	}
}

// twiceInSample tells those who copied the one name that a sample writes twice.
func twiceInSample(name string) string {
	if name != ":mode" {
		return ""
	}
	return ". The Python sample names it twice in a dictionary, which keeps the last; other languages send both"
}

// field takes one parameter over into the embed.
func (r *reading) field(name, value string, raw list) {
	e := &r.embed
	switch name {
	case ":signature":
	case ":client_id":
		r.clientID = value
	case ":nonce":
		r.nonce = value
	case ":time":
		r.time = r.integer(name, value)
	case ":mode":
		e.Mode = Mode(value)
	case ":session_length":
		e.SessionLength = r.integer(name, value)
	case ":account_type":
		e.AccountType = value
	case ":external_user_team":
		e.Teams = raw.items()
	case ":email":
		e.Email = value
	case ":external_user_id":
		e.ExternalUserID = value
	case ":first_name":
		e.FirstName = value
	case ":last_name":
		e.LastName = value
	case ":eval_connection_id":
		e.EvalConnectionID = value
	default:
		r.open(name, value, raw)
	}
}

// open takes over what belongs to no field of its own.
func (r *reading) open(name, value string, raw list) {
	e := &r.embed
	switch {
	case isAttribute(name):
		e.Attributes = append(e.Attributes, Attribute{Name: name[len(attributePrefix):], Values: raw.items()})
	case name[0] == ':':
		e.Options = append(e.Options, Option{Name: name, Value: value})
	default:
		e.Controls = append(e.Controls, readControl(name, raw.items()))
	}
}

func readControl(id string, items []string) Control {
	if isRange(items) {
		return Control{ID: id, Range: &Range{Min: items[0][len("min:"):], Max: items[1][len("max:"):]}}
	}
	return Control{ID: id, Values: items}
}

// isRange reports whether the values of a control are read as a range.
func isRange(items []string) bool {
	return len(items) == 2 && strings.HasPrefix(items[0], "min:") && strings.HasPrefix(items[1], "max:")
}

// A list is a value before decoding.
type list struct {
	raw  string
	form bool
}

// items cuts a list at its literal commas. The form dialect encodes them too.
func (l list) items() []string {
	raw := l.raw
	if raw == "" {
		return nil
	}
	if l.form && strings.IndexByte(raw, ',') < 0 {
		raw = strings.ReplaceAll(strings.ReplaceAll(raw, "%2C", ","), "%2c", ",")
	}
	items := strings.Split(raw, ",")
	for i, item := range items {
		items[i], _ = unescape(item, l.form)
	}
	return items
}
