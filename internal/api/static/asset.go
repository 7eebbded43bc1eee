package static

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"github.com/embedsign/embedsign/internal/api/negotiate"
)

// contentTypes are those of the files that the page consists of. The operating
// system's table is not asked: it differs from machine to machine, and some say
// text/plain for .js.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".ico":   "image/x-icon",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".mjs":   "text/javascript; charset=utf-8",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".wasm":  "application/wasm",
	".woff2": "font/woff2",
}

// An asset is one file, as it is and compressed.
type asset struct {
	contentType string
	hash        string
	// forms are by coding; nil for what is not there, yet or at all.
	forms [len(codings)]atomic.Pointer[[]byte]
	once  sync.Once // for compress
}

func (a *asset) size() int { return len(*a.forms[identity].Load()) }

// compress makes the encoded forms, once; gzip first because it is fast and understood
// by all.
func (a *asset) compress() {
	a.once.Do(func() {
		a.encode(gzipped)
		a.encode(brotlied)
	})
}

// A coding is an index into codings.
type coding = int

const (
	identity coding = iota
	gzipped
	brotlied
)

// codings are the content codings, the one to be preferred last. Quality 6 of
// brotli takes 0.2 s for the 3.5 MB of WebAssembly and makes 0.86 MB of them;
// quality 11 takes 8 s and makes 0.75 MB, which a local server need not save.
var codings = [...]struct {
	name, suffix string
	writer       func(io.Writer) io.WriteCloser
}{
	identity: {"identity", "", nil},
	gzipped:  {"gzip", "-gzip", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }},
	brotlied: {"br", "-br", func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 6) }},
}

func readAsset(files fs.FS, name string) (*asset, error) {
	contentType, ok := contentTypes[strings.ToLower(path.Ext(name))]
	if !ok {
		return nil, fmt.Errorf("page file %q: no content type is known for it", name)
	}
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	a := &asset{contentType: contentType, hash: hex.EncodeToString(sum[:16])}
	a.forms[identity].Store(&body)
	return a, nil
}

// encode adds the form of a coding if it is smaller.
func (a *asset) encode(c coding) {
	plain := *a.forms[identity].Load()
	var out bytes.Buffer
	w := codings[c].writer(&out)
	w.Write(plain) // a bytes.Buffer does not fail
	w.Close()
	if encoded := out.Bytes(); len(encoded) < len(plain) {
		a.forms[c].Store(&encoded)
	}
}

// tag is the entity tag of a form: forms differ in their bytes, so they need
// different ones.
func (a *asset) tag(c coding) string { return `"` + a.hash + codings[c].suffix + `"` }

// choose finds the form that the client gives the highest quality. What the
// client does not name is worth nothing, but for the plain form, which is there
// for everybody who accepts nothing else, as RFC 9110 recommends.
func (a *asset) choose(request http.Header) coding {
	accept := request.Get("Accept-Encoding")
	best, highest := identity, 0.0
	for c := range codings {
		quality, _ := negotiate.Quality(accept, codings[c].name)
		if quality > 0 && quality >= highest && a.forms[c].Load() != nil {
			best, highest = c, quality
		}
	}
	return best
}
