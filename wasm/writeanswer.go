package main

import "github.com/embedsign/embedsign/signer"

func (w *writer) built(name string, b *signer.Built) {
	w.object(name, func() {
		w.text("url", b.URL)
		w.text("signed_text", b.SignedText)
		w.text("signature", b.Signature)
		w.parts("parts", b.Parts)
		w.steps(b.Steps)
		w.findings(b.Findings)
	})
}

func (w *writer) steps(steps []signer.Step) {
	w.list("steps", len(steps), func(i int) { w.step(&steps[i]) })
}

func (w *writer) step(s *signer.Step) {
	w.object("", func() {
		w.text("id", s.ID)
		w.text("title", s.Title)
		w.text("text", s.Text)
		w.text("detail", s.Detail)
	})
}

func (w *writer) parts(name string, parts []signer.Part) {
	w.list(name, len(parts), func(i int) {
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
			if p.Meaning != "" {
				w.text("meaning", p.Meaning)
			}
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

func (w *writer) inspected(i *signer.Inspected) {
	w.object("", func() {
		w.text("scheme", i.Scheme)
		w.text("dialect", string(i.Dialect))
		w.sample(&i.Sample)
		w.parts("parts", i.Parts)
		w.judged(judged{&i.Signature, &i.Verdict, i.Log, i.Findings, i.Causes, i.Tried})
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
		} else {
			w.text("expected", *s.Expected)
			w.flag("valid", *s.Valid)
		}
		if s.BitsDifferent == nil {
			w.null("bits_different")
		} else {
			w.integer("bits_different", int64(*s.BitsDifferent))
		}
		w.text("would_sign", s.WouldSign)
		w.text("was_signed", s.WasSigned)
	})
}

func (w *writer) sample(s *signer.SampleGuess) {
	w.object("sample", func() {
		w.text("id", s.ID)
		w.text("name", s.Name)
		w.text("why", s.Why)
	})
}

func (w *writer) log(steps []signer.LogStep) {
	w.list("log", len(steps), func(i int) {
		s := &steps[i]
		w.object("", func() {
			w.text("code", string(s.Code))
			w.text("title", s.Title)
			w.text("state", string(s.State))
			w.text("parameter", s.Parameter)
			w.text("explanation", s.Explanation)
			w.text("sigma_message", s.SigmaMessage)
			w.text("source", string(s.Source))
		})
	})
}

func (w *writer) differences(differences []signer.Difference) {
	w.list("differences", len(differences), func(i int) {
		w.object("", func() {
			w.text("op", differences[i].Op)
			w.text("text", differences[i].Text)
		})
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
			w.text("send", c.Send)
			w.differences(c.Differences)
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
