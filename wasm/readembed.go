package main

import "github.com/embedsign/embedsign/signer"

func readEmbed(in *reader, e *signer.Embed) {
	in.object(func(name string) {
		switch name {
		case "path":
			e.Path = in.text()
		case "mode":
			e.Mode = signer.Mode(in.text())
		case "email":
			e.Email = in.text()
		case "external_user_id":
			e.ExternalUserID = in.text()
		case "teams":
			e.Teams = in.texts()
		case "account_type":
			e.AccountType = in.text()
		case "session_length":
			e.SessionLength, _ = in.integer()
		default:
			readOptional(in, e, name)
		}
	})
}

func readOptional(in *reader, e *signer.Embed, name string) {
	switch name {
	case "first_name":
		e.FirstName = in.text()
	case "last_name":
		e.LastName = in.text()
	case "eval_connection_id":
		e.EvalConnectionID = in.text()
	case "attributes":
		in.array(func() { e.Attributes = append(e.Attributes, readAttribute(in)) })
	case "options":
		in.array(func() { e.Options = append(e.Options, readOption(in)) })
	case "controls":
		in.array(func() { e.Controls = append(e.Controls, readControl(in)) })
	default:
		in.skip()
	}
}

func readAttribute(in *reader) (a signer.Attribute) {
	in.object(func(name string) {
		switch name {
		case "name":
			a.Name = in.text()
		case "values":
			a.Values = in.texts()
		default:
			in.skip()
		}
	})
	return a
}

func readOption(in *reader) (o signer.Option) {
	in.object(func(name string) {
		switch name {
		case "name":
			o.Name = in.text()
		case "value":
			o.Value = in.text()
		default:
			in.skip()
		}
	})
	return o
}

func readControl(in *reader) (c signer.Control) {
	in.object(func(name string) {
		switch name {
		case "id":
			c.ID = in.text()
		case "values":
			c.Values = in.texts()
		case "range":
			c.Range = readRange(in)
		default:
			in.skip()
		}
	})
	return c
}

func readRange(in *reader) *signer.Range {
	var r *signer.Range
	in.object(func(name string) {
		if r == nil {
			r = &signer.Range{}
		}
		switch name {
		case "min":
			r.Min = in.text()
		case "max":
			r.Max = in.text()
		default:
			in.skip()
		}
	})
	return r
}
