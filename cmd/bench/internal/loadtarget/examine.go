package loadtarget

import (
	"net/http"
	"strconv"

	"github.com/embedsign/embedsign/cmd/bench/internal/load"
	"github.com/embedsign/embedsign/signer"
)

// An exchange is a request with what came of it.
type exchange struct {
	request *http.Request
	status  int    // 0 without an answer
	body    []byte // of a refusal, or if it is to be looked at
	looked  bool
	err     error
}

// examine counts an exchange, and reports whether the answer is right.
func (l *Load) examine(x exchange) bool {
	if x.status != 0 {
		l.count(func(a *load.Answers) { a.Statuses[strconv.Itoa(x.status)]++ })
	}
	switch {
	case x.err != nil:
		return l.failed(kindOf(x.err))
	case l.target.config.Kind == Open && x.status == http.StatusForbidden:
		return l.refused(problemCode(x.body))
	case !l.target.expects(x.status):
		return l.failed(load.FailedStatus)
	case l.target.config.Kind == Open:
		l.count(func(a *load.Answers) { a.Accepted++ })
		l.again.accepted(x.request)
	case x.looked:
		return l.lookAt(x)
	}
	return true
}

// refused counts a fresh URL that was not accepted. That its signature is wrong is
// more than a failure: it was right when the first one was tried.
func (l *Load) refused(code string) bool {
	l.count(func(a *load.Answers) {
		a.Refused[bounded(a.Refused, code)]++
		if code == string(signer.CodeInvalidSignature) {
			a.BadSignatures++
		}
	})
	return l.failed(load.FailedRefused)
}

// maxCodes bounds how many codes are told apart; serve has fewer.
const maxCodes = 32

func bounded(known map[string]int64, code string) string {
	if _, ok := known[code]; !ok && len(known) >= maxCodes {
		return load.NoCode
	}
	return code
}

// lookAt reads the URL that the signing API gave, and verifies it where the secret
// is known.
func (l *Load) lookAt(x exchange) bool {
	url, err := readURL(x.body)
	if err != nil {
		return l.failed(load.FailedAnswer)
	}
	if l.target.signing == nil {
		return true
	}
	err = l.target.signing.verify(x.request.Context(), url)
	l.count(func(a *load.Answers) {
		a.Verified++
		if err != nil {
			a.BadSignatures++
		}
	})
	return err == nil || l.failed(load.FailedSignature)
}

// failed counts a failure of a kind; it gives false.
func (l *Load) failed(kind string) bool {
	l.count(func(a *load.Answers) { a.Failures[kind]++ })
	return false
}

func (l *Load) count(add func(*load.Answers)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	add(&l.answers)
}
