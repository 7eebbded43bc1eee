package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A value is what a control of the worked example shows.
type value struct {
	Text string
	// Rows are those of a list that grows, such as the user attributes.
	Rows []row
}

// A row is one entry of a list that grows; what it has no use for is empty.
type row struct{ Name, Values, Value, Min, Max, Kind string }

// valueOf finds what the request has for a parameter. It goes by the JSON form
// of the embed, as the page does, so a new field needs no code here.
func valueOf(p signer.Parameter, r signer.Request) value {
	switch p.Field {
	case "":
		return value{Text: outside(p.Name, r)}
	case "options":
		return value{Text: option(p.Name, r.Embed.Options)}
	case "attributes":
		return value{Rows: attributeRows(r.Embed.Attributes)}
	case "controls":
		return value{Rows: controlRows(r.Embed.Controls)}
	}
	return value{Text: text(fields(r.Embed)[p.Field])}
}

// outside gives the values that do not belong to the embed.
func outside(name string, r signer.Request) string {
	switch name {
	case ":client_id":
		return r.Credentials.ClientID
	case ":nonce":
		return r.Nonce
	case ":time":
		return number(r.Time.Unix())
	}
	return ""
}

func option(name string, options []signer.Option) string {
	for _, o := range options {
		if o.Name == name {
			return o.Value
		}
	}
	return ""
}

func attributeRows(attributes []signer.Attribute) []row {
	var rows []row
	for _, a := range attributes {
		rows = append(rows, row{Name: a.Name, Values: strings.Join(a.Values, "\n")})
	}
	return rows
}

func controlRows(controls []signer.Control) []row {
	var rows []row
	for _, c := range controls {
		r := row{Name: c.ID, Kind: "values", Values: strings.Join(c.Values, "\n")}
		if c.Range != nil {
			r.Kind, r.Min, r.Max = "range", c.Range.Min, c.Range.Max
		}
		rows = append(rows, r)
	}
	return rows
}

func fields(e signer.Embed) map[string]any {
	var m map[string]any
	raw, err := json.Marshal(e)
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	if err != nil {
		panic("embed as JSON: " + err.Error()) // an Embed holds nothing that JSON cannot
	}
	return m
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = text(item)
		}
		return strings.Join(items, "\n")
	}
	return fmt.Sprint(v)
}
