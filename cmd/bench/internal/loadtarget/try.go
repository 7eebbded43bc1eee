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

// tries is how often a wrong status is asked again: a server that gives one now and
// then is worth a test, and one that gives nothing else is not.
const tries = 3

// An unexpected is an answer with a status that a good one does not have.
type unexpected struct{ error }

// try asks for each address until the answer is good. A load test of something that
// does not work even then would measure how fast it fails.
func (t *Target) try(ctx context.Context) error {
	if t.config.Kind == Open {
		return t.tryAgain(ctx, t.signing.one)
	}
	for _, address := range t.addresses() {
		if err := t.tryAgain(ctx, func() (string, error) { return address, nil }); err != nil {
			return err
		}
	}
	return nil
}

// tryAgain asks a few times, for a fresh address each time where they are signed.
func (t *Target) tryAgain(ctx context.Context, address func() (string, error)) (err error) {
	for range tries {
		var to string
		if to, err = address(); err != nil {
			return err
		}
		var r *http.Request
		if r, err = t.newRequest(ctx, to); err != nil {
			return err
		}
		if err = t.tryOne(r); err == nil {
			return nil
		}
		err = named(r, err)
		if _, again := errors.AsType[unexpected](err); !again {
			return err
		}
	}
	return err
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
		return unexpected{fmt.Errorf("status %d, %d times, want %s%s", response.StatusCode, tries, t.wanted(), t.hint(response))}
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

// hint says what may be behind a status: where a redirect leads to, without the query,
// or what else could have been asked for.
func (t *Target) hint(response *http.Response) string {
	to, err := response.Location()
	switch redirects := response.StatusCode/100 == 3; {
	case redirects && err == nil:
		return fmt.Sprintf("; it redirects to %s://%s%s, which is not followed", to.Scheme, to.Host, to.Path)
	case t.config.Kind == URL:
		return "; --expect-status says which are good"
	case t.config.Kind == Open && response.StatusCode == http.StatusNotFound:
		return "; is the path of --url the embed path of this server, such as " + receiver + "?"
	}
	return ""
}

func (t *Target) describe(r *http.Request, response *http.Response) {
	u := r.URL
	t.about = load.Target{
		Kind: string(t.config.Kind), URL: u.Scheme + "://" + u.Host + u.Path, InProcess: t.server != nil,
		HTTP: "1.1", TLS: load.NoTLS,
	}
	if t.config.Kind == Static {
		t.about.URL, t.about.Paths = u.Scheme+"://"+u.Host, staticPaths()
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
