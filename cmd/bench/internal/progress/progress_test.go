package progress

import (
	"bytes"
	"testing"
)

func TestLinesOnePerStage(t *testing.T) {
	var out bytes.Buffer
	p := New(&out)
	p.Expect(4)
	p.Step("round 1 of 2", "native sign")
	p.Step("round 1 of 2", "native verify")
	p.Step("round 2 of 2", "native sign")
	p.Step("nonces", "native")
	p.Done()
	if got, want := out.String(), "round 1 of 2 …\nround 2 of 2 …\nnonces …\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNilShowsNothing(t *testing.T) {
	var p *Progress
	p.Expect(1)
	p.Step("stage", "step")
	p.Done()
}
