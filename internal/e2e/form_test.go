package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// testEveryParameter asks the signer of the page for its parameters: each has a
// labelled control with help, and what is put into the control is in the URL.
func testEveryParameter(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	reference := ask[struct {
		Parameters []signer.Parameter `json:"parameters"`
	}](p, "reference", nil)
	if len(reference.Parameters) < 40 {
		t.Fatalf("only %d parameters", len(reference.Parameters))
	}
	for _, parameter := range reference.Parameters {
		if parameter.Name == ":signature" || parameter.Field == "attributes" || parameter.Field == "controls" {
			continue // the result; the rows have a test of their own
		}
		p.wantField(parameter)
	}
	for _, parameter := range reference.Parameters {
		if parameter.Field != "options" {
			continue
		}
		value := "x y"
		if len(parameter.Allowed) > 0 {
			value = parameter.Allowed[0]
		}
		if parameter.Type == signer.TypeBoolean {
			value = "true"
		}
		p.set("f-"+strings.TrimPrefix(parameter.Name, ":"), value)
		if want := parameter.Name + "=" + strings.ReplaceAll(value, " ", "%20"); !strings.Contains(p.text("url"), want) {
			t.Errorf("%s is not in the URL", want)
		}
	}
}

// wantField looks at the control of a parameter as a reader meets it.
func (p *page) wantField(parameter signer.Parameter) {
	p.t.Helper()
	name, err := json.Marshal(parameter.Name)
	if err != nil {
		p.t.Fatal(err)
	}
	field := eval[*struct {
		Label, Help string
		Choices     []string
	}](p, fmt.Sprintf(`(() => {
		const control = document.querySelector('[data-parameter=' + CSS.escape(%s) + '] :is(input, select, textarea)');
		if (!control) return null;
		const choices = control.options ?? control.list?.options ?? [];
		return {
			Label: control.labels[0]?.textContent ?? "",
			Help: document.getElementById(control.getAttribute("aria-describedby"))?.textContent ?? "",
			Choices: [...choices].map((option) => option.value),
		};
	})()`, name))
	if field == nil {
		p.t.Errorf("%s has no control", parameter.Name)
		return
	}
	if !strings.Contains(field.Label, parameter.Label) || !strings.Contains(field.Help, parameter.Meaning) {
		p.t.Errorf("%s has the label %q and the help %q", parameter.Name, field.Label, field.Help)
	}
	for _, value := range parameter.Allowed {
		if !slices.Contains(field.Choices, value) {
			p.t.Errorf("%s does not offer %s, only %q", parameter.Name, value, field.Choices)
		}
	}
	if parameter.Required != strings.Contains(field.Label, "required") {
		p.t.Errorf("%s: required is %v, the label is %q", parameter.Name, parameter.Required, field.Label)
	}
}

// testRows adds, fills, changes and removes rows of the lists that grow.
func testRows(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.unfold()
	p.click("[data-rows=attributes] [data-action=add]")
	p.setRow("attributes", 1, map[string]string{"name": "Plan", "values": "Gold, or so\nSilver"})
	p.click("[data-rows=controls] [data-action=add]")
	p.setRow("controls", 1, map[string]string{"name": "When", "kind": "range", "min": "2024-05-01", "max": ""})
	p.click("[data-rows=options] [data-action=add]")
	p.setRow("options", 0, map[string]string{"name": ":new_thing", "value": "on"})
	embed := worked()
	embed.Attributes = append(embed.Attributes, signer.Attribute{Name: "Plan", Values: []string{"Gold, or so", "Silver"}})
	embed.Controls = append(embed.Controls, signer.Control{ID: "When", Range: &signer.Range{Min: "2024-05-01"}})
	embed.Options = append(embed.Options, signer.Option{Name: ":new_thing", Value: "on"})
	p.wants(p.request(embed, signer.DialectSafe))

	p.click("[data-rows=attributes] [data-row] [data-action=remove]")
	embed.Attributes = embed.Attributes[1:]
	p.wants(p.request(embed, signer.DialectSafe))
	if got := p.focus().Name; got != "name" {
		t.Errorf("after removing a row, the focus is on %q, want the name in the next", got)
	}
}

// setRow fills the inputs of a row.
func (p *page) setRow(list string, row int, values map[string]string) {
	p.t.Helper()
	for key, value := range values {
		eval[bool](p, fmt.Sprintf(`(() => {
			const row = document.querySelectorAll("[data-rows=%s] [data-row]")[%d];
			const input = row.querySelector("[data-key=%s]");
			input.value = %s;
			return input.dispatchEvent(new Event("input", { bubbles: true }));
		})()`, list, row, key, quoted(value)))
	}
}

// testFindings follows a remark to the field that it is about, out of a folded
// group.
func testFindings(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	p.set("f-first_name", "Ada")
	p.click(`#build-findings [data-parameter=":first_name"], #build-findings [data-parameter=":last_name"]`)
	if got := p.focus(); got.ID != "f-first_name" && got.ID != "f-last_name" || !got.Seen {
		t.Errorf("the focus is on %+v", got)
	}
	if got := p.text("build-verdict"); !strings.Contains(got, "1 ") {
		t.Errorf("the verdict does not count the remark: %q", got)
	}
}
