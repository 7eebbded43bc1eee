package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/site"
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
	app, err := o.newApp(credentials, place, stderr)
	if err != nil {
		return err
	}
	io.WriteString(stderr, notice)
	for _, doubt := range o.doubts(credentials, place) {
		fmt.Fprintln(stderr, "warning:", doubt)
	}
	fmt.Fprintln(stderr, "listening on", place.url)
	if o.open {
		openBrowser(ctx, place.url, stderr)
	}
	go app.static.Compress(ctx)
	if err := serve(ctx, place, app, o.drain, stderr); err != nil {
		return err
	}
	return interruption(ctx)
}

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
	case o.leeway < 0:
		return wrongUsage("leeway %v: it cannot be negative", o.leeway)
	case o.drain < 0:
		return wrongUsage("drain %v: it cannot be negative", o.drain)
	}
	return nil
}

// hasOrigin reports whether a URL begins with scheme and host.
func hasOrigin(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && parsed.Scheme != "" && parsed.Host != ""
}

// newApp puts the parts together, once the address is known.
func (o *options) newApp(credentials signer.Credentials, place *place, stderr io.Writer) (*app, error) {
	registry := newRegistry()
	logger := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: o.logLevel}))
	config := api.Config{
		Credentials: credentials,
		EmbedPath:   o.embedPath,
		Users:       o.users(),
		Leeway:      o.leeway,
		Logger:      logger,
		Registerer:  registry,
	}
	if config.EmbedPath == "" {
		config.EmbedPath = place.url + "/embed/" + embedID
	}
	server, err := api.New(config)
	var invalid *signer.InvalidError
	switch {
	case errors.As(err, &invalid):
		return nil, o.explain(invalid, place)
	case err != nil:
		return nil, err
	}
	return newApp(server, site.FS(), registry, logger, place, config.EmbedPath)
}

// users are the three of the QuickStart, with sessions as long as wanted.
func (o *options) users() []signer.Preset {
	users := signer.Presets()
	for i := range users {
		users[i].Embed.SessionLength = int64(o.sessionLength / time.Second)
	}
	return users
}

// explain says which flag is behind what the signer refuses.
func (o *options) explain(invalid *signer.InvalidError, place *place) error {
	finding := invalid.Findings[0]
	switch {
	case finding.Parameter == "path" && o.embedPath == "":
		return wrongUsage("address %s: outside this machine an embed URL has to be https; add --embed-path https://HOST/embed/%s", o.addr, embedID)
	case finding.Parameter == "path":
		return wrongUsage("embed path: %s", finding.Message)
	case finding.Parameter == ":session_length":
		return wrongUsage("session length %v: %s", o.sessionLength, finding.Message)
	}
	return wrongUsage("%v", invalid)
}
