package main

import (
	"strconv"
	"time"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/code"
	"github.com/embedsign/embedsign/signer/jwt"
)

// program writes code that makes the URL of a request, in either scheme.
func program(r *request) (func(*writer), error) {
	if _, err := r.built(); err != nil {
		return nil, err
	}
	text, err := r.program(code.Options{Fixed: r.fixed})
	if err != nil {
		return nil, &failure{codeBadRequest, err.Error()}
	}
	return func(w *writer) {
		w.object("", func() { w.text("code", text) })
	}, nil
}

func (r *request) program(o code.Options) (string, error) {
	switch r.scheme {
	case "", "hmac":
		return code.Write(r.language, r.build(), o)
	case "jwt":
		return code.WriteToken(r.language, r.build(), r.workbook, o)
	}
	return "", &failure{codeBadRequest, "scheme: want hmac or jwt, not " + strconv.Quote(r.scheme)}
}

// migrate shows the embed of a request in both schemes.
func migrate(r *request) (func(*writer), error) {
	if _, err := r.built(); err != nil {
		return nil, err
	}
	m := jwt.Migrate(r.build(), r.workbook)
	return func(w *writer) { w.migration(&m) }, nil
}

func (w *writer) migration(m *jwt.Migration) {
	w.object("", func() {
		w.built("signed", &m.Signed)
		w.token(&m.Token)
		w.list("rows", len(m.Rows), func(i int) {
			row := &m.Rows[i]
			w.object("", func() {
				w.text("from", row.From)
				w.text("to", row.To)
				w.text("value", row.Value)
				w.text("note", row.Note)
				w.text("fate", string(row.Fate))
				w.text("source", string(row.Source))
			})
		})
		w.findings(m.Findings)
	})
}

func (w *writer) token(b *jwt.Built) {
	w.object("token", func() {
		w.text("token", b.Token)
		w.text("url", b.URL)
		w.text("header", b.Header)
		w.text("payload", b.Payload)
		w.text("signing_input", b.SigningInput)
		w.text("signature", b.Signature)
		w.parts("parts", b.Parts)
		w.parts("token_parts", b.TokenParts)
		w.steps(b.Steps)
		w.findings(b.Findings)
	})
}

func (r *request) tokenInspection() jwt.Inspection {
	return jwt.Inspection{
		URL: r.url, Secret: r.secret, ClientID: r.clientID,
		Now: r.now, Leeway: time.Duration(r.leeway) * time.Second,
		UsedJTIs: r.usedNonces, Teams: r.teams, AccountTypes: r.accountTypes,
	}
}

// inspectedToken has the fields of inspected that the schemes share, and what
// only a token has.
func (w *writer) inspectedToken(i *jwt.Inspected) {
	w.object("", func() {
		w.text("scheme", i.Scheme)
		w.parts("parts", i.Parts)
		w.judged(judged{&i.Signature, &i.Verdict, i.Log, i.Findings, i.Causes, i.Tried})
		w.text("signed_text", i.SigningInput)
		w.parts("token_parts", i.TokenParts)
		w.list("entries", len(i.Entries), func(n int) { w.entry(&i.Entries[n]) })
		w.text("client_id", i.Header.KeyID)
		w.text("nonce", i.Claims.JTI)
		w.integer("time", i.Claims.IssuedAt)
	})
}

func (w *writer) entry(e *jwt.Entry) {
	w.object("", func() {
		w.text("place", string(e.Place))
		w.text("name", e.Name)
		w.text("json", e.JSON)
		w.flag("known", e.Known)
		w.text("status", string(e.Status))
		w.text("note", e.Note)
		w.text("meaning", e.Meaning)
	})
}

func (w *writer) language(l *code.Language) {
	w.object("", func() {
		w.text("id", l.ID)
		w.text("name", l.Name)
		w.text("file", l.File)
	})
}

// judged is what an answer about either scheme has.
type judged struct {
	signature *signer.SignatureCheck
	verdict   *signer.Verdict
	log       []signer.LogStep
	findings  []signer.Finding
	causes    []signer.Cause
	tried     int
}

func (w *writer) judged(j judged) {
	w.signature(j.signature)
	w.verdict(j.verdict)
	w.log(j.log)
	w.findings(j.findings)
	w.causes(j.causes)
	w.integer("tried", int64(j.tried))
}
