package loadtarget

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// try asks for each address once. A load test of something that does not work even
// then would measure how fast it fails.
func (t *Target) try(ctx context.Context) error {
	addresses := t.addresses()
	if t.config.Kind == Open {
		url, err := t.signing.one()
		if err != nil {
			return err
		}
		addresses = []string{url}
	}
	for _, address := range addresses {
		r, err := t.newRequest(ctx, address)
		if err != nil {
			return err
		}
		if err := t.tryOne(r); err != nil {
			return named(r, err)
		}
	}
	return nil
}

func (t *Target) tryOne(r *http.Request) error {
	var here bool
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { here = sameMachine(info.Conn) }}
	response, err := t.client.Do(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	if err != nil {
		return cause(err)
	}
	body, err := read(response, true)
	switch {
	case err != nil:
		return err
	case t.config.HTTP == "2" && response.ProtoMajor != 2:
		return fmt.Errorf("the server speaks %s, not HTTP/2", response.Proto)
	case response.StatusCode == http.StatusForbidden && t.config.Kind == Open:
		return fmt.Errorf("a fresh URL was refused, code %s: are client ID, secret and embed path those of this server, and is its clock right?", problemCode(body))
	case !t.expects(response.StatusCode):
		return fmt.Errorf("status %d, want 200%s", response.StatusCode, redirected(response))
	}
	t.describe(r, response)
	t.about.SameMachine = here
	return t.tryBody(r.Context(), body)
}

// sameMachine reports whether a connection leads back to this machine.
func sameMachine(conn net.Conn) bool {
	from, ok := conn.LocalAddr().(*net.TCPAddr)
	to, alsoOK := conn.RemoteAddr().(*net.TCPAddr)
	return ok && alsoOK && (to.IP.IsLoopback() || to.IP.Equal(from.IP))
}

// tryBody looks at the answer of the signing API.
func (t *Target) tryBody(ctx context.Context, body []byte) error {
	if t.config.Kind != Sign {
		return nil
	}
	url, err := readURL(body)
	if err != nil {
		return err
	}
	if t.signing == nil {
		return nil
	}
	if err := t.signing.verify(ctx, url); err != nil {
		return fmt.Errorf("the URL that it gave does not verify: %w", err)
	}
	return nil
}

// redirected says where to, without the query.
func redirected(response *http.Response) string {
	to, err := response.Location()
	if err != nil {
		return ""
	}
	return fmt.Sprintf("; it redirects to %s://%s%s, which is not followed", to.Scheme, to.Host, to.Path)
}

func (t *Target) describe(r *http.Request, response *http.Response) {
	u := r.URL
	t.about = load.Target{
		Kind: string(t.config.Kind), URL: u.Scheme + "://" + u.Host + u.Path, InProcess: t.server != nil,
		HTTP: "1.1", TLS: load.NoTLS,
	}
	if t.config.Kind == Static {
		t.about.URL = u.Scheme + "://" + u.Host
	}
	if response.ProtoMajor == 2 {
		t.about.HTTP = "2"
	}
	switch {
	case response.TLS == nil:
	case t.config.Insecure:
		t.about.TLS = load.NotVerified
	default:
		t.about.TLS = load.Verified
	}
}

// readURL takes the URL out of an answer of the signing API.
func readURL(body []byte) (string, error) {
	var value struct {
		URL string `json:"url"`
	}
	if err := json.Unmarshal(body, &value); err != nil || value.URL == "" {
		return "", errors.New(`the answer is not {"url": "..."}`)
	}
	return value.URL, nil
}

// maxCode bounds a code, which becomes a key in the result.
const maxCode = 64

// problemCode takes the code out of a refusal, or gives [load.NoCode].
func problemCode(body []byte) string {
	var problem struct {
		Code string `json:"code"`
	}
	if err := json.Unmarshal(body, &problem); err != nil || problem.Code == "" || len(problem.Code) > maxCode {
		return load.NoCode
	}
	return problem.Code
}
