package tenant

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

const admin Address = "admin@example.com"

// An org is the QuickStart's organisation with the parent application's side of it.
type org struct {
	t       *testing.T
	tenant  *Tenant
	pair    signer.Credentials
	example Example
	random  *rand.ChaCha8
	now     time.Time
}

func newOrg(t *testing.T) *org {
	t.Helper()
	random := rand.NewChaCha8([32]byte{1})
	pair, err := signer.NewCredentials(random)
	if err != nil {
		t.Fatal(err)
	}
	example, err := NewExample(admin, pair, InsecureVault{}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return &org{t, &Tenant{
		Store: NewMemoryStore(example.State), Sessions: NewMemorySessions(1000), Vault: InsecureVault{},
		Ledger: signer.NewMemoryLedger(1000), Random: random,
	}, pair, example, random, noon}
}

// embed is what the parent application asks for. viewer and creator are two users of the
// QuickStart.
func (o *org) embed(email, accountType string, teams ...string) signer.Embed {
	return signer.Embed{
		Path: "https://embed.example.com/embed/" + o.example.Embed.ID, Mode: signer.UserBacked, Email: email,
		ExternalUserID: "1", Teams: teams, AccountType: accountType, SessionLength: 600,
	}
}

func (o *org) viewer() signer.Embed  { return o.embed("viewer@example.com", "Viewer", ViewersTeam) }
func (o *org) creator() signer.Embed { return o.embed("creator@example.com", "Creator", CreatorsTeam) }

// sign signs as the parent application does.
func (o *org) sign(e signer.Embed, pair signer.Credentials) string {
	o.t.Helper()
	nonce, err := signer.NewNonce(o.random)
	if err != nil {
		o.t.Fatal(err)
	}
	url, err := signer.Sign(signer.Request{Embed: e, Credentials: pair, Nonce: nonce, Time: o.now})
	if err != nil {
		o.t.Fatal(err)
	}
	return url
}

func (o *org) open(e signer.Embed) (*Opened, error) {
	o.t.Helper()
	return o.tenant.Open(o.t.Context(), o.sign(e, o.pair), o.now)
}

// visit opens a URL and comes in.
func (o *org) visit(e signer.Embed) *Visit {
	o.t.Helper()
	opened, err := o.open(e)
	if err != nil {
		o.t.Fatal(err)
	}
	return o.again(opened)
}

func (o *org) again(opened *Opened) *Visit {
	o.t.Helper()
	v, err := o.tenant.Visit(o.t.Context(), opened.Token, o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *org) state() *State {
	o.t.Helper()
	s, err := o.tenant.Store.Load(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

// update does what has to work.
func (o *org) update(change func(*State) error) {
	o.t.Helper()
	if err := o.tenant.Store.Update(o.t.Context(), change); err != nil {
		o.t.Fatal(err)
	}
}

// fails does what must not, and leaves everything as it was.
func (o *org) fails(want ProblemCode, change func(*State) error) {
	o.t.Helper()
	o.problem(o.tenant.Store.Update(o.t.Context(), change), want)
}

func (o *org) problem(err error, want ProblemCode) {
	o.t.Helper()
	var p *Problem
	if !errors.As(err, &p) || p.Code != want {
		o.t.Errorf("got %v, want a problem %q", err, want)
	}
}

func (o *org) refused(e signer.Embed, want signer.Code) {
	o.t.Helper()
	_, err := o.open(e)
	if r, ok := IsRefusal(err); !ok || r.Code != want {
		o.t.Errorf("got %v, want %s", err, want)
	}
}

// ends comes in with what was opened, and is refused.
func (o *org) ends(opened *Opened, want signer.Code) {
	o.t.Helper()
	_, err := o.tenant.Visit(o.t.Context(), opened.Token, o.now)
	if r, ok := IsRefusal(err); !ok || r.Code != want {
		o.t.Errorf("got %v, want %s", err, want)
	}
}

func (o *org) id() ID {
	o.t.Helper()
	id, err := NewID(o.random)
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

// entrance is the workbook that a visit begins with.
func (o *org) entrance(v *Visit) *Reading {
	o.t.Helper()
	r, err := v.Entrance()
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func (o *org) viewersWorkspace() Place {
	return Place{Workspace: o.state().Teams[ViewersTeam].Workspace}
}
