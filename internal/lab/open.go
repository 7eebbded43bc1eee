package lab

import (
	"context"

	"github.com/embedsign/embedsign/internal/tenant"
)

// Open is the platform receiving a signed URL. It is no question: a URL is opened by a
// door that has it from the frame's address, and the answer's token belongs to that
// frame alone. The error is that of [tenant.Tenant.Open].
func (l *Lab) Open(ctx context.Context, url string) (*tenant.Opened, error) {
	now := l.Clock()
	opened, err := l.Tenant.Open(ctx, url, now)
	if refusal, ok := tenant.IsRefusal(err); ok {
		l.journal.add(event{kind: refused, code: refusal.Code})
		l.mark(ctx, now)
		return nil, refusal
	}
	if err != nil {
		return nil, err
	}
	l.journal.add(event{kind: opens, user: opened.Session.User, accountType: opened.User.AccountType})
	l.mark(ctx, now)
	return opened, nil
}
