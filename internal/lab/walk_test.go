package lab

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

const admin tenant.Address = "admin@example.com"

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// A room is a lab with nothing but its administrator in it.
type room struct {
	t   *testing.T
	lab *Lab
	now time.Time
}

func newRoom(t *testing.T) *room {
	t.Helper()
	state, err := tenant.New(admin)
	if err != nil {
		t.Fatal(err)
	}
	r := &room{t: t, now: noon}
	r.lab = &Lab{
		Tenant: &tenant.Tenant{
			Store: tenant.NewMemoryStore(state), Sessions: tenant.NewMemorySessions(1000), Vault: tenant.InsecureVault{},
			Ledger: signer.NewMemoryLedger(1000), Random: rand.NewChaCha8([32]byte{1}),
		},
		Parent: NewParent("https://embed.example.com", signer.Presets()),
		Clock:  func() time.Time { return r.now },
	}
	return r
}

// A reply is any answer, as a page sees it.
type reply map[string]any

func (r *room) try(who Caller, name string, question any) (json.RawMessage, error) {
	r.t.Helper()
	text, err := json.Marshal(question)
	if err != nil {
		r.t.Fatal(err)
	}
	answer, err := r.lab.Answer(r.t.Context(), who, name, text)
	if err != nil {
		return nil, err
	}
	out, err := json.Marshal(answer)
	if err != nil {
		r.t.Fatal(err)
	}
	return out, nil
}

// ask asks what has to be answered.
func (r *room) ask(who Caller, name string, question, into any) {
	r.t.Helper()
	answer, err := r.try(who, name, question)
	if err == nil {
		err = json.Unmarshal(answer, into)
	}
	if err != nil {
		r.t.Fatalf("%s: %v\n%s", name, err, answer)
	}
}

// administer asks as the administrator.
func (r *room) administer(name string, question reply) reply {
	r.t.Helper()
	answer := reply{}
	r.ask(Caller{Side: Console, Administrator: admin}, name, question, &answer)
	return answer
}

// load is the parent application's page: it gets a URL and puts it into the frame.
func (r *room) load(user string) (url string, frame Caller, err error) {
	r.t.Helper()
	var signed struct{ URL string }
	r.ask(Caller{Side: Console}, "sign", reply{"user": user}, &signed)
	frame, err = r.open(signed.URL)
	return signed.URL, frame, err
}

func (r *room) open(url string) (Caller, error) {
	r.t.Helper()
	opened, err := r.lab.Open(r.t.Context(), url)
	if err != nil {
		return Caller{}, err
	}
	return Caller{Side: Frame, Session: opened.Token}, nil
}

func (r *room) loaded(user string) Caller {
	r.t.Helper()
	_, frame, err := r.load(user)
	if err != nil {
		r.t.Fatal(err)
	}
	return frame
}

// doneSteps lists the steps that the simulator holds for done.
func (r *room) doneSteps() (ids []string) {
	r.t.Helper()
	var steps []struct {
		ID   string
		Done bool
	}
	r.ask(Caller{Side: Console}, "walk", reply{}, &steps)
	for _, s := range steps {
		if s.Done {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func (r *room) refusedWith(err error, want signer.Code) {
	r.t.Helper()
	if refusal, ok := tenant.IsRefusal(err); !ok || refusal.Code != want {
		r.t.Errorf("got %v, want %s", err, want)
	}
}

// TestTheWholeWalk goes through the QuickStart as a visitor does. After each step, that
// one is done and no other.
func TestTheWholeWalk(t *testing.T) {
	r := newRoom(t)
	ids := map[string]any{}
	var pair struct {
		ClientID string `json:"client_id"`
		Secret   string
	}
	var lastURL string
	var creator Caller
	var copied struct{ Workbook string }
	steps := []struct {
		id string
		do func()
	}{
		{"types", func() {
			r.administer("create_account_type", reply{"name": "Viewer+", "permissions": []string{"view", "send", "download"}})
			r.administer("create_account_type", reply{"name": "Explorer", "permissions": []string{"view", "send", "download", "explore"}})
		}},
		{"teams", func() {
			for _, team := range []string{"FinanceViewers", "FinanceCreators"} {
				ids[team] = r.administer("create_team", reply{"name": team, "workspace": true})["id"]
			}
		}},
		{"share-workspace", func() {
			r.administer("grant", reply{"subject": reply{"team": "FinanceCreators"}, "object": reply{"kind": "workspace", "id": ids["FinanceViewers"]}, "level": "contribute"})
		}},
		{"dataset", func() {
			place := reply{"workspace": r.administer("create_workspace", reply{"name": "Datasets"})["id"]}
			ids["dataset"] = r.administer("create_dataset", reply{"name": "Application Embedding", "place": place, "table": "Orders", "columns": nil})["id"]
			r.administer("change_dataset", reply{"id": ids["dataset"], "published": true, "rules": []any{}})
			r.shareWithBoth("dataset", ids["dataset"])
		}},
		{"workbook", func() {
			ids["workbook"] = r.administer("create_workbook", reply{"name": "Application Embedding", "place": reply{"home": admin}, "dataset": ids["dataset"]})["id"]
			r.administer("publish_workbook", reply{"id": ids["workbook"]})
			r.shareWithBoth("workbook", ids["workbook"])
		}},
		{"embed", func() {
			path := r.administer("create_embed", reply{"workbook": ids["workbook"]})["path"]
			r.administer("set_parent", reply{"embed_path": path})
		}},
		{"credentials", func() {
			r.ask(Caller{Side: Console, Administrator: admin}, "create_credentials", reply{"name": "parent application", "owner": admin, "embedding": true}, &pair)
			r.administer("set_parent", reply{"client_id": pair.ClientID, "secret": pair.Secret})
		}},
		{"run", func() { r.loaded("viewer") }},
		{"debug", func() {
			r.administer("set_parent", reply{"client_id": pair.ClientID[:63]})
			_, _, err := r.load("viewer")
			r.refusedWith(err, signer.CodeUnknownClient)
			r.administer("set_parent", reply{"client_id": pair.ClientID})
			r.loaded("viewer")
		}},
		{"reuse", func() {
			url, _, err := r.load("viewer")
			if err != nil {
				t.Fatal(err)
			}
			lastURL = url
			_, err = r.open(lastURL)
			r.refusedWith(err, signer.CodeNonceReused)
		}},
		{"viewer-plus", func() {
			frame := r.loaded("viewer-plus")
			element := r.elements(frame)[0]
			var sheet struct {
				Rows [][]any
				All  int
			}
			r.ask(frame, "download", reply{"element": element}, &sheet)
			if len(sheet.Rows) != tenant.MaxDownload || sheet.All != 240 {
				t.Errorf("%d of %d rows", len(sheet.Rows), sheet.All)
			}
		}},
		{"creator", func() {
			creator = r.loaded("creator")
			r.ask(creator, "save_as", reply{"name": "Working Copy", "place": reply{"workspace": ids["FinanceViewers"]}}, &copied)
			r.addChart(creator, copied.Workbook, ids["dataset"])
			r.ask(creator, "publish", reply{"workbook": copied.Workbook, "changed": r.changed(creator, copied.Workbook)}, &reply{})
		}},
		{"switch", func() {
			viewer := r.loaded("viewer")
			if !strings.Contains(r.menu(viewer), "Working Copy") {
				t.Errorf("the menu of the viewer: %s", r.menu(viewer))
			}
			r.ask(viewer, "view", reply{"workbook": copied.Workbook}, &reply{})
		}},
		{"deactivate", func() {
			r.administer("deactivate", reply{"email": r.emailOf("creator"), "heir": admin})
			_, _, err := r.load("creator")
			r.refusedWith(err, tenant.CodeUserDeactivated)
			_, err = r.try(creator, "view", reply{})
			r.refusedWith(err, tenant.CodeUserDeactivated)
		}},
	}
	var want []string
	for _, step := range steps {
		if got := r.doneSteps(); !slices.Equal(got, want) {
			t.Fatalf("before %s: done are %q, want %q", step.id, got, want)
		}
		step.do()
		want = append(want, step.id)
	}
	if got := r.doneSteps(); !slices.Equal(got, want) || len(got) != len(walk()) {
		t.Errorf("in the end: done are %q", got)
	}
	r.administer("start_over", reply{"example": true})
	r.loaded("creator")
	want = []string{"types", "teams", "share-workspace", "dataset", "workbook", "embed", "credentials"}
	if got := r.doneSteps(); !slices.Equal(got, want) {
		t.Errorf("of the example: done are %q, want %q", got, want)
	}
	_, err := r.try(creator, "view", reply{})
	r.refusedWith(err, tenant.CodeInactiveCredentials)
	r.administer("start_over", reply{"example": false})
	if got := r.doneSteps(); len(got) > 0 {
		t.Errorf("of an empty organisation: done are %q", got)
	}
	if _, err := r.try(Caller{Side: Console}, "sign", reply{"user": "viewer"}); err == nil {
		t.Error("an empty parent application signs")
	}
}

func (r *room) shareWithBoth(kind string, id any) {
	r.t.Helper()
	for _, team := range []string{"FinanceViewers", "FinanceCreators"} {
		r.administer("grant", reply{"subject": reply{"team": team}, "object": reply{"kind": kind, "id": id}, "level": "view"})
	}
}

func (r *room) emailOf(user string) string {
	for _, u := range r.lab.Parent.now().Users {
		if u.ID == user {
			return u.Embed.Email
		}
	}
	r.t.Fatalf("no user %s", user)
	return ""
}

func (r *room) elements(frame Caller) (ids []string) {
	r.t.Helper()
	var v struct {
		Content struct {
			Pages []struct{ Elements []struct{ ID string } }
		}
	}
	r.ask(frame, "view", reply{}, &v)
	for _, e := range v.Content.Pages[0].Elements {
		ids = append(ids, e.ID)
	}
	return ids
}

// addChart edits a draft as the page does: reads it, changes it, and writes all of it.
func (r *room) addChart(frame Caller, workbook string, dataset any) {
	r.t.Helper()
	var v, id reply
	r.ask(frame, "view", reply{"workbook": workbook, "draft": true}, &v)
	r.ask(frame, "new_id", reply{}, &id)
	content := v["content"].(map[string]any)
	content["title"] = "Finance"
	page := content["pages"].([]any)[0].(map[string]any)
	page["elements"] = append(page["elements"].([]any), reply{"id": id["id"], "kind": "chart", "title": "by region", "dataset": dataset, "group": "Region", "measure": "Revenue"})
	r.ask(frame, "edit", reply{"workbook": workbook, "changed": v["workbook"].(map[string]any)["changed"], "content": content}, &reply{})
}

// changed is when a workbook was changed last, as the page knows it.
func (r *room) changed(frame Caller, workbook string) any {
	r.t.Helper()
	var v reply
	r.ask(frame, "view", reply{"workbook": workbook, "draft": true}, &v)
	return v["workbook"].(map[string]any)["changed"]
}

func (r *room) menu(frame Caller) string {
	r.t.Helper()
	var shelves json.RawMessage
	r.ask(frame, "shelves", reply{}, &shelves)
	return string(shelves)
}

// TestWhoMayAsk asks everything as nobody, as somebody else, and at the other side.
func TestWhoMayAsk(t *testing.T) {
	r := newRoom(t)
	for name := range administratorQuestions() {
		if _, err := r.try(Caller{Side: Console, Session: "a token"}, name, reply{}); !errors.Is(err, ErrNotAllowed) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := r.try(Caller{Side: Frame, Administrator: admin}, name, reply{}); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s of a frame: %v", name, err)
		}
		// Who is named as an administrator and is none gets no further.
		if name == "organisation" {
			continue
		}
		if _, err := r.try(Caller{Side: Console, Administrator: "somebody@example.com"}, name, reply{}); err == nil {
			t.Errorf("%s by somebody", name)
		}
	}
	for name := range visitorQuestions() {
		if _, err := r.try(Caller{Side: Frame, Administrator: admin}, name, reply{}); !errors.Is(err, ErrNotAllowed) {
			t.Errorf("%s without a session: %v", name, err)
		}
		if _, err := r.try(Caller{Side: Console, Administrator: admin, Session: "guessed"}, name, reply{}); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s at the console: %v", name, err)
		}
		_, err := r.try(Caller{Side: Frame, Session: "guessed"}, name, reply{})
		r.refusedWith(err, tenant.CodeSessionUnknown)
	}
	for _, who := range []Caller{{Side: Console, Administrator: admin}, {Administrator: admin}} {
		if _, err := r.try(who, "delete_everything", reply{}); !errors.Is(err, ErrUnknown) {
			t.Errorf("got %v", err)
		}
	}
}

// TestQuestionsAreChecked: what is not understood is not left out.
func TestQuestionsAreChecked(t *testing.T) {
	r := newRoom(t)
	for text, want := range map[string]string{
		`{"name": "x", "workspaces": true}`: `unknown field "workspaces"`,
		`{"name": 7}`:                       "cannot unmarshal number",
		`{"name": "x"`:                      "unexpected EOF",
		`{"name": "x"} {}`:                  "something after",
		``:                                  "EOF",
		strings.Repeat(" ", MaxQuestion+1) + "{}": "longer than",
	} {
		_, err := r.lab.Answer(t.Context(), Caller{Side: Console, Administrator: admin}, "create_team", []byte(text))
		var p *tenant.Problem
		if !errors.As(err, &p) || p.Code != tenant.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want %q", text, err, want)
		}
	}
	_, err := r.lab.Answer(t.Context(), Caller{Side: Console, Administrator: admin}, "grant", []byte(`{"level": "everything"}`))
	if err == nil || !strings.Contains(err.Error(), "want one of view, explore") {
		t.Errorf("got %v", err)
	}
}

// TestSecretsAreShownOnce: no other answer has them.
func TestSecretsAreShownOnce(t *testing.T) {
	r := newRoom(t)
	pair := r.administer("create_credentials", reply{"name": "a", "owner": admin, "embedding": true})
	old := r.administer("enable_secret", reply{})
	r.administer("set_parent", reply{"client_id": pair["client_id"], "secret": pair["secret"]})
	for _, name := range []string{"organisation", "parent", "walk"} {
		answer, err := r.try(Caller{Side: Console, Administrator: admin}, name, reply{})
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []any{pair["secret"], old["secret"]} {
			if secret == "" || strings.Contains(string(answer), secret.(string)) || strings.Contains(string(answer), "sealed") {
				t.Errorf("%s shows a secret: %s", name, answer)
			}
		}
	}
}
