package jwt

import (
	"errors"

	"github.com/embedsign/embedsign/signer"
)

// A Request is everything that makes one token and its URL.
type Request struct {
	// Workbook is the URL of the published workbook as the address bar shows it,
	// without a query, such as
	// https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example. [SignURL]
	// needs it, [Sign] does not.
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

// SignURL makes the URL that opens the workbook of a request: its token, then
// :embed=true, options and controls. It refuses what the platform would refuse,
// and a request without a workbook; the error is a [*signer.InvalidError] then, or
// says that the secret is empty. What is merely unwise, such as a missing account
// type, it passes over; [Build] tells. The URL opens once: make one for each visit.
func SignURL(r Request) (string, error) {
	around := surroundings{collector{errorsOnly: true}}
	if r.Workbook == "" {
		absent := workbookAbsent.finding("path", "")
		absent.Severity = signer.SeverityError // there is no URL without it
		around.add(absent)
	} else {
		around.of(r.Workbook, r.Options, r.Controls)
	}
	token, err := r.sign(around.findings)
	if err != nil {
		return "", err
	}
	return urlOf(r.Workbook, token, r.Options, r.Controls), nil
}

// Sign makes the token of a request, for those who write its URL themselves. It
// refuses what [SignURL] does, but looks at header and claims only: the platform
// gets ?:jwt=<token>&:embed=true behind the workbook's URL.
func Sign(r Request) (string, error) { return r.sign(nil) }

// sign makes the token, unless its claims are wrong or flaws are known already.
func (r *Request) sign(flaws []signer.Finding) (string, error) {
	if r.Credentials.Secret.IsZero() {
		return "", errEmptySecret
	}
	h := r.header()
	c := checker{collector{errorsOnly: true}, &h, &r.Claims}
	c.token(r.InternalUser)
	if all := append(c.findings, flaws...); len(all) > 0 {
		return "", &signer.InvalidError{Findings: all}
	}
	input := encode(headerJSON(&h)) + "." + encode(payloadJSON(&r.Claims))
	return input + "." + signatureOf(r.Credentials.Secret.Reveal(), input), nil
}

func (r *Request) header() Header {
	return Header{Algorithm: Algorithm, Type: "JWT", KeyID: r.Credentials.ClientID}
}
