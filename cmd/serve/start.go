package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// embedID is the content of the server's own embed path, in the form of Sigma's.
const embedID = "1-QuickStartEmbedDemo01"

// start does everything that --help promises, until the context ends.
func start(ctx context.Context, o options, stdin io.Reader, stderr io.Writer) error {
	if err := o.check(); err != nil {
		return err
	}
	credentials, notice, err := o.credentials(ctx, stdin)
	switch {
	case ctx.Err() != nil:
		return interruption(ctx)
	case err != nil:
		return err
	}
	place, err := listen(ctx, o.addr)
	if err != nil {
		return err
	}
	defer place.Close()
	embed, err := o.listenEmbed(ctx, place)
	if err != nil {
		return err
	}
	kept, err := o.openStorage(ctx, credentials)
	if err != nil {
		return err
	}
	defer kept.Close()
	// Credentials that nobody gave are new ones, and the notice has them.
	settled, known, err := kept.settle(ctx, credentials, notice == "")
	if err != nil {
		return err
	}
	if settled.ClientID != credentials.ClientID {
		notice = "no credentials given: those of the example in the database\nclient ID: " + settled.ClientID + "\n"
		if o.showSecret {
			notice += "secret: it was shown when it was made, and is not again\n"
		}
	}
	house, err := o.build(ctx, ground{place, embed, kept, settled, known}, stderr)
	if err != nil {
		return err
	}
	io.WriteString(stderr, notice)
	for _, doubt := range slices.Concat(o.doubts(settled, place), kept.warnings, embed.doubts(o.addr)) {
		fmt.Fprintln(stderr, "warning:", doubt)
	}
	fmt.Fprintln(stderr, "listening on", place.url)
	house.announce(stderr)
	if o.open {
		openBrowser(ctx, place.url, stderr)
	}
	go house.compress(ctx)
	if err := serve(ctx, house, o.drain, stderr); err != nil {
		return err
	}
	return interruption(ctx)
}

// The most that the receiving side forgives: a ledger keeps a used nonce for the leeway
// of the server that recorded it and some time more, and another server may have more.
const (
	maxLeeway       = time.Hour
	maxSharedLeeway = time.Minute
)

// check refuses what would only fail later, or in other words.
func (o *options) check() error {
	switch {
	case strings.Contains(o.embedPath, "?"):
		// Not quoted: it may be a signed URL.
		return wrongUsage("embed path: it already has a question mark; leave out the ? and what follows")
	case o.embedPath != "" && !hasOrigin(o.embedPath):
		return wrongUsage("embed path: it has no scheme and host; it looks like https://app.sigmacomputing.com/embed/%s", embedID)
	case o.sessionLength < time.Second:
		return wrongUsage("session length %v: it has to be at least 1s", o.sessionLength)
	case o.sessionLength%time.Second != 0:
		return wrongUsage("session length %v: want whole seconds", o.sessionLength)
	case o.leeway > maxLeeway:
		return wrongUsage("leeway %v: at most %v; used nonces are not kept for longer", o.leeway, maxLeeway)
	case o.nonces != "" && o.leeway > maxSharedLeeway:
		return wrongUsage("leeway %v: at most %v with --nonces, where another server may have less and let nonces go", o.leeway, maxSharedLeeway)
	case o.leeway < 0:
		return wrongUsage("leeway %v: it cannot be negative", o.leeway)
	case o.drain < 0:
		return wrongUsage("drain %v: it cannot be negative", o.drain)
	case o.embedOrigin != "" && !isOrigin(o.embedOrigin):
		return wrongUsage("embed origin %q: want https://HOST, or http on a loopback host, and nothing after it", o.embedOrigin)
	}
	for _, origin := range o.parentOrigins {
		if !isOrigin(origin) {
			return wrongUsage("parent origin %q: want https://HOST, or http on a loopback host, and nothing after it", origin)
		}
	}
	return nil
}

// isOrigin reports whether a text is an origin as browsers write it: https, or http on
// this machine, a host in lower case and maybe a port. It goes into a policy, where * or ;
// would mean something.
func isOrigin(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Scheme+"://"+u.Host != text || strings.Trim(u.Hostname(), "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
		return false
	}
	switch u.Scheme {
	case "https":
		return u.Hostname() != "" && u.Port() != "443"
	case "http":
		return hosts{}.know(u.Host) && u.Host != "" && u.Port() != "80"
	}
	return false
}

// hasOrigin reports whether a URL begins with scheme and host.
func hasOrigin(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && parsed.Scheme != "" && parsed.Host != ""
}

// users are the three of the QuickStart, with sessions as long as wanted.
func (o *options) users() []signer.Preset {
	users := signer.Presets()
	for i := range users {
		users[i].Embed.SessionLength = int64(o.sessionLength / time.Second)
	}
	return users
}
