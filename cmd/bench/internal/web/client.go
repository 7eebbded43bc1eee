package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxAnswer bounds how much of an answer is read.
const maxAnswer = 1 << 20

// An answer is what a server gave.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// ask sends a GET request as a browser would that follows an iframe.
func (e *Engine) ask(ctx context.Context, address string) (answer, error) {
	request, err := newRequest(ctx, address)
	if err != nil {
		return answer{}, err
	}
	response, err := e.client.Do(request)
	if err != nil {
		return answer{}, withoutQuery(request, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	return answer{response.StatusCode, response.Header, body}, err
}

func newRequest(ctx context.Context, address string) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("a URL that cannot be requested")
	}
	request.Header.Set("Accept", "application/json, text/html")
	return request, nil
}

// withoutQuery takes the query out of the client's error: it may hold a
// signature.
func withoutQuery(request *http.Request, err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Errorf("GET %s://%s%s: %w", request.URL.Scheme, request.URL.Host, request.URL.Path, err)
}

// get is ask, where anything but 200 is an error.
func (e *Engine) get(ctx context.Context, address string) (answer, error) {
	a, err := e.ask(ctx, address)
	if err != nil {
		return a, err
	}
	if a.status != http.StatusOK {
		path, _, _ := strings.Cut(address, "?")
		return a, fmt.Errorf("GET %s: status %d, want 200", path, a.status)
	}
	return a, nil
}

// readURL takes the URL out of an answer of the signing API.
func readURL(a answer) (string, error) {
	var value struct {
		URL string `json:"url"`
	}
	if err := json.Unmarshal(a.body, &value); err != nil || value.URL == "" {
		return "", errors.New(`the answer is not {"url": "..."}`)
	}
	return value.URL, nil
}

// exchange sends a prepared request and reads the answer away.
func (e *Engine) exchange(request *http.Request) error {
	response, err := e.client.Do(request)
	if err != nil {
		return withoutQuery(request, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s%s: status %d, want 200", e.base, request.URL.Path, response.StatusCode)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
