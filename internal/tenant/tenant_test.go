package tenant

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

func TestOpenMakesAnEmbedUser(t *testing.T) {
	o := newOrg(t)
	url := o.sign(o.viewer(), o.pair)
	opened, err := o.tenant.Open(t.Context(), url, o.now)
	if err != nil || !opened.User.Created.Equal(noon) || !opened.Session.Expires.Equal(noon.Add(10*time.Minute)) {
		t.Fatalf("%+v, %v", opened, err)
	}
	u := o.state().Users["viewer@example.com"]
	if u.Kind != Embedded || !u.Active || u.AccountType != "Viewer" || !slices.Equal(u.Teams, []string{ViewersTeam}) || u.ExternalUserID != "1" {
		t.Errorf("%+v", u)
	}
	_, err = o.tenant.Open(t.Context(), url, o.now)
	if r, ok := IsRefusal(err); !ok || r.Code != signer.CodeNonceReused {
		t.Errorf("the second time: %v", err)
	}
	o.now = noon.Add(time.Minute)
	if again, err := o.open(o.viewer()); err != nil || !again.User.Created.Equal(noon) {
		t.Errorf("another URL: %+v, %v", again, err)
	}
}

func TestEachOpenOverwritesTheUser(t *testing.T) {
	o := newOrg(t)
	o.visit(o.viewer())
	both := o.embed("Viewer@Example.com", "viewer+", CreatorsTeam, ViewersTeam)
	first := o.visit(both)
	if u := first.User; u.AccountType != ViewerPlusType || !slices.Equal(u.Teams, []string{CreatorsTeam, ViewersTeam}) || !u.SharesRoles() || len(u.Roles) != 2 {
		t.Errorf("%+v", u)
	}
	for range MaxRoles {
		o.visit(o.viewer())
		o.visit(both)
	}
	if roles := o.state().Users["viewer@example.com"].Roles; len(roles) != 2 || roles[1].AccountType != ViewerPlusType {
		t.Errorf("%+v", roles)
	}
	none := o.viewer()
	none.AccountType = ""
	if v := o.visit(none); v.User.AccountType != CreatorType {
		t.Errorf("without an account type: %s", v.User.AccountType)
	}
}

// spoilers make an organisation and a URL differ in one thing from good ones, by the rule
// that refuses them then.
func spoilers() map[signer.Code]func(*org, *signer.Embed) {
	return map[signer.Code]func(*org, *signer.Embed){
		CodeEmbeddingOff: func(o *org, _ *signer.Embed) {
			o.update(func(s *State) error { return s.SetSecureEmbedding(admin, false) })
		},
		signer.CodeUnknownClient: func(o *org, _ *signer.Embed) {
			o.update(func(s *State) error { return s.Revoke(admin, o.pair.ClientID, noon) })
		},
		CodeInactiveCredentials: func(o *org, _ *signer.Embed) {
			o.update(func(s *State) error { return s.CreateUser(admin, "second@example.com", AdminType, nil) })
			o.update(func(s *State) error { return s.Deactivate("second@example.com", admin, "second@example.com", o.newID) })
		},
		CodeAnonymousMode: func(_ *org, e *signer.Embed) { e.Mode = "view" },
		CodeNotForThisUser: func(o *org, _ *signer.Embed) {
			o.update(func(s *State) error { return s.CreateUser(admin, "author@example.com", CreatorType, nil) })
			o.ownedBy("author@example.com")
		},
		CodeEmbedNotFound: func(o *org, _ *signer.Embed) {
			o.update(func(s *State) error { return s.DeleteEmbed(admin, o.example.Embed.ID) })
		},
		CodeEmbedStale: func(o *org, e *signer.Embed) {
			var path Embed
			book := o.state().Workbooks[o.example.Embed.Workbook]
			page := book.Draft.Pages[0]
			o.update(func(s *State) (err error) {
				path, err = s.CreateEmbed(admin, o.id(), book.ID, page.ID, "")
				return err
			})
			e.Path = "https://embed.example.com/embed/" + path.ID
			o.visit(*e)
			page.ID = o.id()
			o.update(func(s *State) error {
				if err := s.EditWorkbook(admin, book.ID, Content{Pages: []Page{page}}, noon); err != nil {
					return err
				}
				return s.Publish(admin, book.ID, noon)
			})
		},
		CodeInternalUser: func(_ *org, e *signer.Embed) { e.Email = "ADMIN@example.com" },
		CodeUserDeactivated: func(o *org, e *signer.Embed) {
			o.visit(*e)
			o.update(func(s *State) error { return s.Deactivate(admin, "viewer@example.com", "", o.newID) })
		},
		CodeTypeDenies: func(o *org, e *signer.Embed) {
			e.AccountType = "Sender"
			o.update(func(s *State) error { return s.CreateAccountType(admin, "Sender", []Permission{Send}) })
		},
		CodeNotShared: func(o *org, e *signer.Embed) {
			e.Teams = []string{"Guests"}
			o.update(func(s *State) error { return s.CreateTeam(admin, "Guests", "") })
		},
		CodeTooManyUsers: func(o *org, _ *signer.Embed) {
			o.update(func(s *State) error {
				for i := range MaxUsers {
					email := Address(fmt.Sprintf("%d@example.com", i))
					s.Users[email] = User{Email: email}
				}
				return nil
			})
		},
		signer.CodeUnknownTeam:        func(_ *org, e *signer.Embed) { e.Teams = []string{"financeviewers"} },
		signer.CodeUnknownAccountType: func(_ *org, e *signer.Embed) { e.AccountType = "Explorer+" },
	}
}

// TestRefusals goes through the organisation's rules.
func TestRefusals(t *testing.T) {
	for want, spoil := range spoilers() {
		t.Run(string(want), func(t *testing.T) {
			o := newOrg(t)
			e := o.viewer()
			spoil(o, &e)
			before := o.state()
			o.refused(e, want)
			if o.state() != before {
				t.Error("a refused URL has changed something")
			}
		})
	}
}

// TestWhatDocumentsSay compares texts and event codes with the platform's tables. Where
// those have no text for a cause, there is none here.
func TestWhatDocumentsSay(t *testing.T) {
	said := map[signer.Code][2]string{
		CodeEmbedNotFound:   {"The page you're looking for does not exist. Embed not found.", "ENOENT"},
		CodeEmbedStale:      {"", "ESTALE"},
		CodeInternalUser:    {"", "EACCES"},
		CodeUserDeactivated: {"You don't have permission to access this page.", "ENOENT"},
		CodeTypeDenies:      {"", "EACCES"},
		CodeNotShared:       {"You don't have permission to access this page.", "EACCES"},
	}
	for code, spoil := range spoilers() {
		if !slices.Contains(Codes(), code) {
			continue // one of the signer's
		}
		o := newOrg(t)
		e := o.viewer()
		spoil(o, &e)
		_, err := o.open(e)
		refusal, _ := IsRefusal(err)
		want, ok := said[code]
		if !ok {
			want = [2]string{"", "UNKNOWN"}
		}
		if got := [2]string{refusal.SigmaMessage, EventCode(code)}; got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
		if source := refusal.Source; (source == signer.Documented) != (want[0] != "") {
			t.Errorf("%s: source %s", code, source)
		}
	}
}

// ownedBy gives the pair to somebody else.
func (o *org) ownedBy(owner Address) {
	o.t.Helper()
	o.update(func(s *State) error {
		delete(s.Credentials, o.pair.ClientID)
		return s.CreateCredential(admin, NewCredential{Name: "again", Owner: owner, Embedding: true}, o.pair, InsecureVault{}, o.now)
	})
}

func (o *org) newID() (ID, error) { return NewID(o.random) }

// TestAPairSignsForItsOwner: who does not administer can sign for nobody else.
func TestAPairSignsForItsOwner(t *testing.T) {
	o := newOrg(t)
	o.visit(o.creator())
	o.ownedBy("creator@example.com")
	o.visit(o.creator())
	o.refused(o.viewer(), CodeNotForThisUser)
}

func TestSeveralPairsSideBySide(t *testing.T) {
	o := newOrg(t)
	next, err := signer.NewCredentials(o.random)
	if err != nil {
		t.Fatal(err)
	}
	n := NewCredential{Name: "next", Owner: admin, Embedding: true}
	o.fails(Exists, func(s *State) error {
		return s.CreateCredential(admin, NewCredential{Name: ExampleName, Owner: admin}, next, InsecureVault{}, o.now)
	})
	o.update(func(s *State) error { return s.CreateCredential(admin, n, next, InsecureVault{}, o.now) })
	for _, pair := range []signer.Credentials{o.pair, next} {
		if _, err := o.tenant.Open(t.Context(), o.sign(o.viewer(), pair), o.now); err != nil {
			t.Error(err)
		}
	}
	o.update(func(s *State) error { return s.Revoke(admin, o.pair.ClientID, noon) })
	o.refused(o.viewer(), signer.CodeUnknownClient)
	if _, err := o.tenant.Open(t.Context(), o.sign(o.viewer(), next), o.now); err != nil {
		t.Error(err)
	}
}

// TestThePrivilege: credentials for something else sign no URLs.
func TestThePrivilege(t *testing.T) {
	o := newOrg(t)
	o.update(func(s *State) error {
		c := s.Credentials[o.pair.ClientID]
		c.Embedding = false
		s.Credentials[o.pair.ClientID] = c
		return nil
	})
	o.refused(o.viewer(), signer.CodeUnknownClient)
}

// TestTheSecretOfTheOrganisation is the older scheme, without a client ID.
func TestTheSecretOfTheOrganisation(t *testing.T) {
	o := newOrg(t)
	old := signer.Credentials{Secret: o.pair.Secret}
	url := func() error {
		_, err := o.tenant.Open(t.Context(), o.sign(o.viewer(), old), o.now)
		return err
	}
	if r, ok := IsRefusal(url()); !ok || r.Code != signer.CodeUnknownClient {
		t.Errorf("before it is enabled: %v", r)
	}
	enable := func(s *State) error { return s.EnableOrganisationSecret(admin, old.Secret, InsecureVault{}, o.now) }
	o.update(enable)
	o.fails(Exists, enable)
	if err := url(); err != nil {
		t.Error(err)
	}
	o.update(func(s *State) error { return s.Revoke(admin, "", noon) })
	if err := url(); err == nil {
		t.Error("opened after it was revoked")
	}
}

// TestOnlyAnAdministrator tries everything in administration as somebody else.
func TestOnlyAnAdministrator(t *testing.T) {
	o := newOrg(t)
	o.visit(o.creator())
	pair, err := signer.NewCredentials(o.random)
	if err != nil {
		t.Fatal(err)
	}
	const creator = "creator@example.com"
	for name, change := range map[string]func(*State, Address) error{
		"credentials": func(s *State, by Address) error {
			return s.CreateCredential(by, NewCredential{Name: "mine", Owner: by}, pair, InsecureVault{}, noon)
		},
		"secret": func(s *State, by Address) error {
			return s.EnableOrganisationSecret(by, pair.Secret, InsecureVault{}, noon)
		},
		"revoke":     func(s *State, by Address) error { return s.Revoke(by, o.pair.ClientID, noon) },
		"type":       func(s *State, by Address) error { return s.CreateAccountType(by, "mine", []Permission{View}) },
		"change":     func(s *State, by Address) error { return s.ChangeAccountType(by, ExplorerType, []Permission{View}) },
		"delete":     func(s *State, by Address) error { return s.DeleteAccountType(by, ExplorerType) },
		"team":       func(s *State, by Address) error { return s.CreateTeam(by, "mine", "") },
		"user":       func(s *State, by Address) error { return s.CreateUser(by, "new@example.com", ViewerType, nil) },
		"deactivate": func(s *State, by Address) error { return s.Deactivate(by, admin, creator, o.newID) },
		"settings":   func(s *State, by Address) error { return s.SetSecureEmbedding(by, false) },
		"workspace":  func(s *State, by Address) error { return s.CreateWorkspace(by, o.id(), "mine") },
	} {
		for _, by := range []Address{creator, "nobody@example.com", ""} {
			o.fails(Forbidden, func(s *State) error { return change(s, by) })
		}
		if name == "deactivate" {
			continue // of oneself
		}
		if err := change(o.state().Clone(), admin); err != nil {
			t.Errorf("%s by the administrator: %v", name, err)
		}
	}
}

// TestNamesAreChecked: a name must neither look like another one nor break a list in a URL.
func TestNamesAreChecked(t *testing.T) {
	o := newOrg(t)
	for _, name := range []string{"", " a", "a ", "a\nb", "a\u200bb", "\xff", strings.Repeat("ä", MaxName+1)} {
		o.fails(Invalid, func(s *State) error { return s.CreateTeam(admin, name, "") })
		o.fails(Invalid, func(s *State) error { return s.CreateAccountType(admin, name, []Permission{View}) })
	}
	o.fails(Invalid, func(s *State) error { return s.CreateTeam(admin, "a,b", "") })
	o.fails(Exists, func(s *State) error { return s.CreateTeam(admin, ViewersTeam, "") })
	o.fails(Exists, func(s *State) error { return s.CreateAccountType(admin, "viewer", []Permission{View}) })
	o.fails(Invalid, func(s *State) error { return s.CreateAccountType(admin, "new", nil) })
	o.fails(Invalid, func(s *State) error { return s.CreateAccountType(admin, "new", []Permission{"fly"}) })
	o.fails(Invalid, func(s *State) error { return s.CreateAccountType(admin, "new", []Permission{Administer}) })
	o.fails(Forbidden, func(s *State) error { return s.ChangeAccountType(admin, ViewerType, []Permission{Send}) })
	o.update(func(s *State) error { return s.CreateTeam(admin, strings.Repeat("ä", MaxName), "") })
}

// A slowStore has something happen between reading and writing.
type slowStore struct {
	*MemoryStore
	between func()
}

func (s slowStore) Update(ctx context.Context, change func(*State) error) error {
	s.between()
	return s.MemoryStore.Update(ctx, change)
}

// TestWhatChangesInBetween: a URL whose credentials are revoked, or whose user is
// deactivated, while it is being opened does not open.
func TestWhatChangesInBetween(t *testing.T) {
	for want, between := range map[signer.Code]func(*State) error{
		signer.CodeUnknownClient: func(s *State) error {
			for id := range s.Credentials {
				delete(s.Credentials, id)
			}
			return nil
		},
		CodeNotShared: func(s *State) error {
			clear(s.Grants)
			return nil
		},
	} {
		o := newOrg(t)
		memory := o.tenant.Store.(*MemoryStore)
		o.tenant.Store = slowStore{memory, func() { memory.Update(t.Context(), between) }}
		o.refused(o.viewer(), want)
		if _, made := o.state().Users["viewer@example.com"]; made {
			t.Error("the user was made")
		}
	}
	o := newOrg(t)
	o.visit(o.viewer())
	was := o.state().Users["viewer@example.com"]
	memory := o.tenant.Store.(*MemoryStore)
	o.tenant.Store = slowStore{memory, func() {
		memory.Update(t.Context(), func(s *State) error { return s.Deactivate(admin, was.Email, "", o.newID) })
	}}
	renamed := o.viewer()
	renamed.FirstName, renamed.LastName = "Ada", "Lovelace"
	o.refused(renamed, CodeUserDeactivated)
	if is := o.state().Users[was.Email]; is.Active || is.FirstName != was.FirstName {
		t.Errorf("the user is %+v", is)
	}
}
