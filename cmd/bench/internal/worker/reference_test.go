package worker

import (
	"strings"
	"testing"
	"time"
)

// TestReferences has a reference beside each kernel, only where a round was asked for
// them.
func TestReferences(t *testing.T) {
	w := startProcess(t, "good")
	if !w.Greeting().References {
		t.Error("the greeting does not offer references")
	}
	if _, err := w.Round(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ReferenceSlice(t.Context(), "native sign", 0); err == nil || !strings.Contains(err.Error(), "the round has no references") {
		t.Errorf("a round without references: %v", err)
	}
	if _, err := w.RoundWithReferences(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	for _, kernel := range kernelNames() {
		own, err := w.Slice(t.Context(), kernel, time.Millisecond, 0)
		if err != nil {
			t.Fatal(err)
		}
		reference, err := w.ReferenceSlice(t.Context(), kernel, time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if own.Operations < 1 || reference.Operations < 1 || reference.Verified != 0 {
			t.Errorf("%s: %+v, its reference %+v", kernel, own, reference)
		}
	}
}

// TestAReferenceIsInItsKernelsGuest closes a kernel's guest, which ends its reference
// and no other.
func TestAReferenceIsInItsKernelsGuest(t *testing.T) {
	s := goodServer(t)
	if _, err := s.begin(t.Context(), Request{Reference: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.round.instances["wazero sign"].Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.round.references["wazero sign"].kernel.Run(1); err == nil {
		t.Error("the reference runs on without its kernel's guest")
	}
	if err := s.round.references["wazero sign-prepared"].kernel.Run(1); err != nil {
		t.Errorf("that of another kernel: %v", err)
	}
}
