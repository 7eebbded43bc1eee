package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/processtest"
)

// A running serve, in this process.
type running struct {
	url    string
	stderr *processtest.Buffer
	code   <-chan int
	// stop ends the context, as a test's end does too.
	stop context.CancelFunc
}

// startServe runs the command on a free port and waits for the line that says
// where it listens.
func startServe(t *testing.T, arguments ...string) *running {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, append([]string{"--addr", "127.0.0.1:0"}, arguments...), strings.NewReader(""), io.Discard, writer)
		writer.Close()
	}()
	t.Cleanup(func() {
		stop()
		reader.Close()
	})
	stderr := new(processtest.Buffer)
	lines := bufio.NewScanner(io.TeeReader(reader, stderr))
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
			go io.Copy(stderr, reader)
			return &running{url, stderr, code, stop}
		}
	}
	t.Fatalf("serve ended with code %d before it listened: %s", <-code, stderr)
	return nil
}

// ask sends a request without following redirects, and reads the answer.
func (r *running) ask(t *testing.T, method, path string, header http.Header) (response *http.Response, body string) {
	t.Helper()
	request, err := http.NewRequest(method, r.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if header != nil {
		request.Header = header
		request.Host = header.Get("Host")
	}
	response, err = http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

// read fetches a path and gives status and body.
func (r *running) read(t *testing.T, path string) (status int, body string) {
	t.Helper()
	response, body := r.ask(t, http.MethodGet, path, nil)
	return response.StatusCode, body
}
