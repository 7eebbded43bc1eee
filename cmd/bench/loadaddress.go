package main

import (
	"cmp"
	"crypto/rand"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/loadtarget"
)

// kind is what is asked for.
func (l *loading) kind() loadtarget.Kind {
	standard := loadtarget.Sign
	if l.url != "" {
		standard = loadtarget.URL
	}
	return loadtarget.Kind(cmp.Or(l.target, string(standard)))
}

// planTarget says what to ask, and reads the files for that.
func (l *loading) planTarget(_ *pflag.FlagSet, p *loadPlan) error {
	p.target = loadtarget.Config{
		Kind: l.kind(), Secure: l.tls || l.http == "2", HTTP: l.http, Insecure: l.insecure,
		NoKeepAlive: l.noKeepAlive, Timeout: l.timeout, Connections: l.maxWorkers, Random: rand.Reader,
	}
	var err error
	if p.target.Expected, err = l.readExpected(); err != nil {
		return err
	}
	if l.url == "" {
		return l.checkInProcess()
	}
	if err := l.checkCredentials(); err != nil {
		return err
	}
	if p.target.URL, err = l.readURL(); err != nil {
		return err
	}
	if p.target.Credentials, err = l.readCredentials(); err != nil {
		return err
	}
	p.target.Roots, err = readRoots(l.ca)
	return err
}

// checkInProcess looks at the flags for a server in this process.
func (l *loading) checkInProcess() error {
	switch kind := l.kind(); {
	case kind == loadtarget.URL:
		return usage("--target %s: want a --url; the server in this process has sign, open and static", kind)
	case l.clientID != "" || l.secretFile != "":
		return usage("--client-id and --secret-file: are for a --url; the server in this process makes its own")
	}
	return nil
}

// maxExpected is more statuses than there are sensible ones.
const maxExpected = 100

// readExpected reads the statuses of good answers.
func (l *loading) readExpected() ([]int, error) {
	if l.expect == "" {
		return nil, nil
	}
	if kind := l.kind(); kind != loadtarget.URL {
		return nil, usage("--expect-status: is for --target url; the answers of %s are known", kind)
	}
	var all []int
	for text := range strings.SplitSeq(l.expect, ",") {
		status, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || status < 200 || status > 599 || len(all) == maxExpected {
			return nil, usage("--expect-status %q: want statuses from 200 to 599, such as 404,503", l.expect)
		}
		all = append(all, status)
	}
	return all, nil
}

// readURL checks the URL for what is asked for. It is never quoted: people paste
// signed ones.
func (l *loading) readURL() (*url.URL, error) {
	u, err := url.Parse(l.url)
	kind := l.kind()
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, usage("--url: want a URL such as http://127.0.0.1:8080")
	case u.User != nil || u.Fragment != "":
		return nil, usage("--url: want no user and no fragment in it")
	case kind != loadtarget.URL && u.RawQuery != "":
		return nil, usage("--url: want no query for --target %s", kind)
	case kind != loadtarget.URL && kind != loadtarget.Open && u.Path != "" && u.Path != "/":
		return nil, usage("--url: want scheme, host and port alone for --target %s, such as http://127.0.0.1:8080", kind)
	case l.http == "2" && u.Scheme != "https":
		return nil, usage("--http 2: want a --url with https")
	case l.tls:
		return nil, usage("--tls: is for the server in this process; a --url says it by https")
	}
	return u, nil
}
