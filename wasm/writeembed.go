package main

import "github.com/embedsign/embedsign/signer"

func (w *writer) embed(e *signer.Embed) {
	w.object("embed", func() {
		w.text("path", e.Path)
		w.someText("mode", string(e.Mode))
		w.someText("email", e.Email)
		w.someText("external_user_id", e.ExternalUserID)
		w.someTexts("teams", e.Teams)
		w.someText("account_type", e.AccountType)
		if e.SessionLength != 0 {
			w.integer("session_length", e.SessionLength)
		}
		w.someText("first_name", e.FirstName)
		w.someText("last_name", e.LastName)
		w.someText("eval_connection_id", e.EvalConnectionID)
		w.openEnded(e)
	})
}

// openEnded writes the lists whose names come from outside.
func (w *writer) openEnded(e *signer.Embed) {
	if len(e.Attributes) > 0 {
		w.list("attributes", len(e.Attributes), func(i int) { w.attribute(&e.Attributes[i]) })
	}
	if len(e.Options) > 0 {
		w.list("options", len(e.Options), func(i int) { w.option(&e.Options[i]) })
	}
	if len(e.Controls) > 0 {
		w.list("controls", len(e.Controls), func(i int) { w.control(&e.Controls[i]) })
	}
}

func (w *writer) attribute(a *signer.Attribute) {
	w.object("", func() {
		w.text("name", a.Name)
		w.texts("values", a.Values)
	})
}

func (w *writer) option(o *signer.Option) {
	w.object("", func() {
		w.text("name", o.Name)
		w.text("value", o.Value)
	})
}

func (w *writer) control(c *signer.Control) {
	w.object("", func() {
		w.text("id", c.ID)
		w.someTexts("values", c.Values)
		if c.Range != nil {
			w.object("range", func() {
				w.text("min", c.Range.Min)
				w.text("max", c.Range.Max)
			})
		}
	})
}
