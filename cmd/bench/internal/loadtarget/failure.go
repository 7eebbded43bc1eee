package loadtarget

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"strings"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
)

// cause takes the URL out of an error of the client.
func cause(err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

// kindOf says how a request without an answer failed.
func kindOf(err error) string {
	var network net.Error
	var dialled *net.OpError
	switch {
	case errors.As(err, &network) && network.Timeout():
		return load.FailedTimeout
	case errors.Is(err, context.Canceled):
		return load.FailedInterrupted
	case isTLS(err):
		return load.FailedTLS
	case errors.As(err, &dialled) && dialled.Op == "dial":
		return load.FailedConnect
	}
	return load.FailedBroken
}

func isTLS(err error) bool {
	var certificate *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	return errors.As(err, &certificate) || errors.As(err, &unknown) || errors.As(err, &record) || errors.As(err, &alert)
}

// kindOfText is the same for errors of which hey gives only the text.
func kindOfText(text string) string {
	for _, known := range []struct{ part, kind string }{
		{"Client.Timeout", load.FailedTimeout},
		{"context canceled", load.FailedInterrupted},
		{"tls: ", load.FailedTLS},
		{"x509: ", load.FailedTLS},
		{"dial ", load.FailedConnect},
	} {
		if strings.Contains(text, known.part) {
			return known.kind
		}
	}
	return load.FailedBroken
}
