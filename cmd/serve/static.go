package main

import (
	"context"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/internal/api"
)

// static serves the files of the page from memory.
type static struct {
	server *api.Server
	assets map[string]*asset // by URL path
}

// newStatic reads every file once. A directory is served by its index.html.
func newStatic(files fs.FS, server *api.Server) (*static, error) {
	s := &static{server: server, assets: make(map[string]*asset)}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		asset, err := readAsset(files, name)
		if err != nil {
			return err
		}
		s.assets["/"+name] = asset
		if directory, isIndex := strings.CutSuffix("/"+name, "index.html"); isIndex {
			s.assets[directory] = asset
		}
		return nil
	})
	return s, err
}

// compress makes the encoded forms of every file, gzip first because it is fast
// and understood by all. Until a form is there the plain one is served, so that
// the start waits for nothing.
func (s *static) compress(ctx context.Context) {
	for _, coding := range []coding{gzipped, brotlied} {
		for _, asset := range s.assets {
			if ctx.Err() != nil {
				return
			}
			asset.encode(coding)
		}
	}
}

// under serves the files with a Content-Security-Policy.
func (s *static) under(policy string) api.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) api.Outcome {
		asset := s.assets[r.URL.Path]
		switch {
		case asset == nil && s.assets[r.URL.Path+"/"] != nil:
			http.Redirect(w, r, r.URL.Path+"/", http.StatusPermanentRedirect)
			return api.Outcome{Status: http.StatusPermanentRedirect}
		case asset == nil:
			return s.server.Refuse(w, r, api.Problem{
				Status: http.StatusNotFound,
				Code:   "not_found",
				Detail: "There is nothing at this address.",
			})
		case !reads(r):
			return refuseMethod(s.server, w, r)
		}
		setPageHeaders(w.Header(), policy)
		return asset.serve(w, r)
	}
}

// serve answers with the form that the client likes best, or with 304 if it has
// one of them already.
func (a *asset) serve(w http.ResponseWriter, r *http.Request) api.Outcome {
	header := w.Header()
	header.Set("Vary", "Accept-Encoding")
	if tag, ok := a.known(r.Header.Get("If-None-Match")); ok {
		header.Set("ETag", tag)
		w.WriteHeader(http.StatusNotModified)
		return api.Outcome{Status: http.StatusNotModified}
	}
	coding := a.choose(r.Header)
	body := *a.forms[coding].Load()
	if coding != identity {
		header.Set("Content-Encoding", codings[coding].name)
	}
	header.Set("ETag", a.tag(coding))
	header.Set("Content-Type", a.contentType)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body)
	}
	return api.Outcome{Status: http.StatusOK}
}

// known finds the first entity tag of If-None-Match that one of the asset's
// forms bears. Whichever it is, the client's copy is good.
func (a *asset) known(header string) (tag string, ok bool) {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		for coding := range codings {
			if tag := a.tag(coding); candidate == tag || candidate == "*" {
				return tag, true
			}
		}
	}
	return "", false
}
