package lab

import (
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// startOver puts a new organisation in the place of the one there is, and empties the
// parent application: for the guided walk, with nobody but the administrator in it, or
// as the QuickStart's example, with the parent application set up.
func startOver(c *call, q struct {
	Example bool `json:"example"`
}) (any, error) {
	t := c.lab.Tenant
	pair, err := signer.NewCredentials(t.Random)
	if err != nil {
		return nil, err
	}
	state, settings, err := c.lab.beginning(q.Example, pair, c.now)
	if err != nil {
		return nil, err
	}
	if err := t.Store.Update(c.ctx, func(s *tenant.State) error { return s.StartOver(c.who.Administrator, state, c.now) }); err != nil {
		return nil, err
	}
	c.lab.journal.forget()
	c.lab.Parent.set(settings)
	return done{}, nil
}

// beginning is a new organisation, and what the parent application knows of it.
func (l *Lab) beginning(withExample bool, pair signer.Credentials, now time.Time) (*tenant.State, settings, error) {
	if !withExample {
		state, err := tenant.New(Administrator)
		return state, l.Parent.fresh(), err
	}
	example, err := tenant.NewExample(Administrator, pair, l.Tenant.Vault, now)
	set := l.Parent.fresh()
	set.EmbedPath, set.ClientID, set.Secret = l.Parent.Path(example.Embed), pair.ClientID, pair.Secret
	return example.State, set, err
}
