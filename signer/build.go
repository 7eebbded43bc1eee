package signer

import "strings"

// Built is a URL with everything there is to say about how it came about.
type Built struct {
	URL        string    `json:"url"`
	SignedText string    `json:"signed_text"`
	Signature  string    `json:"signature"`
	Parts      []Part    `json:"parts"`
	Steps      []Step    `json:"steps"`
	Findings   []Finding `json:"findings"`
}

// A Step is one step of signing, with the real bytes.
type Step struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Text is what the step yields.
	Text string `json:"text"`
	// Detail explains it.
	Detail string `json:"detail"`
}

// Build makes the URL of a request and explains it. Unlike [Sign] it goes on
// with broken input, as the samples would, and reports what is wrong. Only an
// unknown dialect leaves nothing to build with: then the findings alone are
// filled in.
func Build(r Request) Built {
	var c checker
	c.request(&r)
	if r.Credentials.Secret.IsZero() {
		c.fail("empty_secret", "", "there is no secret to sign with", "Enter a secret, or make throw-away credentials.", Policy)
	}
	if spellingOf(r.Dialect) == nil {
		return Built{Parts: []Part{}, Steps: []Step{}, Findings: c.findings}
	}
	return build(&r, &c)
}

func build(r *Request, c *checker) Built {
	key := keyOf(r.Credentials.Secret.Reveal())
	text := string(unsigned(r))
	m := newMAC()
	signature := string(appendHex(nil, m.ofText(key, text)))
	inner := string(appendHex(nil, m.inner()))
	url := text + signatureName + signature
	parts := Parse(url)
	c.wire(parts, r.Dialect)
	annotate(parts, c.findings)
	return Built{
		URL: url, SignedText: text, Signature: signature,
		Parts: parts, Findings: notNil(c.findings),
		Steps: steps(r, text, inner, signature),
	}
}

// notNil makes an absent list an empty one, for JSON.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// annotate gives each part the gravest finding about it.
func annotate(parts []Part, findings []Finding) {
	for i := range parts {
		for j := range findings {
			if concerns(&findings[j], &parts[i]) {
				parts[i].take(&findings[j])
			}
		}
	}
}

// concerns reports whether a finding is about a part. What is wrong with the
// embed path is wrong with its scheme and host, or with the rest of it.
func concerns(f *Finding, p *Part) bool {
	if p.Name != "" || p.Role == RoleControl {
		return f.Parameter == p.Name
	}
	origin := f.Code == "path_scheme" || f.Code == "path_host"
	return f.Parameter == "path" && (origin && p.Role == RoleOrigin || !origin && p.Role == RolePath)
}

func (p *Part) take(f *Finding) {
	rank := map[Status]int{StatusOK: 0, StatusWarning: 1, StatusError: 2}
	status := StatusOK
	switch f.Severity {
	case SeverityError:
		status = StatusError
	case SeverityWarning:
		status = StatusWarning
	}
	if rank[status] > rank[p.Status] || p.Note == "" {
		p.Note = f.Message
	}
	if rank[status] > rank[p.Status] {
		p.Status = status
	}
}

// steps tells how the URL came about. It shows every byte but those of the key:
// a screenshot of the page must not give the secret away.
func steps(r *Request, text, inner, signature string) []Step {
	base, query, _ := strings.Cut(text, "?")
	pairs := strings.Split(query, "&")
	return []Step{
		{"path", "Take the embed path", base,
			"Copied from the platform. It is part of what is signed, scheme and host included."},
		{"pairs", "List the parameters", decoded(pairs, isForm(query)),
			itoa(len(pairs)) + " parameters in the order in which they will be sent. The order is free, but it must not change after signing."},
		{"encode", "Encode names and values", strings.Join(pairs, "\n"), spellingOf(r.Dialect).explanation},
		{"text", "Join everything", text,
			"These " + itoa(len(text)) + " bytes are signed, exactly as they stand: path, question mark, parameters. Nothing is decoded or sorted."},
		{"hmac_inner", "Hash with the inner key", inner,
			"SHA-256 of the key XOR 0x36 (one block of 64 bytes), followed by the text." + keyNote(r.Credentials.Secret)},
		{"hmac_outer", "Hash with the outer key", signature,
			"SHA-256 of the key XOR 0x5c, followed by the 32 bytes of the step before."},
		{"signature", "Write the digest as hex", signature,
			"32 bytes become 64 lower-case hex characters. Upper case or base64 is refused."},
		{"url", "Append the signature", text + signatureName + signature,
			"The signature comes last. Whoever sees this URL can read everything in it: it is signed, not encrypted. It opens once."},
	}
}

func keyNote(s Secret) string {
	n := len(s.Reveal())
	note := " The key is the text of the secret, " + itoa(n) + " bytes of UTF-8, not the bytes that its hex stands for"
	if n > 64 {
		return note + "; being longer than a block, it is replaced by its SHA-256 first, as RFC 2104 says."
	}
	return note + ", filled up with zeros to one block."
}

func decoded(pairs []string, form bool) string {
	lines := make([]string, len(pairs))
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		name, _ = unescape(name, form)
		value, _ = unescape(value, form)
		lines[i] = name + " = " + value
	}
	return strings.Join(lines, "\n")
}
