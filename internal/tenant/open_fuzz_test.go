package tenant

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// Choices are made from the bytes of the fuzzer, the first of each when they end.
type choices struct{ bytes []byte }

func (c *choices) of(n int) int {
	if len(c.bytes) == 0 {
		return 0
	}
	b := int(c.bytes[0])
	c.bytes = c.bytes[1:]
	return b % n
}

// mostly is true but for the last of n choices.
func (c *choices) mostly(n int) bool { return c.of(n) != n-1 }

func pick[T any](c *choices, from ...T) T { return from[c.of(len(from))] }

func some[T any](c *choices, from ...T) (picked []T) {
	for _, x := range from {
		if c.of(2) == 0 {
			picked = append(picked, x)
		}
	}
	return picked
}

// A world is an organisation that was drawn, as plain facts beside the state that was
// made of them.
type world struct {
	state     *State
	pairs     []signer.Credentials
	path      string
	workbook  ID
	workspace ID
	folder    ID
}

// FuzzOpenObeysTheRules opens URLs of organisations that are drawn, and compares with a
// model that is slow and obvious: it looks at the facts one by one. What the model
// forbids must not open, and what it allows must.
func FuzzOpenObeysTheRules(f *testing.F) {
	for i := range 500 {
		seed := make([]byte, 64)
		random := rand.New(rand.NewPCG(uint64(i), 1))
		for j := range seed {
			seed[j] = byte(random.Uint32())
		}
		f.Add(seed)
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, bytes []byte) {
		c := &choices{bytes}
		w := drawWorld(t, c)
		tenant := &Tenant{
			Store: NewMemoryStore(w.state), Sessions: NewMemorySessions(10), Vault: InsecureVault{},
			Ledger: signer.NewMemoryLedger(10), Random: rand.NewChaCha8([32]byte{}),
		}
		for range 3 {
			before, err := tenant.Store.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			u := drawURL(t, c, w)
			want := forbidden(before, u, w)
			_, err = tenant.Open(context.Background(), u.text, u.now)
			if (err == nil) != (want == "") {
				t.Fatalf("%+v\ngot %v, the model says %q\n%s", u, err, want, u.text)
			}
			if err == nil {
				_, err = tenant.Open(context.Background(), u.text, u.now)
				if r, ok := IsRefusal(err); !ok || r.Code != signer.CodeNonceReused {
					t.Fatalf("the second time: %v", err)
				}
			}
		}
	})
}

const (
	fuzzAuthor Address = "author@example.com" // internal, no administrator
	fuzzGuest  Address = "guest@example.com"  // came by a URL before
)

func drawWorld(t *testing.T, c *choices) *world {
	t.Helper()
	random := rand.NewChaCha8([32]byte{7})
	w := &world{}
	for range 2 {
		pair, err := signer.NewCredentials(random)
		if err != nil {
			t.Fatal(err)
		}
		w.pairs = append(w.pairs, pair)
	}
	example, err := NewExample(admin, w.pairs[0], InsecureVault{}, noon)
	if err != nil {
		t.Fatal(err)
	}
	s := example.State
	w.state, w.path, w.workbook = s, example.Embed.ID, example.Embed.Workbook
	w.workspace = s.Teams[ViewersTeam].Workspace
	w.folder, _ = NewID(random)
	s.Users[fuzzAuthor] = User{Email: fuzzAuthor, Kind: Internal, AccountType: CreatorType, Active: c.mostly(4), Teams: some(c, ViewersTeam)}
	s.Users[fuzzGuest] = User{Email: fuzzGuest, Kind: Embedded, AccountType: pick(c, ViewerType, ViewerType, AdminType), Active: c.mostly(4), Created: noon}
	s.AccountTypes["Sender"] = AccountType{Name: "Sender", Permissions: []Permission{Send}}
	s.Folders[w.folder] = Folder{w.folder, "folder", Place{Workspace: w.workspace}}
	sealed, _ := InsecureVault{}.Seal(w.pairs[1].ClientID, w.pairs[1].Secret) // it never fails
	s.Credentials[w.pairs[1].ClientID] = Credential{
		ClientID: w.pairs[1].ClientID, Name: "second", Owner: pick(c, admin, fuzzAuthor, fuzzGuest), Embedding: c.mostly(5), Sealed: sealed,
	}
	if c.of(4) == 3 {
		delete(s.Credentials, w.pairs[0].ClientID)
	}
	s.Settings.SecureEmbedding = c.mostly(9)
	book := s.Workbooks[w.workbook]
	book.Place = pick(c, Place{Home: admin}, Place{Workspace: w.workspace}, Place{Workspace: w.workspace, Folder: w.folder})
	book.Owner = pick(c, admin, fuzzAuthor, fuzzGuest)
	if c.of(8) == 7 {
		book.Published = nil
	}
	s.Workbooks[w.workbook] = book
	for key := range s.Grants {
		if key.Object.ID == w.workbook || key.Object.ID == w.workspace {
			delete(s.Grants, key)
		}
	}
	objects := []Object{{OnWorkbook, w.workbook}, {InWorkspace, w.workspace}, {InFolder, w.folder}, {OnDataset, book.Draft.Pages[0].Elements[0].Dataset}}
	subjects := []Subject{TeamNamed(ViewersTeam), TeamNamed(CreatorsTeam), {User: fuzzGuest}, {User: fuzzAuthor}}
	for range c.of(4) {
		s.Grants[GrantKey{pick(c, subjects...), pick(c, objects...)}] = pick(c, CanView, CanExplore, CanContribute, CanManage)
	}
	return w
}

// A drawnURL is a signed URL with what it was made of.
type drawnURL struct {
	text  string
	embed signer.Embed
	pair  signer.Credentials
	wrong bool // signed with another secret
	at    time.Time
	now   time.Time
}

var fuzzNonces = rand.NewChaCha8([32]byte{9})

func drawURL(t *testing.T, c *choices, w *world) drawnURL {
	t.Helper()
	teams := some(c, ViewersTeam, CreatorsTeam)
	if len(teams) == 0 || c.of(12) == 11 {
		teams = append(teams, pick(c, ViewersTeam, "Nowhere"))
	}
	u := drawnURL{
		embed: signer.Embed{
			Path: "https://embed.example.com/embed/" + w.path + pick(c, "", "", "", "/tag/v1"), Mode: pick(c, signer.UserBacked, signer.UserBacked, signer.UserBacked, "view"),
			Email: pick(c, "new@example.com", string(fuzzGuest), "Guest@example.com", string(fuzzAuthor), string(admin)), ExternalUserID: "1",
			Teams: teams, AccountType: pick(c, ViewerType, CreatorType, "viewer", "", "Sender", AdminType, "Nothing"), SessionLength: 600,
		},
		pair: pick(c, w.pairs...), wrong: c.of(8) == 7, at: noon,
		now: noon.Add(pick(c, 0, 600*time.Second, -time.Second, 601*time.Second)),
	}
	signing := u.pair
	if u.wrong {
		signing.Secret = signer.NewSecret(signing.Secret.Reveal() + "0")
	}
	nonce, err := signer.NewNonce(fuzzNonces)
	if err != nil {
		t.Fatal(err)
	}
	// Build signs also what Sign refuses.
	u.text = signer.Build(signer.Request{Embed: u.embed, Credentials: signing, Nonce: nonce, Time: u.at}).URL
	return u
}

// forbidden is the model: the first reason found, in no order.
func forbidden(s *State, u drawnURL, w *world) string {
	credential, known := s.Credentials[u.pair.ClientID]
	email := Address(strings.ToLower(u.embed.Email))
	user, exists := s.Users[email]
	book := s.Workbooks[w.workbook]
	switch {
	case !known || !credential.Embedding || u.wrong:
		return "credentials"
	case !s.Settings.SecureEmbedding:
		return "embedding is off"
	case u.now.Before(u.at) || u.now.After(u.at.Add(600*time.Second)):
		return "time"
	case u.embed.Mode != "userbacked":
		return "mode"
	case strings.Contains(u.embed.Path, "/tag/") || book.Published == nil:
		return "path" // nothing is tagged
	case exists && user.Kind == "internal":
		return "internal user"
	case exists && !user.Active:
		return "deactivated"
	case !s.Users[credential.Owner].Active:
		return "owner deactivated"
	case !(s.Users[credential.Owner].AccountType == "Admin" && s.Users[credential.Owner].Kind == "internal") && credential.Owner != email:
		return "not for this user"
	}
	for _, team := range u.embed.Teams {
		if team == "Nowhere" {
			return "unknown team"
		}
	}
	switch u.embed.AccountType {
	case "Nothing":
		return "unknown account type"
	case "Sender":
		return "cannot view"
	}
	return notShared(s, u, w, email)
}

// notShared looks at each grant for whether it reaches the workbook and the user.
func notShared(s *State, u drawnURL, w *world, email Address) string {
	book := s.Workbooks[w.workbook]
	if book.Owner == email {
		return ""
	}
	for key := range s.Grants {
		toThem := key.Subject.User == email && key.Subject.Team == "" || slices.Contains(u.embed.Teams, key.Subject.Team)
		reaches := key.Object.Kind == OnWorkbook && key.Object.ID == w.workbook ||
			key.Object.Kind == InWorkspace && key.Object.ID == book.Place.Workspace ||
			key.Object.Kind == InFolder && key.Object.ID == book.Place.Folder
		if toThem && reaches {
			return ""
		}
	}
	return "not shared"
}
