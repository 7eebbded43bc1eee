package native

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
)

func newSubject(t *testing.T) *subject.Subject {
	t.Helper()
	s, err := subject.New(rand.Reader, subject.Path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestEveryOperationIsVerified runs each operation and asks that what it made
// was looked at and found good.
func TestEveryOperationIsVerified(t *testing.T) {
	for _, operation := range Operations() {
		t.Run(operation, func(t *testing.T) {
			a := new(audit.Audit)
			e := &Engine{newSubject(t), a}
			got, err := e.Measure(t.Context(), operation, 2, measure.NewPlan(20*time.Millisecond))
			if err != nil || got.Operation.Count == 0 || got.Reference.Count == 0 || got.Latency.TotalCount() == 0 {
				t.Errorf("got %+v, %v", got, err)
			}
			counts, evidence := a.Result()
			if counts.Bad != 0 || operation != "nonce" && counts.Verified == 0 {
				t.Errorf("counts %+v, evidence %q", counts, evidence)
			}
		})
	}
}

// TestCheckFindsABrokenKernel spoils what each kernel made.
func TestCheckFindsABrokenKernel(t *testing.T) {
	s := newSubject(t)
	for operation, spoil := range map[string]func(measure.Kernel){
		"sign":          func(k measure.Kernel) { k.(*sign).url[100] ^= 1 },
		"sign-prepared": func(k measure.Kernel) { k.(*signPrepared).url[100] ^= 1 },
		"verify":        func(k measure.Kernel) { v := k.(*verify); v.urls[v.turn] += "0" },
		"nonce":         func(k measure.Kernel) { k.(*nonce).text[14] = '1' },
	} {
		a := new(audit.Audit)
		pair, err := (&Engine{s, a}).pair(operation)
		if err != nil {
			t.Fatal(err)
		}
		runOnce(t, pair.Operation)
		spoil(pair.Operation)
		pair.Operation.Check()
		if counts, evidence := a.Result(); counts.Bad == 0 || len(evidence) == 0 {
			t.Errorf("%s: not noticed: %+v", operation, counts)
		}
	}
}

// TestCheckAsksForTheReason has a URL that is refused whatever its signature
// is: that proves nothing about signatures.
func TestCheckAsksForTheReason(t *testing.T) {
	a := new(audit.Audit)
	k, err := newVerify(newSubject(t), a)
	if err != nil {
		t.Fatal(err)
	}
	runOnce(t, k)
	k.urls[k.turn] = newSubject(t).Built("nonce", time.Now()).URL
	k.Check()
	if _, evidence := a.Result(); len(evidence) != 2 || !strings.Contains(evidence[0], "not refused as such: unknown_client") {
		t.Errorf("evidence %q", evidence)
	}
}

func TestCheckFindsABrokenReference(t *testing.T) {
	a := new(audit.Audit)
	r, err := newReference(newSubject(t), a)
	if err != nil {
		t.Fatal(err)
	}
	runOnce(t, r)
	r.sum[0] ^= 1
	r.Check()
	if counts, _ := a.Result(); counts.Bad != 1 {
		t.Errorf("not noticed: %+v", counts)
	}
}

func runOnce(t *testing.T, k measure.Kernel) {
	t.Helper()
	if err := k.Draw(); err != nil {
		t.Fatal(err)
	}
	if err := k.Run(1); err != nil {
		t.Fatal(err)
	}
}

func TestUnknownOperation(t *testing.T) {
	e := &Engine{newSubject(t), new(audit.Audit)}
	if _, err := e.Measure(t.Context(), "open", 1, measure.NewPlan(time.Millisecond)); err == nil {
		t.Error("Measure: no error")
	}
	if _, _, err := e.Allocations(t.Context(), "open"); err == nil {
		t.Error("Allocations: no error")
	}
}

func TestNoncesAreDistinctAndWellFormed(t *testing.T) {
	batch, err := Nonces(t.Context(), 20_000)
	if err != nil {
		t.Fatal(err)
	}
	var set nonceset.Set
	set.Add(Name, "goroutine 1", batch)
	counts, _ := set.Report()
	if c := counts[0]; c.Generated != 20_000 || c.Duplicates != 0 || c.Malformed != 0 {
		t.Errorf("got %+v", c)
	}
}

func TestNoncesEndWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if batch, err := Nonces(ctx, 20_000); err != nil || batch.Len() != 0 {
		t.Errorf("%d nonces, %v; want none", batch.Len(), err)
	}
}
