package main

import (
	"bufio"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/signer"
)

// maxLoadFile is far above any secret or list of certificates.
const maxLoadFile = 1 << 20

// readBounded reads a small file.
func readBounded(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxLoadFile+1))
	if err == nil && len(text) > maxLoadFile {
		err = fmt.Errorf("%q: longer than 1 MiB", path)
	}
	return string(text), err
}

// readCredentials reads those of a server elsewhere; nil if there are none.
func (l *loading) readCredentials() (*signer.Credentials, error) {
	switch {
	case l.clientID == "" && l.secretFile == "":
		return nil, nil
	case l.clientID == "":
		return nil, usage("--secret-file: want a --client-id too")
	case l.secretFile == "":
		return nil, usage("--client-id: want a --secret-file too")
	}
	text, err := readBounded(l.secretFile)
	if err != nil {
		return nil, usage("--secret-file: %w", err)
	}
	secret := signer.NewSecret(strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r"))
	if _, err := signer.NewKey(secret); err != nil {
		return nil, usage("--secret-file: %w", err)
	}
	return &signer.Credentials{ClientID: l.clientID, Secret: secret}, nil
}

// readRoots reads who vouches for a server; nil is the system's own list.
func readRoots(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	text, err := readBounded(path)
	if err != nil {
		return nil, usage("--ca: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(text)) {
		return nil, usage("--ca %q: no certificate in PEM form in it", path)
	}
	return pool, nil
}

// A loadLog is the file of --hdr-log, which is written as the test goes on: the
// histograms of hours would not fit into memory. Nil writes nothing.
type loadLog struct {
	out    *output
	buffer *bufio.Writer
	log    *load.Log
	failed error
}

func openLoadLog(path string) (*loadLog, error) {
	if path == "" {
		return nil, nil
	}
	out, err := openOutput(path, nil)
	if err != nil {
		return nil, err
	}
	l := &loadLog{out: out, buffer: bufio.NewWriter(out.file)}
	l.log, l.failed = load.NewLog(l.buffer, time.Now())
	return l, nil
}

// add writes a histogram. A model that runs beside another one is told apart by a
// tag.
func (l *loadLog) add(model string, h *hdrhistogram.Histogram, from, to time.Time) {
	if l == nil || l.failed != nil {
		return
	}
	tag := ""
	if model == load.Closed {
		tag = load.Closed
	}
	l.failed = l.log.Add(h, tag, from, to)
}

// complete puts the file in its place.
func (l *loadLog) complete() error {
	if l == nil {
		return nil
	}
	return l.out.write(func(io.Writer) error { return errors.Join(l.failed, l.buffer.Flush()) })
}

func (l *loadLog) discard() {
	if l != nil {
		l.out.discard()
	}
}
