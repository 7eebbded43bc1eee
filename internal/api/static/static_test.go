package static

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/site"
)

func testServer(t *testing.T) *api.Server {
	t.Helper()
	server, err := api.New(api.Config{
		Credentials: signer.Credentials{ClientID: "c", Secret: signer.NewSecret("s")},
		EmbedPath:   "http://127.0.0.1:8080/embed/1-abc",
	})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func filesOf(t *testing.T, files fs.FS, compressed bool) *Files {
	t.Helper()
	s, err := New(files, testServer(t))
	if err != nil {
		t.Fatal(err)
	}
	if compressed {
		for path := range s.assets {
			s.CompressFile(path)
		}
	}
	return s
}

// fetch asks the handler alone; fields are names and values of header fields.
func (s *Files) fetch(method, path string, fields ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(fields); i += 2 {
		request.Header.Set(fields[i], fields[i+1])
	}
	recorder := httptest.NewRecorder()
	s.Under(site.Policy)(recorder, request)
	return recorder
}

var decoders = map[string]func(io.Reader) (io.Reader, error){
	"":     func(r io.Reader) (io.Reader, error) { return r, nil },
	"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	"br":   func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
}

// Every file that ships, in every coding, is what was embedded.
func TestEveryFileInEveryCoding(t *testing.T) {
	s := filesOf(t, site.FS(), true)
	files := 0
	err := fs.WalkDir(site.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		want, err := fs.ReadFile(site.FS(), name)
		if err != nil {
			return err
		}
		for accept, decode := range decoders {
			answer := s.fetch("GET", "/"+name, "Accept-Encoding", accept)
			if got := answer.Header().Get("Content-Encoding"); got != accept {
				t.Errorf("%s: coding %q, want %q", name, got, accept)
			}
			reader, err := decode(answer.Body)
			if err != nil {
				return err
			}
			if body, err := io.ReadAll(reader); err != nil || !bytes.Equal(body, want) {
				t.Errorf("%s in %q is not the file that was embedded (%v)", name, accept, err)
			}
		}
		return nil
	})
	if err != nil || files < 5 {
		t.Fatalf("%d files, %v", files, err)
	}
}

func textFile() fs.FS {
	return fstest.MapFS{
		"index.html": {Data: []byte(strings.Repeat("much the same ", 100))},
		"tiny.txt":   {Data: []byte("x")},
	}
}

func TestChoiceOfCoding(t *testing.T) {
	tests := []struct{ accept, want string }{
		{"", ""},
		{"gzip, deflate, br, zstd", "br"},
		{"gzip, deflate", "gzip"},
		{"br;q=0.5, gzip;q=0.8", "gzip"},
		{"br;q=0, gzip;q=0", ""},
		{"br;q=0, *", "gzip"},
		{"*", "br"},
		{"gzip;q=0.5, identity", ""},
		{"deflate", ""},
		{"BR", "br"},
		{"identity;q=0", ""}, // there has to be some answer
	}
	s := filesOf(t, textFile(), true)
	for _, test := range tests {
		answer := s.fetch("GET", "/", "Accept-Encoding", test.accept)
		if got := answer.Header().Get("Content-Encoding"); answer.Code != 200 || got != test.want {
			t.Errorf("%q: %d %q, want %q", test.accept, answer.Code, got, test.want)
		}
		if got := answer.Header().Get("Vary"); got != "Accept-Encoding" {
			t.Errorf("%q: Vary %q", test.accept, got)
		}
	}
}

func TestUncompressedUntilReady(t *testing.T) {
	s := filesOf(t, textFile(), false)
	if got := s.fetch("GET", "/", "Accept-Encoding", "br, gzip").Header().Get("Content-Encoding"); got != "" {
		t.Errorf("before: %q", got)
	}
	s.Compress(context.Background())
	if got := s.fetch("GET", "/", "Accept-Encoding", "br, gzip").Header().Get("Content-Encoding"); got != "br" {
		t.Errorf("after: %q", got)
	}
	if got := s.fetch("GET", "/tiny.txt", "Accept-Encoding", "br, gzip").Header().Get("Content-Encoding"); got != "" {
		t.Errorf("what does not get smaller is sent in %q", got)
	}
}

// TestTheLargestWaitForARequest: what nobody asks for costs nothing.
func TestTheLargestWaitForARequest(t *testing.T) {
	s := filesOf(t, fstest.MapFS{"big.wasm": {Data: make([]byte, large+1)}, "small.js": {Data: make([]byte, large)}}, false)
	s.Compress(context.Background())
	if s.assets["/small.js"].forms[brotlied].Load() == nil || s.assets["/big.wasm"].forms[gzipped].Load() != nil {
		t.Error("not the small one, or the big one too")
	}
	s.fetch("GET", "/big.wasm")
	s.CompressFile("/big.wasm") // which waits for what the request has begun
	if got := s.fetch("GET", "/big.wasm", "Accept-Encoding", "br").Header().Get("Content-Encoding"); got != "br" {
		t.Errorf("after a request: %q", got)
	}
}

func TestCompressionStopsWithTheServer(t *testing.T) {
	s := filesOf(t, textFile(), false)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	s.Compress(ended)
	if got := s.fetch("GET", "/", "Accept-Encoding", "gzip").Header().Get("Content-Encoding"); got != "" {
		t.Errorf("compressed after the end: %q", got)
	}
}

func TestRevalidation(t *testing.T) {
	s := filesOf(t, textFile(), true)
	tags := map[string]bool{}
	for _, accept := range []string{"", "gzip", "br"} {
		tag := s.fetch("GET", "/", "Accept-Encoding", accept).Header().Get("ETag")
		if tags[tag] || !strings.HasPrefix(tag, `"`) {
			t.Fatalf("entity tag %q for %q: want a strong one of its own", tag, accept)
		}
		tags[tag] = true
		for _, match := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
			answer := s.fetch("GET", "/", "Accept-Encoding", accept, "If-None-Match", match)
			if answer.Code != http.StatusNotModified || answer.Body.Len() != 0 || answer.Header().Get("ETag") == "" ||
				answer.Header().Get("Vary") == "" || answer.Header().Get("Cache-Control") != "no-cache" {
				t.Errorf("If-None-Match %s: %d %v", match, answer.Code, answer.Header())
			}
		}
	}
	for _, match := range []string{`"other"`, "", "garbage"} {
		if answer := s.fetch("GET", "/", "If-None-Match", match); answer.Code != http.StatusOK {
			t.Errorf("If-None-Match %q: %d", match, answer.Code)
		}
	}
}

func TestHeadHasTheHeaderOfGet(t *testing.T) {
	s := filesOf(t, textFile(), true)
	get, head := s.fetch("GET", "/", "Accept-Encoding", "br"), s.fetch("HEAD", "/", "Accept-Encoding", "br")
	if head.Body.Len() != 0 {
		t.Error("HEAD has a body")
	}
	for _, name := range []string{"Content-Length", "Content-Type", "Content-Encoding", "ETag"} {
		if got, want := head.Header().Get(name), get.Header().Get(name); got != want || want == "" {
			t.Errorf("%s: %q, GET says %q", name, got, want)
		}
	}
}

func TestUnknownTypeFailsAtStart(t *testing.T) {
	_, err := New(fstest.MapFS{"page.xyz": {}}, testServer(t))
	if err == nil || !strings.Contains(err.Error(), "page.xyz") {
		t.Errorf("error %v", err)
	}
}
