package lab

import (
	"context"
	"fmt"
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
)

// maxPause is how long a URL may take to be decided on. A machine that stood still for
// longer may come to a ledger that has let a used nonce go, by the time that it had
// before: what it is told then proves nothing.
const maxPause = 30 * time.Second

// Open is the platform receiving a signed URL. It is no question: a URL is opened by a
// door that has it from the frame's address, and the answer's token belongs to that
// frame alone. The error is that of [tenant.Tenant.Open].
func (l *Lab) Open(ctx context.Context, url string) (*tenant.Opened, error) {
	now := l.Clock()
	opened, err := l.Tenant.Open(ctx, url, now)
	if took := l.Clock().Round(0).Sub(now.Round(0)); err == nil && took > maxPause {
		err = &tenant.UsedUpError{Err: fmt.Errorf("the decision took %v: this machine stood still", took)}
	}
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
