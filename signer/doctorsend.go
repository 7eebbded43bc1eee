package signer

import "strings"

// compareTexts says which of two texts is wrong, and where: the one that was
// signed, or the one that was sent.
func (d *doctor) compareTexts(c *Cause, signed string, codes []string) {
	if c.Send = d.toSend(signed, codes); c.Send != "" {
		c.Message += " The URL was signed well; what was sent is not what was signed."
		c.Text, c.Differences = signed, Diff(d.sent, c.Send)
		return
	}
	c.target = d.at.target
	if signed != c.target {
		c.Differences = Diff(signed, c.target)
	}
	if signed != c.target || d.at.mended {
		c.Text = signed
	}
}

// changedLater are mistakes after which the URL as it was signed is the right one,
// if nothing else is wrong with it.
const changedLater = " sent_double_encoded rewritten_by_urlsearchparams rewritten_by_go rewritten_by_csharp http_for_https host_case host_port doubled_question_mark "

// toSend gives the URL as it was signed, where that is the one to send; see
// [Cause].
func (d *doctor) toSend(signed string, codes []string) string {
	url := signed + d.at.tail
	if d.at.mended {
		if len(codes) > len(d.at.codes) {
			return ""
		}
		return url
	}
	for _, code := range codes {
		if !strings.Contains(changedLater, " "+code+" ") {
			return ""
		}
	}
	if !isPlain(url) {
		return ""
	}
	return url
}

// isPlain reports whether a URL can be read, and arrives as it is sent.
func isPlain(url string) bool {
	r := read(url)
	c := checker{errorsOnly: true}
	c.path(r.embed.Path)
	_, query, _ := strings.Cut(url, "?")
	return r.broken == "" && len(c.findings) == 0 && browsed(query) == query
}
