package jwt

import (
	"errors"

	"github.com/embedsign/embedsign/signer"
)

// A Request is everything that makes one token and its URL.
type Request struct {
	// Workbook is the URL of the published workbook as the address bar shows it,
	// without a query, such as
	// https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example. [Sign] does
	// not need it.
	Workbook string
	// Credentials are those of signed URLs: the client ID becomes kid, and the
	// UTF-8 text of the secret is the key.
	Credentials signer.Credentials
	Claims      Claims
	// InternalUser says that sub has an account of the platform that is no embed
	// user, and so keeps the rights that it has.
	InternalUser bool
	// Options and Controls become parameters of the URL. Nothing signs them.
	Options  []signer.Option
	Controls []signer.Control
}

var errEmptySecret = errors.New("credentials: the secret is empty")

// Sign makes the token of a request. It refuses what the platform would refuse;
// the error is a [*signer.InvalidError] then, or says that the secret is empty.
// Workbook, options and controls it does not look at, nor at what is merely
// unwise, such as a missing account type; [Build] does.
func Sign(r Request) (string, error) {
	if r.Credentials.Secret.IsZero() {
		return "", errEmptySecret
	}
	h := r.header()
	c := checker{collector{errorsOnly: true}, &h, &r.Claims}
	c.token(r.InternalUser)
	if len(c.findings) > 0 {
		return "", &signer.InvalidError{Findings: c.findings}
	}
	input := encode(headerJSON(&h)) + "." + encode(payloadJSON(&r.Claims))
	return input + "." + signatureOf(r.Credentials.Secret.Reveal(), input), nil
}

func (r *Request) header() Header {
	return Header{Algorithm: Algorithm, Type: "JWT", KeyID: r.Credentials.ClientID}
}
