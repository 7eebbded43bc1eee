package main

import (
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/code"
)

// reference writes the format as data, for pages that show it.
func (w *writer) reference() {
	w.object("", func() {
		parameters := signer.Parameters()
		w.list("parameters", len(parameters), func(i int) { w.parameter(&parameters[i]) })
		presets := signer.Presets()
		w.list("presets", len(presets), func(i int) { w.preset(&presets[i]) })
		dialects := signer.Dialects()
		w.list("dialects", len(dialects), func(i int) {
			w.object("", func() {
				w.text("name", string(dialects[i]))
				w.text("explanation", dialects[i].Explanation())
			})
		})
		attacks := signer.Attacks()
		w.list("attacks", len(attacks), func(i int) { w.attack(&attacks[i]) })
		lessons := signer.Lessons()
		w.list("lessons", len(lessons), func(i int) { w.lesson(&lessons[i]) })
		languages := code.Languages()
		w.list("languages", len(languages), func(i int) { w.language(&languages[i]) })
		w.integer("client_id_length", signer.ClientIDLength)
		w.integer("secret_length", signer.SecretLength)
		w.integer("max_url_length", signer.MaxURLLength)
	})
}

func (w *writer) parameter(p *signer.Parameter) {
	w.object("", func() {
		w.text("name", p.Name)
		w.text("field", p.Field)
		w.text("label", p.Label)
		w.text("group", string(p.Group))
		w.flag("required", p.Required)
		w.text("type", string(p.Type))
		w.limits(p)
		w.text("default", p.Default)
		w.text("example", p.Example)
		w.text("meaning", p.Meaning)
		w.text("source", string(p.Source))
		w.text("reference", p.Reference)
	})
}

func (w *writer) limits(p *signer.Parameter) {
	if len(p.Modes) > 0 {
		w.list("modes", len(p.Modes), func(i int) { w.text("", string(p.Modes[i])) })
	}
	w.someTexts("allowed", p.Allowed)
	if p.Open {
		w.flag("open", true)
	}
	if p.Min != 0 {
		w.integer("min", p.Min)
	}
	if p.Max != 0 {
		w.integer("max", p.Max)
	}
}

func (w *writer) preset(p *signer.Preset) {
	w.object("", func() {
		w.text("id", p.ID)
		w.text("title", p.Title)
		w.text("description", p.Description)
		w.embed(&p.Embed)
	})
}
