package guest

import (
	"slices"
	"testing"
)

// TestMemoryPagesAreExact has two modules count, and a third instance that has
// done nothing.
func TestMemoryPagesAreExact(t *testing.T) {
	var pages [2]int
	for i := range pages {
		var err error
		if pages[i], err = newEngine(t, Crypto).Module.MemoryPages(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	idle, err := newEngine(t, Crypto).Module.Instantiate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if fresh := int(idle.MemoryBytes() / wasmPage); pages[0] != pages[1] || pages[0] <= fresh {
		t.Errorf("%d pages, a fresh instance has %d", pages, fresh)
	}
}

func TestExports(t *testing.T) {
	got := newEngine(t, Crypto).Module.Exports()
	for _, name := range exports {
		if !slices.Contains(got, name) {
			t.Errorf("%q is not among %q", name, got)
		}
	}
	if !slices.IsSorted(got) {
		t.Errorf("not sorted: %q", got)
	}
}
