package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/storage/ledgertest"
	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

const admin tenant.Address = "admin@example.com"

// example is an organisation with something of each kind.
func example() (*tenant.State, error) {
	random := rand.NewChaCha8([32]byte{1})
	pair, err := signer.NewCredentials(random)
	if err != nil {
		return nil, err
	}
	e, err := tenant.NewExample(admin, pair, tenant.InsecureVault{}, noon)
	if err != nil {
		return nil, err
	}
	folder, err := tenant.NewID(random)
	if err != nil {
		return nil, err
	}
	e.State.Walked["run"] = noon
	e.State.Revoked["c0ffee"] = noon
	return e.State, errors.Join(
		e.State.CreateFolder(admin, folder, "a folder", tenant.Place{Home: admin}),
		e.State.CreateUser(admin, "user@example.com", tenant.ViewerType, []string{tenant.ViewersTeam}),
		e.State.Tag(admin, e.Embed.Workbook, "v1"),
	)
}

func open(t *testing.T, path string) *File {
	t.Helper()
	f, err := Open(t.Context(), path, example)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func load(t *testing.T, f *File) *tenant.State {
	t.Helper()
	s, err := f.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAStateIsReadAsItWasWritten(t *testing.T) {
	want, err := example()
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]int{"folders": len(want.Folders), "grants": len(want.Grants), "tags": len(want.Workbooks), "users": len(want.Users), "embeds": len(want.Embeds), "credentials": len(want.Credentials)} {
		if m == 0 {
			t.Errorf("the example has no %s", name)
		}
	}
	path := filepath.Join(t.TempDir(), "a file with spaces?.db")
	f, err := Open(t.Context(), path, example)
	if err != nil {
		t.Fatal(err)
	}
	if got := load(t, f); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if err := f.Update(t.Context(), func(s *tenant.State) error { return s.CreateTeam(admin, "new", "") }); err != nil {
		t.Fatal(err)
	}
	changed := load(t, f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), path, func() (*tenant.State, error) { return nil, errors.New("asked for a first state again") })
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := load(t, again); !reflect.DeepEqual(got, changed) || got.Teams["new"].Name != "new" {
		t.Errorf("after opening it again: %+v\nwant %+v", got, changed)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestCommitsAreOnTheDisk asks each of several connections for what that rests on.
func TestCommitsAreOnTheDisk(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "db"))
	for range 3 {
		c, err := f.db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		var journal string
		var synchronous int
		if err := c.QueryRowContext(t.Context(), "SELECT journal_mode, synchronous FROM pragma_journal_mode, pragma_synchronous").Scan(&journal, &synchronous); err != nil {
			t.Fatal(err)
		}
		if journal != "wal" || synchronous != 2 { // 2 is FULL
			t.Errorf("journal %s, synchronous %d", journal, synchronous)
		}
	}
}

// TestTwoProcesses: what one has committed, the other sees.
func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	a, b := open(t, path), open(t, path)
	load(t, b)
	for _, f := range []*File{a, b} {
		other := map[*File]*File{a: b, b: a}[f]
		name := map[*File]string{a: "from a", b: "from b"}[f]
		if err := f.Update(t.Context(), func(s *tenant.State) error { return s.CreateTeam(admin, name, "") }); err != nil {
			t.Fatal(err)
		}
		if _, ok := load(t, other).Teams[name]; !ok {
			t.Errorf("the other does not see the team %s", name)
		}
	}
	if _, ok := load(t, b).Teams["from a"]; !ok {
		t.Error("b has written over what a wrote")
	}
	fresh, err := a.Use(t.Context(), "client", "nonce", noon.Add(time.Hour), noon)
	if err != nil || !fresh {
		t.Fatalf("%v, %v", fresh, err)
	}
	if fresh, err = b.Use(t.Context(), "client", "nonce", noon.Add(time.Hour), noon); err != nil || fresh {
		t.Errorf("used again through another process: %v, %v", fresh, err)
	}
}

// TestWhatFailsChangesNothing, also for those who wrote in the same transaction.
func TestWhatFailsChangesNothing(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "db"))
	before := load(t, f)
	failed := errors.New("not this one")
	err := f.Update(t.Context(), func(s *tenant.State) error {
		delete(s.Users, admin)
		return failed
	})
	if err != failed || !reflect.DeepEqual(load(t, f), before) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Update(ctx, func(*tenant.State) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// batch commits functions in one transaction, and gives what each was told.
func (f *File) batch(ctx context.Context, all ...func(context.Context, *transaction) error) []error {
	var batch []*want
	for _, do := range all {
		batch = append(batch, &want{ctx: ctx, do: do, done: make(chan struct{})})
	}
	f.commit(batch)
	var errs []error
	for _, one := range batch {
		errs = append(errs, one.err)
	}
	return errs
}

func creates(team string) func(context.Context, *transaction) error {
	return func(ctx context.Context, tx *transaction) error {
		return tx.update(ctx, func(s *tenant.State) error { return s.CreateTeam(admin, team, "") })
	}
}

// TestABatch: who is refused changes nothing for the others, who see each other's
// changes; when the database itself fails, nothing has happened and nobody was told
// otherwise.
func TestABatch(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "db"))
	errs := f.batch(t.Context(), creates("first"), creates("first"), creates("third"))
	if errs[0] != nil || errs[1] == nil || errs[2] != nil {
		t.Errorf("%v", errs)
	}
	s := load(t, f)
	if s.Teams["first"].Name == "" || s.Teams["third"].Name == "" {
		t.Error("a team is missing")
	}
	broken := func(ctx context.Context, tx *transaction) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO nowhere VALUES (1)")
		return err
	}
	if errs := f.batch(t.Context(), creates("fourth"), broken, creates("fifth")); errs[0] == nil || errs[1] == nil || errs[2] == nil {
		t.Errorf("%v", errs)
	}
	if got := load(t, f); got != s {
		t.Error("a batch that failed has changed something")
	}
	if errs := f.batch(t.Context(), creates("fourth")); errs[0] != nil || load(t, f).Teams["fourth"].Name == "" {
		t.Errorf("after a batch that failed: %v", errs)
	}
}

// TestUseOnce has many goroutines use the same nonces, through two files.
func TestUseOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	ledgertest.UseOnce(t, noon, open(t, path), open(t, path))
}

func TestClockSetBack(t *testing.T) {
	ledgertest.ClockSetBack(t, noon, open(t, filepath.Join(t.TempDir(), "db")))
}

// TestAnOlderFile has what it had when it is opened by a program that knows more.
func TestAnOlderFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), migrations[0]+fmt.Sprintf(`
		INSERT INTO nonces VALUES ('client', 'used', %d);
		PRAGMA application_id = %d; PRAGMA user_version = 1`, noon.Add(time.Hour).Unix(), applicationID))
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	f := open(t, path)
	if fresh, err := f.Use(t.Context(), "client", "used", noon.Add(time.Hour), noon); err != nil || fresh {
		t.Errorf("a used nonce: %v, %v", fresh, err)
	}
	if fresh, err := f.Use(t.Context(), "client", "new", noon.Add(time.Hour), noon); err != nil || !fresh {
		t.Errorf("a new one: %v, %v", fresh, err)
	}
	var version int
	if err := f.db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&version); err != nil || version != len(migrations) {
		t.Errorf("version %d, %v; want %d", version, err, len(migrations))
	}
}

// TestOldNoncesGo, when they cannot be of use any more, and not before.
func TestOldNoncesGo(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "db"))
	use := func(nonce string, expires, now time.Time) {
		t.Helper()
		if fresh, err := f.Use(t.Context(), "client", nonce, expires, now); err != nil || !fresh {
			t.Errorf("%s: %v, %v", nonce, fresh, err)
		}
	}
	use("old", noon, noon)
	use("new", noon.Add(time.Hour), noon)
	count := func(want int64) {
		t.Helper()
		var n int64
		if err := f.db.QueryRowContext(t.Context(), "SELECT count(*) FROM nonces").Scan(&n); err != nil || n != want {
			t.Errorf("%d nonces, %v; want %d", n, err, want)
		}
	}
	use("a", noon.Add(time.Hour), noon.Add(grace))
	count(3)
	use("b", noon.Add(time.Hour), noon.Add(grace+time.Second))
	count(3)
}

func TestSessions(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "db"))
	want := tenant.Session{User: "user@example.com", Begin: noon, Opened: noon, Expires: noon.Add(time.Hour), Attributes: map[string][]string{"region": {"West"}}}
	if err := f.Put(t.Context(), "key", want); err != nil {
		t.Fatal(err)
	}
	got, found, err := f.Get(t.Context(), "key")
	if err != nil || !found || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, %v", got, found, err)
	}
	if err := f.Put(t.Context(), "key", want); err == nil {
		t.Error("written over a session")
	}
	if _, found, err := f.Get(t.Context(), "none"); found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
	later := want
	later.Begin, later.Opened, later.Expires = noon.Add(3*time.Hour), noon.Add(3*time.Hour), noon.Add(4*time.Hour)
	if err := f.Put(t.Context(), "later", later); err != nil {
		t.Fatal(err)
	}
	if _, found, _ := f.Get(t.Context(), "key"); found {
		t.Error("a session is kept long after its end")
	}
}

// TestBackup copies a file that is in use, and opens the copy in its place.
func TestBackup(t *testing.T) {
	dir := t.TempDir()
	f := open(t, filepath.Join(dir, "db"))
	if _, err := f.Use(t.Context(), "client", "nonce", noon.Add(time.Hour), noon); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "copy")
	if err := f.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := f.Backup(t.Context(), copied); err == nil {
		t.Error("written over a backup")
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	restored := open(t, copied)
	if !reflect.DeepEqual(load(t, restored), load(t, f)) {
		t.Error("the copy is another state")
	}
	if fresh, err := restored.Use(t.Context(), "client", "nonce", noon.Add(time.Hour), noon); err != nil || fresh {
		t.Errorf("the copy has forgotten a nonce: %v, %v", fresh, err)
	}
}

// TestOpenRefuses files that are not ours or of a later version, and says so.
func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	spoil := func(name, statement string) string {
		path := filepath.Join(dir, name)
		f, err := Open(t.Context(), path, example)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.db.Exec(statement); err != nil {
			t.Fatal(err)
		}
		return path
	}
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		spoil("later", "PRAGMA user_version = 99"):                            "it is of version 99",
		spoil("other", "PRAGMA application_id = 7"):                           "it belongs to another program",
		spoil("kind", "UPDATE things SET kind = 'x' WHERE kind = 'settings'"): `things of the kind "x"`,
		text:                               "not a database",
		filepath.Join(dir, "none", "file"): "no such file",
		dir:                                "is a directory",
	} {
		f, err := Open(t.Context(), path, example)
		if err == nil {
			_, err = f.Load(t.Context())
			f.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", filepath.Base(path), err, want)
		}
	}
}
