package e2e

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

// An opening is an attack on a URL, and what comes of it when it is opened as the
// attack says.
type opening struct {
	name   string
	attack map[string]any // a request
	broken signer.Broken
	opened signer.Inspection
}

// openings are those of every attack on every vector.
func openings(t *testing.T) (all []opening) {
	v := vectors.Read(t, "../..")
	for _, x := range v.HMAC {
		for _, attack := range signer.Attacks() {
			broken, err := signer.Break(attack.ID, x.URL)
			if err != nil {
				t.Fatal(err)
			}
			now := time.Unix(x.Time+broken.Wait, 0)
			o := opening{attack.ID + " " + x.Name, map[string]any{"attack": attack.ID, "url": x.URL}, broken,
				signer.Inspection{URL: broken.URL, Secret: signer.NewSecret(v.Secret), ClientID: &v.ClientID, Now: &now, UsedNonces: []string{}, SkipCauses: true}}
			if broken.Opens == 2 {
				o.opened.UsedNonces = []string{x.Nonce}
			}
			all = append(all, o)
		}
	}
	return all
}

// testAttacksOnVectors asks the module of the page for every attack on every
// vector, and what the receiving side says: the same as Go, and the verdict that
// the attack announces.
func testAttacksOnVectors(t *testing.T, browser context.Context) {
	p := newPage(t, browser)
	p.open(serve(t, nil))
	all := openings(t)
	var attacks, inspections []map[string]any
	for _, o := range all {
		i := o.opened
		attacks = append(attacks, o.attack)
		inspections = append(inspections, map[string]any{"url": i.URL, "secret": i.Secret.Reveal(), "client_id": *i.ClientID, "now": i.Now.Unix(),
			"used_nonces": i.UsedNonces, "skip_causes": true})
	}
	broken, opened := askAll[signer.Broken](p, "break", attacks), askAll[signer.Inspected](p, "inspect", inspections)
	for i, o := range all {
		if !reflect.DeepEqual(broken[i], o.broken) {
			t.Errorf("%s: broken\n%+v\nwant\n%+v", o.name, broken[i], o.broken)
		}
		if got := opened[i].Verdict.Code; got != o.broken.Expect {
			t.Errorf("%s: %s, want %s", o.name, got, o.broken.Expect)
		}
		if got, want := jsonOf(p, opened[i]), jsonOf(p, signer.Inspect(o.opened)); got != want {
			t.Errorf("%s: opened\n%s\nwant\n%s", o.name, got, want)
		}
	}
}
