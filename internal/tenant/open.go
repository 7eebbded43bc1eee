package tenant

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/embedsign/embedsign/signer"
)

// A Tenant is an organisation in its stores. It is safe for concurrent use if they are.
type Tenant struct {
	Store    Store
	Sessions Sessions
	Vault    Vault
	// Ledger records the nonces of accepted URLs.
	Ledger signer.Ledger
	// Leeway is that of [signer.Verifier].
	Leeway time.Duration
	// Random makes session tokens, and IDs for what visitors save.
	Random io.Reader
}

// A Session is what an accepted URL opened.
type Session struct {
	ClientID string  `json:"client_id"`
	User     Address `json:"user"`
	// Role is what the URL made of the user.
	Role   Role      `json:"role"`
	Embed  string    `json:"embed"` // ID of the embed path
	Tag    string    `json:"tag,omitempty"`
	Begin  time.Time `json:"begin"`
	Opened time.Time `json:"opened"`
	// Expires is the last moment, inclusive.
	Expires    time.Time           `json:"expires"`
	Attributes map[string][]string `json:"attributes,omitempty"`
	Controls   map[string][]string `json:"controls,omitempty"`
}

// An Opened is the answer to an accepted URL.
type Opened struct {
	// Token opens the session's workbook until it expires. It is shown to the frame
	// and kept nowhere; the store has its SHA-256.
	Token   string
	Session Session
	// User is the person as the URL has made them.
	User User
}

// Open decides on a URL: first by the rules of the format, with which its nonce is
// recorded, then by those of the organisation. A URL that fails one of the latter is
// used up too, as its nonce cannot be given back safely. The error is a
// [*signer.Refusal], or that of a store; in doubt, nothing is opened.
func (t *Tenant) Open(ctx context.Context, url string, now time.Time) (*Opened, error) {
	state, err := t.Store.Load(ctx)
	if err != nil {
		return nil, fmt.Errorf("organisation: %w", err)
	}
	accepted, err := t.verify(ctx, state, url, now)
	if err != nil {
		return nil, err
	}
	// The nonce is used. Who hangs up now must not cost the URL what it opens.
	opened, err := t.enter(context.WithoutCancel(ctx), state, accepted, now)
	if _, refused := IsRefusal(err); err != nil && !refused {
		err = &UsedUpError{err}
	}
	return opened, err
}

// A UsedUpError is the failure of a store after the nonce was recorded: the URL will not
// open any more, and a new one is needed.
type UsedUpError struct{ Err error }

// Error says so, and why.
func (e *UsedUpError) Error() string {
	return "the URL is used up, and nothing was opened: " + e.Err.Error()
}

// Unwrap gives the failure.
func (e *UsedUpError) Unwrap() error { return e.Err }

// enter opens what a good URL leads to.
func (t *Tenant) enter(ctx context.Context, state *State, accepted *signer.Session, now time.Time) (*Opened, error) {
	a, refusal := state.admit(accepted, now)
	if refusal != nil {
		return nil, refusal
	}
	if a.changes(state) {
		if err := t.remember(ctx, accepted, now); err != nil {
			return nil, err
		}
	}
	return t.begin(ctx, a, accepted, now)
}

// verify asks the signer. An error of the vault hides behind an unknown client there,
// so that it is looked for first.
func (t *Tenant) verify(ctx context.Context, state *State, url string, now time.Time) (*signer.Session, error) {
	var failed error
	v := signer.Verifier{
		Key: func(clientID string) (*signer.Key, bool) {
			key, ok, err := t.key(state, clientID)
			failed = err
			return key, ok
		},
		Leeway:     t.Leeway,
		Ledger:     t.Ledger,
		TeamExists: func(name string) bool { _, ok := state.Teams[name]; return ok },
		AccountTypeExists: func(name string) bool {
			_, ok := state.accountType(name)
			return ok
		},
	}
	s, err := v.Verify(ctx, url, now)
	if failed != nil {
		return nil, failed
	}
	return s, err
}

func (t *Tenant) key(state *State, clientID string) (*signer.Key, bool, error) {
	c, ok := state.Credentials[clientID]
	if !ok || !c.Embedding {
		return nil, false, nil
	}
	secret, err := t.Vault.Unseal(clientID, c.Sealed)
	if err != nil {
		return nil, false, fmt.Errorf("secret of %q: %w", c.Name, err)
	}
	key, err := signer.NewKey(secret)
	return key, err == nil, err
}

// An admission is what a URL opens, if nothing speaks against it.
type admission struct {
	user   User // as the URL makes them
	target target
}

// changes reports whether the user is another one than in the state.
func (a admission) changes(s *State) bool {
	was, ok := s.Users[a.user.Email]
	return !ok || !was.same(a.user)
}

// admit asks the organisation's rules in order. It changes nothing.
func (s *State) admit(accepted *signer.Session, now time.Time) (a admission, refusal *signer.Refusal) {
	e := &accepted.Embed
	if refusal := s.refusePair(accepted.ClientID, e); refusal != nil {
		return a, refusal
	}
	if a.target, refusal = s.targetOf(e); refusal != nil {
		return a, refusal
	}
	email := Address(strings.Clone(fold(e.Email)))
	if refusal := s.refuseUser(email, accepted.ClientID); refusal != nil {
		return a, refusal
	}
	accountType := s.highestType()
	if e.AccountType != "" {
		accountType, _ = s.accountType(e.AccountType)
	}
	teams := clones(slices.Compact(slices.Sorted(slices.Values(e.Teams))))
	a.user = s.Users[email].opened(email, e, accountType.Name, teams, now)
	return a, s.refuseSight(a, accountType)
}

// refusePair asks about the credentials and the mode.
func (s *State) refusePair(clientID string, e *signer.Embed) *signer.Refusal {
	switch {
	case !s.Settings.SecureEmbedding:
		return refuse(CodeEmbeddingOff, "", "", "Secure embedding is switched off in this organisation.")
	case !s.works(clientID):
		return refuse(CodeInactiveCredentials, ":client_id", "", "The owner of these credentials was deactivated, and the credentials with them.")
	case e.Mode != signer.UserBacked:
		return refuse(CodeAnonymousMode, ":mode", "", "This simulator knows its users: only userbacked URLs open.")
	}
	return refuseSize(e)
}

// refuseSize bounds what is kept of a URL, which may be some kilobytes long.
func refuseSize(e *signer.Embed) *signer.Refusal {
	values := len(e.Teams)
	for _, a := range e.Attributes {
		values += 1 + len(a.Values)
	}
	for _, c := range e.Controls {
		values += 1 + len(c.Values)
	}
	long := len(e.Email) > MaxAddress
	for _, text := range []string{e.ExternalUserID, e.FirstName, e.LastName} {
		long = long || utf8.RuneCountInString(text) > MaxName
	}
	if long || values > MaxValues {
		return refuse(CodeTooMuch, "", "", fmt.Sprintf("This simulator keeps names of %d characters, addresses of %d, and %d teams, attributes and controls with their values.", MaxName, MaxAddress, MaxValues))
	}
	return nil
}

// refuseUser asks about the person, as far as they are known.
func (s *State) refuseUser(email Address, clientID string) *signer.Refusal {
	u, known := s.Users[email]
	switch {
	case !s.signsFor(clientID, email):
		return refuse(CodeNotForThisUser, ":email", "", "The owner of these credentials is no administrator, so they sign for the owner alone and not for "+string(email)+".")
	case u.Kind == Internal:
		return refuse(CodeInternalUser, ":email", "", string(email)+" belongs to an internal user. Give embed users addresses of their own, such as name+embed@…")
	case known && !u.Active:
		return refuse(CodeUserDeactivated, ":email", noPermission, string(email)+" was deactivated by an administrator.")
	case !known && len(s.Users) >= MaxUsers:
		return refuse(CodeTooManyUsers, ":email", "", "This organisation has as many users as are kept here.")
	}
	return nil
}

// refuseSight asks whether there would be anything to see.
func (s *State) refuseSight(a admission, t AccountType) *signer.Refusal {
	if !t.Allows(View) {
		return refuse(CodeTypeDenies, ":account_type", "", "The account type "+t.Name+" does not let anybody view workbooks.")
	}
	w := s.Workbooks[a.target.embed.Workbook]
	if s.levelFor(a.user, Object{OnWorkbook, w.ID}, w.Document) < CanView {
		return refuse(CodeNotShared, ":external_user_team", noPermission, "The workbook is shared with none of the teams "+strings.Join(a.user.Teams, ", ")+", nor with "+string(a.user.Email)+".")
	}
	return nil
}

// remember keeps the user as the URL makes them. The rules are asked once more, of the
// state as it is then: what was revoked in between opens nothing.
func (t *Tenant) remember(ctx context.Context, accepted *signer.Session, now time.Time) error {
	return t.Store.Update(ctx, func(s *State) error {
		if _, ok := s.Credentials[accepted.ClientID]; !ok {
			return refuse(signer.CodeUnknownClient, ":client_id", noPermission, "The credentials were revoked just now.")
		}
		a, refusal := s.admit(accepted, now)
		if refusal != nil {
			return refusal
		}
		s.Users[a.user.Email] = a.user
		return nil
	})
}

// begin makes the session. If it cannot be kept, the URL is used up and nothing opens.
func (t *Tenant) begin(ctx context.Context, a admission, accepted *signer.Session, now time.Time) (*Opened, error) {
	token, err := draw(t.Random, tokenLength)
	if err != nil {
		return nil, err
	}
	s := Session{
		ClientID: accepted.ClientID, User: a.user.Email, Role: Role{a.user.AccountType, a.user.Teams}, Embed: a.target.embed.ID, Tag: a.target.tag,
		Begin: accepted.Time.UTC(), Opened: now.UTC(), Expires: accepted.Expires.Add(t.Leeway).UTC(), Attributes: make(map[string][]string), Controls: make(map[string][]string),
	}
	for _, attribute := range accepted.Embed.Attributes {
		s.Attributes[strings.Clone(attribute.Name)] = clones(attribute.Values)
	}
	for _, control := range accepted.Embed.Controls {
		s.Controls[strings.Clone(control.ID)] = clones(control.Values)
	}
	if err := t.Sessions.Put(ctx, keyOf(token), s); err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	return &Opened{token, s, a.user}, nil
}

// clones copies texts that are parts of a URL, which would stay in memory with them.
func clones(texts []string) []string {
	copies := make([]string, len(texts))
	for i, text := range texts {
		copies[i] = strings.Clone(text)
	}
	return copies
}

// tokenLength gives more than 256 bits.
const tokenLength = 43

// keyOf is what is kept of a token: who reads the store cannot use it.
func keyOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// IsRefusal tells a refusal from a store that did not answer.
func IsRefusal(err error) (*signer.Refusal, bool) {
	var refusal *signer.Refusal
	return refusal, errors.As(err, &refusal)
}
