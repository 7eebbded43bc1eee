package main

import (
	"net"
	"net/netip"
	"slices"
	"strings"
)

// hosts are the names that a request may call the server by. A page somewhere
// on the web can have its own name resolved to 127.0.0.1 (DNS rebinding), and
// its visitors' browsers would then let it read what the signing API answers.
// The name stays in the Host field, and gives it away.
type hosts struct {
	// any is set where other machines may come anyway, by whatever name.
	any bool
	// names are other hosts that were given: that of the embed path, or of a proxy in
	// front of a loopback address.
	names []string
}

// know reports whether the Host field of a request names this server. Only old
// or hand-made clients leave it empty, and no browser.
func (h hosts) know(field string) bool {
	if h.any || field == "" {
		return true
	}
	name := field
	if host, _, err := net.SplitHostPort(field); err == nil {
		name = host
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.IsLoopback() ||
		name == "localhost" || strings.HasSuffix(name, ".localhost") ||
		slices.ContainsFunc(h.names, func(known string) bool { return name == strings.Trim(known, "[]") })
}
