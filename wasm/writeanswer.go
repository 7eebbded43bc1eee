package main

import "github.com/embedsign/embedsign/signer"

func (w *writer) built(b signer.Built) {
	w.object("", func() {
		w.text("url", b.URL)
		w.text("signed_text", b.SignedText)
		w.text("signature", b.Signature)
		w.parts(b.Parts)
		w.list("steps", len(b.Steps), func(i int) { w.step(&b.Steps[i]) })
		w.findings(b.Findings)
	})
}

func (w *writer) step(s *signer.Step) {
	w.object("", func() {
		w.text("id", s.ID)
		w.text("title", s.Title)
		w.text("text", s.Text)
		w.text("detail", s.Detail)
	})
}

func (w *writer) parts(parts []signer.Part) {
	w.list("parts", len(parts), func(i int) {
		p := &parts[i]
		w.object("", func() {
			w.integer("start", int64(p.Start))
			w.integer("end", int64(p.End))
			w.text("name", p.Name)
			w.text("raw", p.Raw)
			w.text("value", p.Value)
			w.text("role", string(p.Role))
			w.flag("signed", p.Signed)
			w.text("status", string(p.Status))
			w.text("note", p.Note)
		})
	})
}

func (w *writer) findings(findings []signer.Finding) {
	w.list("findings", len(findings), func(i int) {
		f := &findings[i]
		w.object("", func() {
			w.text("code", f.Code)
			w.text("severity", string(f.Severity))
			w.text("parameter", f.Parameter)
			w.text("message", f.Message)
			w.text("fix", f.Fix)
			w.text("source", string(f.Source))
		})
	})
}

func (w *writer) inspected(i signer.Inspected) {
	w.object("", func() {
		w.text("scheme", i.Scheme)
		w.text("dialect", string(i.Dialect))
		w.parts(i.Parts)
		w.signature(&i.Signature)
		w.verdict(&i.Verdict)
		w.findings(i.Findings)
		w.causes(i.Causes)
		w.text("signed_text", i.SignedText)
		w.embed(&i.Embed)
		w.text("client_id", i.ClientID)
		w.text("nonce", i.Nonce)
		w.integer("time", i.Time)
	})
}

func (w *writer) signature(s *signer.SignatureCheck) {
	w.object("signature", func() {
		w.text("given", s.Given)
		if s.Expected == nil {
			w.null("expected")
			w.null("valid")
			return
		}
		w.text("expected", *s.Expected)
		w.flag("valid", *s.Valid)
	})
}

func (w *writer) verdict(v *signer.Verdict) {
	w.object("verdict", func() {
		w.flag("accepted", v.Accepted)
		w.text("code", string(v.Code))
		w.text("sigma_message", v.SigmaMessage)
		w.text("explanation", v.Explanation)
		w.text("source", string(v.Source))
	})
}

func (w *writer) causes(causes []signer.Cause) {
	w.list("causes", len(causes), func(i int) {
		c := &causes[i]
		w.object("", func() {
			w.text("code", c.Code)
			w.flag("proved", c.Proved)
			w.text("message", c.Message)
			w.text("fix", c.Fix)
			w.text("text", c.Text)
		})
	})
}

// credentials reveals the secret: these are throw-away credentials, and their
// maker is who asked.
func (w *writer) credentials(c signer.Credentials) {
	w.object("", func() {
		w.text("client_id", c.ClientID)
		w.text("secret", c.Secret.Reveal())
	})
}

func (w *writer) nonces(nonces []string) {
	w.object("", func() { w.texts("nonces", nonces) })
}
