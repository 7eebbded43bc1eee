package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/api/static"
	"github.com/embedsign/embedsign/internal/lab"
	"github.com/embedsign/embedsign/internal/labhttp"
	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/site"
)

// tokenVariable has the token of administration.
const tokenVariable = "EMBEDSIGN_ADMIN_TOKEN"

// adminToken is the one in the environment, or a new one, which is shown.
func adminToken() (token string, made bool) {
	if token = os.Getenv(tokenVariable); token != "" {
		return token, false
	}
	var random [24]byte
	rand.Read(random[:]) // it never fails
	return base64.RawURLEncoding.EncodeToString(random[:]), true
}

// newLab is the platform in its storage, with the application beside it.
func (o *options) newLab(ctx context.Context, g ground) (*lab.Lab, error) {
	state, err := g.kept.store.Load(ctx)
	if err != nil {
		return nil, err
	}
	parent := lab.NewParent(g.embed.origin, o.users())
	if g.known {
		path := ""
		if embed, ok := state.Embeds[embedID]; ok {
			path = parent.Path(embed)
		}
		parent.Use(path, g.pair)
	}
	return &lab.Lab{
		Tenant: &tenant.Tenant{Store: g.kept.store, Sessions: g.kept.sessions, Vault: g.kept.vault, Ledger: g.kept.ledger, Leeway: o.leeway, Random: rand.Reader},
		Parent: parent,
		Clock:  time.Now,
	}, nil
}

// newPlatform is the side of the frames.
func newPlatform(l *lab.Lab, server *api.Server, logger *slog.Logger, embed *embedHost) (*labhttp.Platform, *static.Files, error) {
	files, err := fs.Sub(site.FS(), "workbook")
	if err != nil {
		return nil, nil, err
	}
	assets, err := static.New(files, server)
	if err != nil {
		return nil, nil, err
	}
	platform, err := labhttp.NewPlatform(labhttp.PlatformConfig{
		Lab: l, Server: server, Logger: logger, Files: files, Assets: assets.Under(site.FramePolicy),
		Policy: site.FramePolicy, Origin: embed.origin, Parents: embed.parents,
	})
	return platform, assets, err
}

// newConsole is the side of the application and the administration.
func newConsole(l *lab.Lab, server *api.Server, logger *slog.Logger, page *static.Files, g ground, token string) (*labhttp.Console, error) {
	return labhttp.NewConsole(labhttp.ConsoleConfig{
		Lab: l, Server: server, Logger: logger, Page: page.Under(site.Policy + "; frame-src " + g.embed.origin),
		Token: token, Secure: g.isPublic(), Clock: time.Now,
	})
}

// isPublic reports whether the console is reached over https: at an address of this
// machine alone only where a proxy in front of it was named.
func (g ground) isPublic() bool {
	return !g.place.loopback || slices.ContainsFunc(g.embed.parents, func(origin string) bool { return strings.HasPrefix(origin, "https://") })
}

// An embedHost is where the platform listens, and what it is called.
type embedHost struct {
	*place
	// origin is what signed URLs of the platform begin with.
	origin string
	// parents are the origins of the pages that may frame it.
	parents []string
	// moved is whether the port beside that of the address was taken.
	moved bool
	// guessed is whether nobody said which pages may frame it, though others than those
	// of this machine may.
	guessed bool
}

// listenEmbed opens the second port. Outside this machine signed URLs have to be https,
// so that there it has to be told its origin; until then it is nil.
func (o *options) listenEmbed(ctx context.Context, own *place) (*embedHost, error) {
	if !own.loopback && o.embedOrigin == "" {
		return nil, nil
	}
	e := new(embedHost)
	var err error
	if o.embedAddr != "" {
		e.place, err = listen(ctx, o.embedAddr)
	} else {
		e.place, e.moved, err = listenBeside(ctx, o.addr)
	}
	if err != nil {
		return nil, fmt.Errorf("embed host: %w", err)
	}
	e.origin = o.embedOrigin
	if e.origin == "" {
		e.origin = e.url
	}
	if e.parents = o.parentOrigins; len(e.parents) == 0 {
		e.parents, e.guessed = own.origins(), !own.loopback
	}
	return e, nil
}

// doubts are about a lab that is not there, or not where it was looked for.
func (e *embedHost) doubts(addr string) (doubts []string) {
	if e == nil {
		return []string{"the lab is off: outside this machine its platform needs https; give --embed-origin https://HOST"}
	}
	if e.moved {
		doubts = append(doubts, "the port beside that of "+addr+" is taken, so the embed host has another one, and its URLs with it; --embed-addr names one")
	}
	if e.guessed {
		doubts = append(doubts, "only pages of "+strings.Join(e.parents, " and ")+" may frame the embeds; --parent-origin https://HOST names others")
	}
	return doubts
}

// hostOf is the name in an origin.
func hostOf(origin string) string {
	parsed, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	return parsed.Hostname()
}
