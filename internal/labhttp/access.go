package labhttp

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// MinToken is the fewest characters of a token of administration: whoever can reach the
// server may guess as often as they like.
const MinToken = 24

// access is who may administer: who knows the token, for some hours by a cookie.
type access struct {
	token  string
	secure bool // the cookie is for https alone
	clock  func() time.Time
}

// errShort is the answer to a token that can be guessed.
var errShort = errors.New("the token of administration has fewer than " + strconv.Itoa(MinToken) + " characters")

const (
	cookieName = "embedsign-administration"
	cookiePath = "/lab/"
	shift      = 12 * time.Hour
)

// knows compares in constant time.
func (a *access) knows(token string) bool {
	given, wanted := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(a.token))
	return subtle.ConstantTimeCompare(given[:], wanted[:]) == 1
}

// cookie lets in until its time is over. It does not hold the token, and ends with it:
// a server with another token does not take it.
func (a *access) cookie() *http.Cookie {
	until := a.clock().Add(shift)
	c := a.blank()
	c.Value = strconv.FormatInt(until.Unix(), 10) + "." + a.mark(until.Unix())
	c.MaxAge = int(shift.Seconds())
	return c
}

// blank takes the cookie back.
func (a *access) blank() *http.Cookie {
	return &http.Cookie{Name: cookieName, Path: cookiePath, MaxAge: -1, HttpOnly: true, Secure: a.secure, SameSite: http.SameSiteStrictMode}
}

func (a *access) mark(until int64) string {
	mac := hmac.New(sha256.New, []byte(a.token))
	mac.Write([]byte("embedsign administration until " + strconv.FormatInt(until, 10)))
	return hex.EncodeToString(mac.Sum(nil))
}

// has reports whether a request comes from who was let in.
func (a *access) has(r *http.Request) bool {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return false
	}
	text, mark, _ := strings.Cut(c.Value, ".")
	until, err := strconv.ParseInt(text, 10, 64)
	return err == nil && a.clock().Unix() <= until && hmac.Equal([]byte(mark), []byte(a.mark(until)))
}
