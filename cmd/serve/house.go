package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/api/static"
	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/site"
)

// A ground is what a house is built on.
type ground struct {
	place *place
	embed *embedHost // nil without the lab
	kept  *storage
	pair  signer.Credentials
	// known is whether the organisation knows the pair.
	known bool
}

// A house is all that is served: the app at one address, the lab's platform at another.
type house struct {
	ground
	app      *app
	platform http.Handler // nil without the lab
	files    []*static.Files
	token    string // of administration, if it was made here
}

// build puts the parts together, once the addresses are known.
func (o *options) build(ctx context.Context, g ground, stderr io.Writer) (*house, error) {
	registry := newRegistry()
	logger := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: o.logLevel}))
	config := api.Config{
		Credentials: g.pair,
		EmbedPath:   o.embedPath,
		Users:       o.users(),
		Leeway:      o.leeway,
		// The receiving side and the platform have one memory: a URL that is good at both
		// opens at one of them.
		Ledger:       g.kept.ledger,
		Revoked:      g.kept.revoked(g.pair.ClientID),
		Capacity:     g.kept.capacity,
		MoreVerdicts: tenant.Codes(),
		Logger:       logger,
		Registerer:   registry,
	}
	if config.EmbedPath == "" {
		config.EmbedPath = g.place.url + "/embed/" + embedID
	}
	server, err := api.New(config)
	var invalid *signer.InvalidError
	switch {
	case errors.As(err, &invalid):
		return nil, o.explain(invalid)
	case err != nil:
		return nil, err
	}
	h := &house{ground: g}
	if h.app, err = newApp(server, site.FS(), registry, logger, g.place, config.EmbedPath); err != nil {
		return nil, err
	}
	h.files = append(h.files, h.app.static)
	if g.embed != nil {
		err = o.addLab(ctx, h, server, logger)
	}
	return h, err
}

// addLab opens both sides of the lab.
func (o *options) addLab(ctx context.Context, h *house, server *api.Server, logger *slog.Logger) error {
	l, err := o.newLab(ctx, h.ground)
	if err != nil {
		return err
	}
	token, made := adminToken()
	if made {
		h.token = token
	}
	platform, assets, err := newPlatform(l, server, logger, h.embed)
	if err != nil {
		return err
	}
	h.files = append(h.files, assets)
	for _, parent := range h.embed.parents {
		h.app.hosts.names = append(h.app.hosts.names, hostOf(parent))
	}
	h.platform = &platformHost{
		hosts:       hosts{any: !h.embed.loopback, names: []string{hostOf(h.embed.origin)}},
		platform:    platform,
		misdirected: h.app.misdirected,
	}
	h.app.console, err = newConsole(l, server, logger, h.app.static, h.ground, token)
	return err
}

// announce says where the lab is.
func (h *house) announce(stderr io.Writer) {
	switch {
	case h.embed == nil:
	case h.token != "":
		fmt.Fprintf(stderr, "embed host on %s\nadministration: %s/lab/#token=%s\n", h.embed.url, h.place.url, h.token)
	default:
		fmt.Fprintf(stderr, "embed host on %s\nadministration: %s/lab/ with the token in %s\n", h.embed.url, h.place.url, tokenVariable)
	}
}

// compress makes the encoded forms of all files.
func (h *house) compress(ctx context.Context) {
	for _, files := range h.files {
		files.Compress(ctx)
	}
	if ctx.Err() == nil {
		h.app.static.CompressFile("/signer.wasm") // every visitor of the playground needs it
	}
}

// explain says which flag is behind what the signer refuses.
func (o *options) explain(invalid *signer.InvalidError) error {
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
