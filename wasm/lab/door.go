package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/embedsign/embedsign/internal/lab"
	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/wasm/host"
)

// Limits of one page's platform.
const (
	maxSessions = 1000
	maxNonces   = 10_000
)

// platform is where the simulated platform is said to be. The name is reserved for
// examples, and nothing is ever asked of it.
const platform = "https://platform.example"

// A door is the lab of one page. The zero value is ready.
type door struct{ lab *lab.Lab }

// A request asks a question of one side, or opens a URL.
type request struct {
	// Op is "open", "frame" or "console".
	Op string `json:"op"`
	// URL is what is opened.
	URL string `json:"url"`
	// Session is the token of the frame that asks.
	Session  string          `json:"session"`
	Question string          `json:"question"`
	Body     json.RawMessage `json:"body"`
}

// An answer has one of the two.
type answer struct {
	Value any        `json:"value,omitempty"`
	Error *lab.Fault `json:"error,omitempty"`
}

// answer takes a request and gives an answer, whatever the request is.
func (d *door) answer(text []byte) []byte {
	value, err := d.perform(text)
	out := answer{Value: value}
	if err != nil {
		fault, known := lab.FaultOf(err)
		if !known {
			fault = lab.Fault{Code: "internal", Detail: err.Error()}
		}
		out = answer{Error: &fault}
	}
	body, err := json.Marshal(out)
	if err != nil { // answers are our own types
		panic(err)
	}
	return body
}

func (d *door) perform(text []byte) (any, error) {
	var r request
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, invalid("this is no request: " + err.Error())
	}
	if err := d.begin(); err != nil {
		return nil, err
	}
	ctx := context.Background()
	switch r.Op {
	case "open":
		return d.open(ctx, r.URL)
	case "frame":
		return d.lab.Answer(ctx, lab.Caller{Side: lab.Frame, Session: r.Session}, r.Question, r.Body)
	case "console":
		// Whoever has the page administers: it is their own, and nobody else's.
		return d.lab.Answer(ctx, lab.Caller{Side: lab.Console, Administrator: lab.Administrator}, r.Question, r.Body)
	}
	return nil, invalid("op: want open, frame or console")
}

func (d *door) open(ctx context.Context, url string) (any, error) {
	opened, err := d.lab.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	return struct {
		Session string `json:"session"`
	}{opened.Token}, nil
}

// begin makes the lab with the first request.
func (d *door) begin() error {
	if d.lab != nil {
		return nil
	}
	pair, err := signer.NewCredentials(host.Random)
	if err != nil {
		return err
	}
	vault := tenant.InsecureVault{} // nothing is written anywhere
	example, err := tenant.NewExample(lab.Administrator, pair, vault, time.Now())
	if err != nil {
		return err
	}
	parent := lab.NewParent(platform, signer.Presets())
	parent.Use(parent.Path(example.Embed), pair)
	d.lab = &lab.Lab{
		Tenant: &tenant.Tenant{
			Store: tenant.NewMemoryStore(example.State), Sessions: tenant.NewMemorySessions(maxSessions), Vault: vault,
			Ledger: signer.NewMemoryLedger(maxNonces), Random: host.Random,
		},
		Parent: parent,
		Clock:  time.Now,
	}
	return nil
}

func invalid(message string) error {
	return &tenant.Problem{Code: tenant.Invalid, Message: message}
}
