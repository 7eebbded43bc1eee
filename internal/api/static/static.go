// Package static serves the files of a page from memory, as they are and compressed,
// with entity tags and the header fields that go with a page. serve has its page and
// its parent page here, bench measures the same handler in process.
//
// Most callers need [New] and hand the result of [Files.Under] to [api.Server.Watch].
// A file that is not known when it starts is never served.
package static

import (
	"context"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/embedsign/embedsign/internal/api"
)

// Files are the files of a page. They are safe for concurrent use.
type Files struct {
	server *api.Server
	assets map[string]*asset // by URL path
}

// New reads every file once. A directory is served by its index.html. Refusals are
// those of the server. A file whose name says of no known type is an error.
func New(files fs.FS, server *api.Server) (*Files, error) {
	f := &Files{server: server, assets: make(map[string]*asset)}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		asset, err := readAsset(files, name)
		if err != nil {
			return err
		}
		f.assets["/"+name] = asset
		if directory, isIndex := strings.CutSuffix("/"+name, "index.html"); isIndex {
			f.assets[directory] = asset
		}
		return nil
	})
	return f, err
}

// Compress makes the encoded forms of every file but the largest, which have them from
// their first request on: some megabytes of WebAssembly take a second, and many a server
// is never asked for them. Until a form is there the plain one is served, so that the
// start waits for nothing.
func (f *Files) Compress(ctx context.Context) {
	for _, asset := range f.assets {
		if ctx.Err() != nil {
			return
		}
		if asset.size() <= large {
			asset.compress()
		}
	}
}

// CompressFile makes the encoded forms of one file, by its URL path.
func (f *Files) CompressFile(path string) { f.assets[path].compress() }

// large is more than a script or a page has, in bytes.
const large = 1 << 20

// Under serves the files with a Content-Security-Policy, and adds to it who may frame
// them: a page cannot say that itself, only a header can.
func (f *Files) Under(policy string) api.HandlerFunc {
	policy += "; frame-ancestors 'self'"
	return func(w http.ResponseWriter, r *http.Request) api.Outcome {
		asset := f.assets[r.URL.Path]
		switch {
		case asset == nil && f.assets[r.URL.Path+"/"] != nil:
			http.Redirect(w, r, r.URL.Path+"/", http.StatusPermanentRedirect)
			return api.Outcome{Status: http.StatusPermanentRedirect}
		case asset == nil:
			return f.server.Refuse(w, r, api.Problem{
				Status: http.StatusNotFound,
				Code:   "not_found",
				Detail: "There is nothing at this address.",
			})
		case !api.Reads(r):
			return f.server.RefuseToWrite(w, r)
		}
		setHeaders(w.Header(), policy)
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
	if a.size() > large {
		go a.compress()
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

// setHeaders sets what does not depend on the file.
func setHeaders(header http.Header, policy string) {
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	// A copy may be kept, but has to be asked for: so nobody is left with the
	// page of one version and the WebAssembly of another.
	header.Set("Cache-Control", "no-cache")
}
