package loadtarget

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
)

// newClient makes a client that keeps as many connections as are used at once, and
// leaves redirects and compressed answers as they are.
func (t *Target) newClient() *http.Client {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(t.config.HTTP != "2")
	protocols.SetHTTP2(t.config.HTTP == "2")
	return &http.Client{
		Timeout: t.config.Timeout,
		Transport: &http.Transport{
			Protocols:           protocols,
			DisableCompression:  true,
			DisableKeepAlives:   t.config.NoKeepAlive,
			MaxIdleConnsPerHost: t.config.Connections,
			TLSClientConfig: &tls.Config{
				RootCAs:            t.roots,
				InsecureSkipVerify: t.config.Insecure, // only where it was asked for, and the report says so
				MinVersion:         tls.VersionTLS12,
			},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// maxAnswer bounds how much of an answer is looked at.
const maxAnswer = 64 << 10

// read reads the whole of an answer, and gives the beginning of it if that is to be
// looked at.
func read(response *http.Response, look bool) (body []byte, err error) {
	defer response.Body.Close()
	if look {
		if body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer)); err != nil {
			return nil, err
		}
	}
	_, err = io.Copy(io.Discard, response.Body)
	return body, err
}

// named gives an error the address, without the query.
func named(request *http.Request, err error) error {
	u := request.URL
	return fmt.Errorf("GET %s://%s%s: %w", u.Scheme, u.Host, u.Path, err)
}
