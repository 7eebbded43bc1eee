package tenant

import (
	"context"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// A Visit is what a session shows and lets do at one moment. It is made for each
// request, so that a right that was taken away is gone at once.
type Visit struct {
	tenant  *Tenant
	state   *State
	Session Session
	User    User
	now     time.Time
}

// sessionExpired is the platform's text.
const sessionExpired = "Session expired. Reload the page."

// The codes with which a session ends.
const (
	CodeSessionUnknown signer.Code = "session_unknown"
	CodeSessionExpired signer.Code = "session_expired"
)

// Visit finds the session of a token. The error is a [*signer.Refusal] if it has
// ended: by time, because its credentials were revoked, or because its user was
// deactivated.
func (t *Tenant) Visit(ctx context.Context, token string, now time.Time) (*Visit, error) {
	session, found, err := t.Sessions.Get(ctx, keyOf(token))
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, refuse(CodeSessionUnknown, "", sessionExpired, "No session has this token, or it ended long ago.")
	}
	state, err := t.stateFor(ctx, session, now)
	if err != nil {
		return nil, err
	}
	if refusal := state.refuseSession(session, now); refusal != nil {
		return nil, refusal
	}
	u := state.Users[session.User]
	if refusal := u.refuseSession(); refusal != nil {
		return nil, refusal
	}
	return &Visit{t, state, session, u, now}, nil
}

// stateFor is the organisation as it is for a session. Where several servers share their
// sessions and each has an organisation of its own, a URL may have been opened elsewhere:
// then its user is as the URL has made them here too, unless the session has ended.
func (t *Tenant) stateFor(ctx context.Context, session Session, now time.Time) (*State, error) {
	state, err := t.Store.Load(ctx)
	if err != nil || !state.misses(session) || state.refuseSession(session, now) != nil {
		return state, err
	}
	if err := t.Store.Update(ctx, func(s *State) error { return s.adopt(session, now) }); err != nil {
		return nil, err
	}
	return t.Store.Load(ctx)
}

// misses reports whether a session's URL came after what is known of its user, and made
// somebody else of them.
func (s *State) misses(session Session) bool {
	u, ok := s.Users[session.User]
	if !ok {
		return true
	}
	return u.Kind == Embedded && session.Opened.After(u.Changed) && !session.Role.equal(Role{u.AccountType, u.Teams})
}

func (s *State) adopt(session Session, now time.Time) error {
	if !s.misses(session) || s.refuseSession(session, now) != nil {
		return nil
	}
	u, ok := s.Users[session.User]
	if !ok {
		if err := checkRoom("users", len(s.Users), MaxUsers); err != nil {
			return err
		}
		u = User{Email: session.User, Kind: Embedded, Active: true, Created: session.Opened}
	}
	s.Users[session.User] = u.inRole(session.Role, session.Opened)
	return nil
}

// refuseSession ends a session, but for what its user is now.
func (s *State) refuseSession(session Session, now time.Time) *signer.Refusal {
	switch {
	case session.Opened.Before(s.Settings.Began):
		return refuse(CodeSessionUnknown, "", sessionExpired, "The session is of the organisation that was here before.")
	case now.After(session.Expires):
		return refuse(CodeSessionExpired, "", sessionExpired, "The session lasted until "+signer.UTC(session.Expires)+".")
	case !s.works(session.ClientID) || !s.Settings.SecureEmbedding || s.replaced(session):
		return refuse(CodeInactiveCredentials, "", noPermission, "The credentials that signed this session's URL were revoked, or their owner was deactivated.")
	}
	return nil
}

// replaced reports whether the old secret of the organisation, of which there is one at a
// time, is another one than that which signed a session's URL.
func (s *State) replaced(session Session) bool {
	return session.ClientID == "" && session.Opened.Before(s.Credentials[""].Created)
}

// refuseSession ends the sessions of who may not have any. An address can have become
// that of an internal user after a URL opened for it, here or at another server.
func (u User) refuseSession() *signer.Refusal {
	switch {
	case u.Kind == Internal:
		return refuse(CodeInternalUser, "", "", string(u.Email)+" belongs to an internal user by now.")
	case !u.Active:
		return refuse(CodeUserDeactivated, "", noPermission, string(u.Email)+" was deactivated by an administrator.")
	}
	return nil
}

// Allows reports whether the account type of the person has a permission.
func (v *Visit) Allows(p Permission) bool { return v.state.AccountTypes[v.User.AccountType].Allows(p) }

// Entrance is the workbook that the URL led to, in the part that it led to.
func (v *Visit) Entrance() (*Reading, error) {
	t := target{v.state.Embeds[v.Session.Embed], v.Session.Tag}
	whole, ok := v.state.wholeOf(t)
	if !ok {
		return nil, refuse(CodeEmbedNotFound, "", notFound, "The embed path or what was published under it is gone.")
	}
	r, err := v.reading(v.state.Workbooks[t.embed.Workbook], whole)
	if err != nil {
		return nil, err
	}
	if r.Content, ok = t.embed.in(whole); !ok {
		return nil, refuseStale()
	}
	return r, nil
}

// Workbook is any workbook that the person may see, as it was published last.
func (v *Visit) Workbook(id ID) (*Reading, error) {
	w, ok := v.state.Workbooks[id]
	if !ok || w.Published == nil {
		return nil, missing("workbook", id)
	}
	return v.reading(w, *w.Published)
}

// Draft is a workbook as its editors see it.
func (v *Visit) Draft(id ID) (*Reading, error) {
	w, err := v.state.editable(v.User.Email, id)
	if err != nil {
		return nil, err
	}
	return v.reading(w, w.Draft)
}

// A Reading is a workbook in front of a person.
type Reading struct {
	visit    *Visit
	Workbook Document
	// Content is what the person sees, whole all that there is besides.
	Content Content
	whole   Content
	Level   Level
}

func (v *Visit) reading(w Workbook, c Content) (*Reading, error) {
	level := v.state.levelOf(v.User.Email, Object{OnWorkbook, w.ID}, w.Document)
	if level < CanView {
		// Who may not see it may not know that it is there.
		return nil, missing("workbook", w.ID)
	}
	return &Reading{v, w.Document, c, c, level}, nil
}
