package lab

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// TestParentKeepsLittle: what the parent application is given has limits, and what goes
// beyond them changes nothing.
func TestParentKeepsLittle(t *testing.T) {
	r := newRoom(t)
	person := func(id, name string) reply { return reply{"id": id, "name": name, "embed": reply{}} }
	var many []reply
	for i := range 11 {
		many = append(many, person(fmt.Sprint(i), "x"))
	}
	before, err := r.try(Caller{Side: Console, Administrator: admin}, "parent", reply{})
	if err != nil {
		t.Fatal(err)
	}
	for want, q := range map[string]reply{
		"embed_path: 2001 bytes: at most 2000": {"embed_path": strings.Repeat("x", 2001)},
		"client_id: 2001 bytes: at most 2000":  {"client_id": strings.Repeat("x", 2001)},
		"secret: 2001 bytes: at most 2000":     {"client_id": "new", "secret": strings.Repeat("x", 2001)},
		"ten users is enough":                  {"users": many},
		"an ID of their own":                   {"users": []reply{person("a", "x"), person("a", "y")}},
		"at most 8192":                         {"users": []reply{person("a", strings.Repeat("x", 9000))}},
	} {
		_, err := r.try(Caller{Side: Console, Administrator: admin}, "set_parent", q)
		var p *tenant.Problem
		if !errors.As(err, &p) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := r.try(Caller{Side: Console, Administrator: admin}, "set_user", reply{"id": signer.Presets()[0].ID, "embed": reply{"email": strings.Repeat("x", 9000)}}); err == nil || !strings.Contains(err.Error(), "at most 8192") {
		t.Errorf("a long address: %v", err)
	}
	after, err := r.try(Caller{Side: Console, Administrator: admin}, "parent", reply{})
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("%v: was %s, is %s", err, before, after)
	}
}
