package main

import (
	"slices"
	"strconv"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/jwt"
	"github.com/embedsign/embedsign/wasm/host"
)

// Limits of one request. They keep an instance alive whatever is thrown at it.
const (
	maxRequest = 16 << 20 // bytes
	maxNonces  = 10_000
)

// A failure is an error answer.
type failure struct{ code, message string }

func (f *failure) Error() string { return f.message }

// The codes of failures.
const (
	codeBadJSON    = "bad_json"    // not JSON, or more than one value
	codeBadRequest = "bad_request" // JSON of another shape, or a value out of range
	codeUnknownOp  = "unknown_op"
	codeTooLarge   = "too_large"
	codeInternal   = "internal"
)

// operations are what the door does. Each gives what writes its value, or fails.
var operations = map[string]func(*request) (func(*writer), error){
	"build":       build,
	"inspect":     inspect,
	"credentials": credentials,
	"nonce":       nonce,
	"reference":   reference,
	"break":       breakURL,
	"puzzle":      puzzle,
	"lesson":      lesson,
	"code":        program,
	"migrate":     migrate,
}

const opNames = "build, inspect, credentials, nonce, reference, break, puzzle, lesson, code, migrate"

// answer takes a request and gives an answer, whatever the request is.
func answer(text []byte) []byte {
	value, err := perform(text)
	if err != nil {
		return failed(err)
	}
	var w writer
	w.value(value)
	return w.bytes()
}

func perform(text []byte) (func(*writer), error) {
	r, err := readRequest(text)
	if err != nil {
		return nil, err
	}
	operation, ok := operations[r.op]
	if !ok {
		return nil, &failure{codeUnknownOp, "op " + strconv.Quote(r.op) + ": want one of " + opNames}
	}
	return operation(r)
}

func failed(err error) []byte {
	f, ok := err.(*failure)
	if !ok {
		f = &failure{codeInternal, err.Error()}
	}
	var w writer
	w.failure(f)
	return w.bytes()
}

func build(r *request) (func(*writer), error) {
	built, err := r.built()
	if err != nil {
		return nil, err
	}
	return func(w *writer) { w.built("", &built) }, nil
}

// built makes the URL of a request for all operations that start from its fields.
func (r *request) built() (signer.Built, error) {
	if !r.hasEmbed {
		return signer.Built{}, &failure{codeBadRequest, "embed: missing"}
	}
	if !knownDialect(r.dialect) {
		return signer.Built{}, &failure{codeBadRequest, "dialect " + strconv.Quote(string(r.dialect)) + ": want safe, docs, form, python or go"}
	}
	built := signer.Build(r.build())
	if size := len(built.URL); size > signer.MaxURLLength {
		return signer.Built{}, tooLarge("the URL would have", size, "shown")
	}
	return built, nil
}

func tooLarge(what string, size int, verb string) error {
	return &failure{codeTooLarge, what + " " + strconv.Itoa(size) + " bytes; more than " +
		strconv.Itoa(signer.MaxURLLength) + " are not " + verb}
}

func knownDialect(d signer.Dialect) bool {
	return d == "" || slices.Contains(signer.Dialects(), d)
}

func inspect(r *request) (func(*writer), error) {
	if err := r.checkURL(); err != nil {
		return nil, err
	}
	if jwt.Looks(r.url) {
		token := jwt.Inspect(r.tokenInspection())
		return func(w *writer) { w.inspectedToken(&token) }, nil
	}
	inspected := signer.Inspect(r.inspection())
	return func(w *writer) { w.inspected(&inspected) }, nil
}

// checkURL is for all operations that start from a URL.
func (r *request) checkURL() error {
	if !r.hasURL {
		return &failure{codeBadRequest, "url: missing"}
	}
	if len(r.url) > signer.MaxURLLength {
		return tooLarge("the URL has", len(r.url), "read")
	}
	return nil
}

func credentials(*request) (func(*writer), error) {
	c, err := signer.NewCredentials(host.Random)
	return func(w *writer) { w.credentials(c) }, err
}

func nonce(r *request) (func(*writer), error) {
	count := int64(1)
	if r.hasCount {
		count = r.count
	}
	if count < 1 || count > maxNonces {
		return nil, &failure{codeBadRequest, "count " + strconv.FormatInt(count, 10) + ": want 1 to " + strconv.Itoa(maxNonces)}
	}
	nonces := make([]string, count)
	for i := range nonces {
		var err error
		if nonces[i], err = signer.NewNonce(host.Random); err != nil {
			return nil, err
		}
	}
	return func(w *writer) { w.nonces(nonces) }, nil
}

func reference(*request) (func(*writer), error) { return (*writer).reference, nil }
