package main

import (
	"time"

	"github.com/embedsign/embedsign/signer"
)

// A request has the fields of all operations; each takes its own.
type request struct {
	op           string
	embed        signer.Embed
	hasEmbed     bool
	credentials  signer.Credentials
	nonce        string
	time         int64
	dialect      signer.Dialect
	order        []string
	url          string
	hasURL       bool
	secret       signer.Secret
	clientID     *string
	now          *time.Time
	leeway       int64
	usedNonces   []string
	teams        []string
	accountTypes []string
	skipCauses   bool
	count        int64
	hasCount     bool
	learning
	telling
}

// learning is what the operations about attacks and lessons take.
type learning struct {
	attack string
	lesson string
	pick   int64
	from   string
	answer string
}

// telling is what the operations take that show a URL in another form.
type telling struct {
	language string
	fixed    bool
	workbook string
	scheme   string // of the code that is asked for
}

func readRequest(text []byte) (*request, error) {
	if len(text) == 0 {
		return nil, &failure{codeBadJSON, "the request is empty, or not in a buffer of alloc"}
	}
	r, in := &request{}, newReader(text)
	in.object(func(name string) { r.field(in, name) })
	in.end()
	if in.err != nil {
		return nil, in.err
	}
	return r, nil
}

// field reads one field. Fields of later versions are passed over.
func (r *request) field(in *reader, name string) {
	switch name {
	case "op":
		r.op = in.text()
	case "embed":
		r.hasEmbed = true
		readEmbed(in, &r.embed)
	case "credentials":
		r.readCredentials(in)
	case "nonce":
		r.nonce = in.text()
	case "time":
		r.time, _ = in.integer()
	case "dialect":
		r.dialect = signer.Dialect(in.text())
	case "order":
		r.order = in.texts()
	case "count":
		r.count, r.hasCount = in.integer()
	default:
		r.inspectionField(in, name)
	}
}

func (r *request) inspectionField(in *reader, name string) {
	switch name {
	case "url":
		r.url, r.hasURL = in.text(), true
	case "secret":
		r.secret = signer.NewSecret(in.text())
	case "client_id":
		id := in.text()
		r.clientID = &id
	case "now":
		if unix, ok := in.integer(); ok {
			now := time.Unix(unix, 0)
			r.now = &now
		}
	case "leeway":
		r.readLeeway(in)
	case "used_nonces":
		r.usedNonces = in.texts()
	case "teams":
		r.teams = in.texts()
	case "account_types":
		r.accountTypes = in.texts()
	case "skip_causes":
		r.skipCauses = in.flag()
	default:
		r.otherField(in, name)
	}
}

func (r *request) otherField(in *reader, name string) {
	switch name {
	case "attack":
		r.attack = in.text()
	case "lesson":
		r.lesson = in.text()
	case "pick":
		r.pick, _ = in.integer()
	case "from":
		r.from = in.text()
	case "answer":
		r.answer = in.text()
	case "language":
		r.language = in.text()
	case "fixed":
		r.fixed = in.flag()
	case "workbook":
		r.workbook = in.text()
	case "scheme":
		r.scheme = in.text()
	default:
		in.skip()
	}
}

const maxLeeway = 366 * 24 * 3600 // a year, in seconds; more is a mistake

func (r *request) readLeeway(in *reader) {
	leeway, _ := in.integer()
	if leeway < 0 || leeway > maxLeeway {
		in.wrong("want seconds from 0 to a year")
	}
	r.leeway = leeway
}

func (r *request) readCredentials(in *reader) {
	in.object(func(name string) {
		switch name {
		case "client_id":
			r.credentials.ClientID = in.text()
		case "secret":
			r.credentials.Secret = signer.NewSecret(in.text())
		default:
			in.skip()
		}
	})
}

func (r *request) build() signer.Request {
	return signer.Request{
		Embed: r.embed, Credentials: r.credentials, Nonce: r.nonce,
		Time: time.Unix(r.time, 0), Dialect: r.dialect, Order: r.order,
	}
}

func (r *request) inspection() signer.Inspection {
	return signer.Inspection{
		URL: r.url, Secret: r.secret, ClientID: r.clientID,
		Now: r.now, Leeway: time.Duration(r.leeway) * time.Second,
		UsedNonces: r.usedNonces, Teams: r.teams, AccountTypes: r.accountTypes,
		SkipCauses: r.skipCauses,
	}
}
