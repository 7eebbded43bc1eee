package signer

import (
	"strconv"
	"strings"
)

// cuttings change the head of a URL, its end or the whole, but neither the
// spelling nor the order of its parameters. They are tried alone and in pairs, in
// this order: first what is left out, from the front to the back, then what is
// changed. Each text is made of literal characters and of pieces of the URL: a
// dollar sign and the letter that [urlText.piece] knows.
var cuttings = []struct {
	code  string
	texts []string
}{
	{"signed_query_only", []string{"$q", "?$q"}},
	{"signed_without_host", []string{"$p$m$q", "$r$m$q"}},
	{"signed_without_scheme", []string{"$h$p$m$q", "//$h$p$m$q"}},
	{"signed_path_only", []string{"$b", "$p", "$b?"}},
	{"doubled_question_mark", []string{"$b?$n", "$b??$n", "$b?&$n"}},
	{"signed_without_question_mark", []string{"$b$q", "$b&$q"}},
	{"http_for_https", []string{"$x"}},
	{"host_case", []string{"$s://$l$p$m$q", "$s://$u$p$m$q", "$s://$t$p$m$q", "$s://App.SigmaComputing.com$p$m$q"}},
	{"host_port", []string{"$s://$o$p$m$q", "$s://$o:443$p$m$q", "$s://$o:80$p$m$q"}},
	{"other_host", []string{"$s://app.sigmacomputing.com$p$m$q"}},
	{"trailing_slash", []string{"$c$m$q", "$c/$m$q"}},
	{"time_differs", []string{"$-", "$+"}},
	{"signed_double_encoded", []string{"$e"}},
	{"signed_html_escaped", []string{"$a"}},
	{"signed_lower_case", []string{"$d"}},
	{"signed_trailing_ampersand", []string{"$w&"}},
	{"signed_signature_name", []string{"$w" + signatureName, "$w&%3Asignature="}},
	{"signed_outer_space", []string{"$w\n", "$w\r\n", "$w ", " $w", "$i"}},
}

// A urlText is a URL taken apart without understanding it.
type urlText struct{ whole, base, scheme, host, path, mark, query string }

func urlTextOf(text string) *urlText {
	base, query, found := strings.Cut(text, "?")
	u := &urlText{whole: text, base: base, query: query}
	u.scheme, u.host, u.path = splitOrigin(base)
	if found {
		u.mark = "?"
	}
	return u
}

// piece gives what a letter stands for in [cuttings].
func (u *urlText) piece(letter byte) string {
	switch letter {
	case 'w':
		return u.whole
	case 'b':
		return u.base
	case 's':
		return u.scheme
	case 'h':
		return u.host
	case 'p':
		return u.path
	case 'm':
		return u.mark
	case 'q':
		return u.query
	}
	return u.changed(letter)
}

// changed gives a piece that does not stand in the URL as it is.
func (u *urlText) changed(letter byte) string {
	switch letter {
	case 'r':
		return strings.TrimPrefix(u.path, "/")
	case 'c':
		return strings.TrimRight(u.base, "/")
	case 'n':
		return strings.TrimLeft(u.query, "?&")
	case 'l':
		return strings.ToLower(u.host)
	case 'u':
		return strings.ToUpper(u.host)
	case 't':
		first := min(1, len(u.host))
		return strings.ToUpper(u.host[:first]) + u.host[first:]
	case 'o':
		host, _, _ := strings.Cut(u.host, ":")
		return host
	case 'e':
		return string(component.append(nil, u.whole))
	case 'a':
		return strings.ReplaceAll(u.whole, "&", "&amp;")
	case 'd':
		return strings.ToLower(u.whole)
	case 'i':
		return strings.TrimSpace(u.whole)
	case '-':
		return u.later(-1)
	case '+':
		return u.later(1)
	}
	return u.exchanged()
}

// exchanged gives the URL with the other scheme; empty if it has neither.
func (u *urlText) exchanged() string {
	const http, https = "http", "https"
	switch rest := u.whole[len(u.scheme):]; u.scheme {
	case http:
		return https + rest
	case https:
		return http + rest
	}
	return ""
}

// later gives the URL as it was signed some seconds later; empty without a time.
func (u *urlText) later(seconds int) string {
	const name = "time="
	start := strings.LastIndex(u.whole, name) + len(name)
	if start < len(name) || colonBefore(u.whole[:start-len(name)]) < 0 {
		return ""
	}
	end := start
	for end < len(u.whole) && isDigit(u.whole[end]) {
		end++
	}
	at, err := strconv.Atoi(u.whole[start:end])
	if err != nil {
		return ""
	}
	return u.whole[:start] + itoa(at+seconds) + u.whole[end:]
}

func (u *urlText) fill(template string) string {
	var out []byte
	for i := 0; i < len(template); i++ {
		if template[i] != '$' {
			out = append(out, template[i])
			continue
		}
		i++
		out = append(out, u.piece(template[i])...)
	}
	return string(out)
}

// cut adds what the cuttings from some row on make of the text.
func (c *claims) cut(row int) {
	u := urlTextOf(c.of)
	for ; row < len(cuttings); row++ {
		for i, template := range cuttings[row].texts {
			if c.add(cuttings[row].code, "", u.fill(template)) {
				added := &c.list[len(c.list)-1]
				added.kind, added.row, added.rare = kindCut, row, i >= usual
			}
		}
	}
}

// appendsOf are the ends of what the URL was before parameters were appended:
// each separator, but for the one before the first parameter.
func appendsOf(text string) []int {
	var ends []int
	for i := strings.IndexByte(text, '?') + 1; i > 0 && i < len(text); i++ {
		if text[i] == '&' {
			ends = append(ends, i)
		}
	}
	return ends
}
