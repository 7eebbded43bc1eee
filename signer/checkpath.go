package signer

import "strings"

// path checks the embed path. What a browser would rewrite in it is an error,
// since the platform sees what the browser sends and the signature covers it.
func (c *checker) path(path string) {
	if path == "" {
		c.missing("path", "Copy the embed path from the platform.")
		return
	}
	for _, rule := range pathRules {
		if rule.broken(path) {
			c.fail(rule.code, "path", quote(withoutQuery(path))+" "+rule.message, rule.fix, rule.source)
			return
		}
	}
	if !embedIDForm(path) {
		c.info("embed_id_form", "path", "does not end like the embed paths of Sigma: /embed/ and some 22 letters and digits",
			"Compare it with what the platform shows.", Sample)
	}
}

// withoutQuery shortens what is quoted: people paste whole signed URLs, and a
// signature does not belong into an error.
func withoutQuery(path string) string {
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		return path[:i+1] + "…"
	}
	return path
}

// pathRules stand in the order in which people are best told.
var pathRules = []struct {
	code, message, fix string
	source             Source
	broken             func(string) bool
}{
	{"control_character", "has a control character, such as a newline", "Copy the path again.", Sample,
		func(p string) bool { return flawOf(p) == controlCharacter }},
	{"invalid_utf8", "is not valid UTF-8", "Copy the path again.", Policy,
		func(p string) bool { return flawOf(p) == invalidUTF8 }},
	{"outer_space", "begins or ends with a space", "Remove the space.", Sample, hasOuterSpace},
	{"path_has_query", "already has a question mark", "Leave out the ? and what follows; the signer adds its own.", Documented,
		func(p string) bool { return strings.IndexByte(p, '?') >= 0 }},
	{"path_has_fragment", "has a #; what follows it never reaches the platform", "Leave out the # and what follows.", Sample,
		func(p string) bool { return strings.IndexByte(p, '#') >= 0 }},
	{"path_scheme", "is not https, nor http on a loopback host", "Begin it with https://.", Policy,
		func(p string) bool { return !rightScheme(p) }},
	{"path_host", "has a host that browsers would rewrite or refuse", "Write the host in lower case, without user, password or default port.", Sample,
		func(p string) bool { _, authority, _ := splitOrigin(p); return !plainAuthority(authority) }},
	{"path_missing", "ends after the host", "Add the path of the embed, such as /embed/1-1abCDEFG2hIjKLMnopqrST.", Documented,
		func(p string) bool { _, _, rest := splitOrigin(p); return rest == "" }},
	{"path_rewritten", "has a path that browsers rewrite: a dot segment, a backslash or a character that must be percent-encoded", "Use the path as the platform shows it.", Sample,
		func(p string) bool { _, _, rest := splitOrigin(p); return !plainPath(rest) }},
}

// splitOrigin cuts https://host/path into its three pieces.
func splitOrigin(url string) (scheme, authority, rest string) {
	scheme, after, ok := strings.Cut(url, "://")
	if !ok {
		return "", "", url
	}
	end := strings.IndexAny(after, "/?#\\")
	if end < 0 {
		end = len(after)
	}
	return scheme, after[:end], after[end:]
}

func rightScheme(path string) bool {
	scheme, authority, _ := splitOrigin(path)
	return scheme == "https" || scheme == "http" && isLoopback(authority)
}

// isLoopback reports whether the host can only be this machine.
func isLoopback(authority string) bool {
	host := authority
	if i := strings.LastIndexByte(host, ':'); i >= 0 && all(host[i+1:], isDigit) {
		host = host[:i]
	}
	if host == "localhost" || host == "[::1]" {
		return true
	}
	return strings.HasPrefix(host, "127.") && all(host, func(c byte) bool { return isDigit(c) || c == '.' })
}

// plainAuthority reports whether a browser leaves the host and port as they
// are.
func plainAuthority(authority string) bool {
	host, port, hasPort := authority, "", false
	if authority == "[::1]" || strings.HasPrefix(authority, "[::1]:") {
		host, port, hasPort = "localhost", strings.TrimPrefix(authority[len("[::1]"):], ":"), len(authority) > len("[::1]")
	} else {
		host, port, hasPort = strings.Cut(authority, ":")
	}
	if hasPort && (!all(port, isDigit) || port[0] == '0' || len(port) > 5 || port == "443" || port == "80") {
		return false
	}
	return all(host, func(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || c == '-' || c == '.' })
}

// plainPath reports whether a browser leaves the path as it is.
func plainPath(path string) bool {
	const punctuation = "-._~!$&'()*+,;=:@/"
	for i := 0; i < len(path); i++ {
		c := path[i]
		whole := c == '%' && i+2 < len(path) && isHexDigit(path[i+1]) && isHexDigit(path[i+2])
		if !isAlnum(c) && !whole && strings.IndexByte(punctuation, c) < 0 {
			return false
		}
	}
	if path == "" || path[0] != '/' {
		return false
	}
	for segment := range strings.SplitSeq(path[1:], "/") {
		if isDotSegment(segment) {
			return false
		}
	}
	return true
}

// isDotSegment reports whether a segment is . or .., encoded or not.
func isDotSegment(segment string) bool {
	if len(segment) == 0 || len(segment) > len("%2e%2e") {
		return false
	}
	dots := strings.ReplaceAll(strings.ToLower(segment), "%2e", ".")
	return dots == "." || dots == ".."
}

// embedIDForm reports whether the path has an ID like the 13 that the format
// document collected: base62, 20 to 24 characters, perhaps after a digit and a
// hyphen.
func embedIDForm(path string) bool {
	_, after, found := strings.Cut(path, "/embed/")
	id, _, _ := strings.Cut(after, "/")
	if len(id) > 2 && isDigit(id[0]) && id[1] == '-' {
		id = id[2:]
	}
	return found && len(id) >= 20 && len(id) <= 24 && all(id, isAlnum)
}
