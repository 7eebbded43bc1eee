package gate

import (
	"fmt"
	"slices"

	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// Figures are what has no noise, of one side.
type Figures struct {
	worker.Exact
	// Wasm is the size of signer.wasm in bytes, Brotli that of what a visitor
	// downloads; 0 where both sides have the same file.
	Wasm   int `json:"wasm_bytes"`
	Brotli int `json:"brotli_bytes"`
	// WasmSHA256 tells whether it is the same file, in hex.
	WasmSHA256 string `json:"wasm_sha256"`
}

// Check refuses figures of which one is missing: it would be no worse than any other.
func (f *Figures) Check(kernels []string) error {
	for _, name := range kernels {
		if !slices.ContainsFunc(f.Kernels, func(c worker.Count) bool { return c.Kernel == name }) {
			return fmt.Errorf("no exact figures of %q", name)
		}
	}
	for _, figure := range []struct {
		name  string
		value int
	}{
		{"URL length", f.URL}, {"memory pages", f.Pages}, {"exported functions", len(f.Exports)},
		{"signer.wasm in bytes", f.Wasm}, {"SHA-256 of signer.wasm", len(f.WasmSHA256)},
	} {
		if figure.value <= 0 {
			return fmt.Errorf("exact figures without %s", figure.name)
		}
	}
	return nil
}

// How much a size may grow: new functions take room, so sizes have a tolerance
// although they have no noise.
const sizeTolerance = 0.05

// CompareExact compares the figures. What one operation does may not become more;
// sizes may grow by a twentieth; a function that was exported has to stay. Compressed
// sizes are compared of files that are not the same.
func CompareExact(base, head Figures) []Exact {
	var all []Exact
	for _, b := range base.Kernels {
		i := slices.IndexFunc(head.Kernels, func(h worker.Count) bool { return h.Kernel == b.Kernel })
		if i < 0 {
			all = append(all, Exact{Name: b.Kernel, Base: "measured", Head: nil, Verdict: Fail, Note: "the kernel is gone", lasting: true})
			continue
		}
		all = append(all, compareCounts(b, head.Kernels[i])...)
	}
	if base.WasmSHA256 != head.WasmSHA256 {
		all = append(all, hardlyMore("signer.wasm in bytes, brotli", base.Brotli, head.Brotli))
	}
	return append(all,
		lasting(noMore("URL length in bytes", float64(base.URL), float64(head.URL))),
		hardlyMore("signer.wasm in bytes", base.Wasm, head.Wasm),
		hardlyMore("memory pages of an instance", base.Pages, head.Pages),
		lasting(compareExports(base.Exports, head.Exports)),
	)
}

func lasting(e Exact) Exact {
	e.lasting = true
	return e
}

// CompareLasting compares what Go's and wazero's versions have no part in, for
// figures that come from different ones: the rest may differ with those alone.
func CompareLasting(base, head Figures) []Exact {
	var all []Exact
	for _, e := range CompareExact(base, head) {
		if e.lasting {
			all = append(all, e)
		}
	}
	return all
}

func compareCounts(base, head worker.Count) []Exact {
	all := []Exact{
		noMore(base.Kernel+": allocations", base.Allocs, head.Allocs),
		noMore(base.Kernel+": bytes allocated", base.Bytes, head.Bytes),
	}
	if base.Blocks > 0 || head.Blocks > 0 {
		all = append(all, lasting(compareBlocks(base, head)))
	}
	return all
}

// compareBlocks fails a head of which they cannot be counted any more.
func compareBlocks(base, head worker.Count) Exact {
	name := base.Kernel + ": SHA-256 blocks"
	if head.Blocks == 0 {
		return Exact{Name: name, Base: float64(base.Blocks), Verdict: Fail, Note: "they cannot be counted any more"}
	}
	return noMore(name, float64(base.Blocks), float64(head.Blocks))
}

func noMore(name string, base, head float64) Exact {
	return Exact{Name: name, Base: base, Head: head, Verdict: unless(head > base)}
}

func hardlyMore(name string, base, head int) Exact {
	e := Exact{Name: name, Base: float64(base), Head: float64(head), Verdict: unless(float64(head) > float64(base)*(1+sizeTolerance))}
	if head > base {
		e.Note = fmt.Sprintf("may grow by %.0f %%", 100*sizeTolerance)
	}
	return e
}

func compareExports(base, head []string) Exact {
	gone := slices.ContainsFunc(base, func(name string) bool { return !slices.Contains(head, name) })
	return Exact{Name: "exported functions", Base: base, Head: head, Verdict: unless(gone), Note: "none may go"}
}

func unless(failed bool) Verdict {
	if failed {
		return Fail
	}
	return Pass
}
