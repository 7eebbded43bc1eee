package lab

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// A Parent is the parent application: it holds what a visitor has copied into it, as the
// QuickStart has them edit server.js, and signs with that. The platform does not look
// into it.
type Parent struct {
	// Host is the origin of the platform, such as https://app.example.com.
	Host string

	presets  []signer.Preset
	mu       sync.Mutex
	settings settings
}

// settings are what stands in server.js.
type settings struct {
	EmbedPath string        `json:"embed_path"`
	ClientID  string        `json:"client_id"`
	Secret    signer.Secret `json:"secret"`
	Users     []parentUser  `json:"users"`
}

// A parentUser is somebody who is logged in to the parent application.
type parentUser struct {
	ID    string       `json:"id"`
	Name  string       `json:"name"`
	Embed signer.Embed `json:"embed"`
}

// Limits of a parent application.
const (
	maxUsers  = 10
	maxText   = 2000    // bytes of an embed path, a client ID or a secret
	maxPerson = 8 << 10 // bytes of what is signed for a user, as JSON
)

// NewParent makes one with some users, such as the three of [signer.Presets], and
// nothing to sign with.
func NewParent(host string, users []signer.Preset) *Parent {
	p := &Parent{Host: host, presets: users}
	p.settings = p.fresh()
	return p
}

func (p *Parent) fresh() (s settings) {
	for _, preset := range p.presets {
		s.Users = append(s.Users, parentUser{preset.ID, preset.Title, preset.Embed})
	}
	return s
}

// Path is the address of an embed path.
func (p *Parent) Path(e tenant.Embed) string { return p.Host + "/embed/" + e.ID }

// Use sets what it signs with.
func (p *Parent) Use(embedPath string, pair signer.Credentials) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.settings.EmbedPath, p.settings.ClientID, p.settings.Secret = embedPath, pair.ClientID, pair.Secret
}

func (p *Parent) set(s settings) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.settings = s
}

func (p *Parent) now() settings {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.settings
	s.Users = slices.Clone(s.Users)
	return s
}

// parentQuestions are those of the parent application's page and of its configuration.
func parentQuestions() map[string]question {
	return map[string]question{
		"parent":     asked(administrator, parent),
		"set_parent": asked(administrator, setParent),
		"set_user":   asked(administrator, setUser),
		"people":     asked(anybody, people),
		"sign":       asked(anybody, sign),
	}
}

// parent shows the configuration; of the secret only whether there is one.
func parent(c *call, _ struct{}) (any, error) {
	s := c.lab.Parent.now()
	return struct {
		EmbedPath string       `json:"embed_path"`
		ClientID  string       `json:"client_id"`
		HasSecret bool         `json:"has_secret"`
		Users     []parentUser `json:"users"`
	}{s.EmbedPath, s.ClientID, !s.Secret.IsZero(), s.Users}, nil
}

// people lists who can be logged in to the parent application, and says where the
// platform is that its page frames.
func people(c *call, _ struct{}) (any, error) {
	type listed struct {
		ID          string   `json:"id"`
		Name        string   `json:"name"`
		Email       string   `json:"email"`
		AccountType string   `json:"account_type"`
		Teams       []string `json:"teams"`
	}
	users := []listed{}
	for _, u := range c.lab.Parent.now().Users {
		users = append(users, listed{u.ID, u.Name, u.Embed.Email, u.Embed.AccountType, u.Embed.Teams})
	}
	return struct {
		Platform string   `json:"platform"`
		Users    []listed `json:"users"`
	}{c.lab.Parent.Host, users}, nil
}

// setParent changes what is given.
func setParent(c *call, q struct {
	EmbedPath *string        `json:"embed_path"`
	ClientID  *string        `json:"client_id"`
	Secret    *signer.Secret `json:"secret"`
	Users     []parentUser   `json:"users"`
}) (any, error) {
	return c.lab.Parent.change(func(s *settings) error {
		for _, set := range []struct{ to, from *string }{{&s.EmbedPath, q.EmbedPath}, {&s.ClientID, q.ClientID}} {
			if set.from != nil {
				*set.to = *set.from
			}
		}
		if q.Secret != nil {
			s.Secret = *q.Secret
		}
		if q.Users != nil {
			s.Users = q.Users
		}
		return nil
	})
}

// change applies a change to a copy, which counts if it is within the limits.
func (p *Parent) change(how func(*settings) error) (any, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.settings
	s.Users = slices.Clone(s.Users)
	if err := how(&s); err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	p.settings = s
	return done{}, nil
}

func (s *settings) check() error {
	for _, text := range []struct{ field, value string }{{"embed_path", s.EmbedPath}, {"client_id", s.ClientID}, {"secret", s.Secret.Reveal()}} {
		if len(text.value) > maxText {
			return tooLong(text.field, len(text.value), maxText)
		}
	}
	if len(s.Users) > maxUsers {
		return &tenant.Problem{Code: tenant.TooMany, Field: "users", Message: "a parent application of ten users is enough here"}
	}
	for i, u := range s.Users {
		text, err := json.Marshal(u)
		switch {
		case err != nil:
			return err
		case len(text) > maxPerson:
			return tooLong("users", len(text), maxPerson)
		case u.ID == "" || s.indexOf(u.ID) != i:
			return &tenant.Problem{Code: tenant.Invalid, Field: "users", Message: "each user needs an ID of their own"}
		}
	}
	return nil
}

func tooLong(field string, is, most int) error {
	return &tenant.Problem{Code: tenant.TooMany, Field: field, Message: fmt.Sprintf("%d bytes: at most %d", is, most)}
}

// setUser replaces what is signed for one user.
func setUser(c *call, q struct {
	ID    string       `json:"id"`
	Embed signer.Embed `json:"embed"`
}) (any, error) {
	return c.lab.Parent.change(func(s *settings) error {
		i := s.indexOf(q.ID)
		if i < 0 {
			return noUser(q.ID)
		}
		s.Users[i].Embed = q.Embed
		return nil
	})
}

func (s *settings) indexOf(id string) int {
	return slices.IndexFunc(s.Users, func(u parentUser) bool { return u.ID == id })
}

func noUser(id string) error {
	return &tenant.Problem{Code: tenant.NotFound, Field: "user", Message: "the application has no user " + id}
}

// sign is the parent application's own API: it asks nobody who is there, as the
// QuickStart's does not, and signs for the user who is named.
func sign(c *call, q struct {
	User string `json:"user"`
}) (any, error) {
	s := c.lab.Parent.now()
	i := s.indexOf(q.User)
	if i < 0 {
		return nil, noUser(q.User)
	}
	nonce, err := signer.NewNonce(c.lab.Tenant.Random)
	if err != nil {
		return nil, err
	}
	e := s.Users[i].Embed
	e.Path = s.EmbedPath
	if s.Secret.IsZero() {
		return nil, invalid("the application has no secret yet: create credentials, and put them into it")
	}
	// It signs what it was given, right or wrong, as server.js does.
	built := signer.Build(signer.Request{Embed: e, Credentials: signer.Credentials{ClientID: s.ClientID, Secret: s.Secret}, Nonce: nonce, Time: c.now})
	return struct {
		URL      string           `json:"url"`
		Findings []signer.Finding `json:"findings"`
	}{built.URL, built.Findings}, nil
}
