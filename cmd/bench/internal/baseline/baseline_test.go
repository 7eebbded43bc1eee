package baseline

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

func good() *Baseline {
	return &Baseline{
		Schema:   Schema,
		Key:      Key{"Model 1", "sha-ni", "linux", "amd64", "v1", "go1.26.8", "v1.12.0"},
		Revision: "0123456789abcdef", Dirty: true,
		Exact: gate.Figures{
			Exact: worker.Exact{URL: 400, Pages: 100, Exports: []string{"call"}, Kernels: []worker.Count{{Kernel: "a"}, {Kernel: "b"}}},
			Wasm:  1000, Brotli: 200, WasmSHA256: "00",
		},
		Kernels: []Kernel{
			{"a", []float64{0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, 300},
			{"b", []float64{-1, -2, -3, -4, -5, -6}, 3000},
		},
	}
}

func TestReadWhatWasWritten(t *testing.T) {
	var file bytes.Buffer
	if err := good().Write(&file); err != nil {
		t.Fatal(err)
	}
	got, err := Read(&file, []string{"b", "a"})
	if err != nil || !reflect.DeepEqual(got, good()) {
		t.Errorf("got %+v, %v", got, err)
	}
	if ratios := got.LogRatios([]string{"b", "a"}); ratios[0][0] != -1 || ratios[1][0] != 0.1 {
		t.Errorf("got %v", ratios)
	}
}

// TestRefused changes one thing at a time. What is not read is not written either.
func TestRefused(t *testing.T) {
	for want, change := range map[string]func(*Baseline){
		"schema 2, want 1":                             func(b *Baseline) { b.Schema = 2 },
		"key: the processor is not known":              func(b *Baseline) { b.Key.CPU = "" },
		"key: the SHA-256 path is not known":           func(b *Baseline) { b.Key.SHA = environment.Unknown },
		"key: the wazero is not known":                 func(b *Baseline) { b.Key.Wazero = environment.Unknown },
		`no exact figures of "b"`:                      func(b *Baseline) { b.Exact.Kernels = b.Exact.Kernels[:1] },
		"figures without memory pages":                 func(b *Baseline) { b.Exact.Pages = 0 },
		"figures without signer.wasm in bytes, brotli": func(b *Baseline) { b.Exact.Brotli = 0 },
		`no kernel "a"`:                                func(b *Baseline) { b.Kernels = b.Kernels[1:] },
		`kernel "b": 5 launches: want at least`:        func(b *Baseline) { b.Kernels[1].LogRatios = b.Kernels[1].LogRatios[:5] },
		`kernel "a": reference of 0 ns`:                func(b *Baseline) { b.Kernels[0].ReferenceNS = 0 },
		`kernel "a": launch 2: log-ratio 15`:           func(b *Baseline) { b.Kernels[0].LogRatios[1] = 15 },
	} {
		b := good()
		change(b)
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Read(bytes.NewReader(text), []string{"a", "b"})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("read: %v, want one line with %q", err, want)
		}
		if err := b.Write(new(bytes.Buffer)); err == nil && len(b.Kernels) == 2 {
			t.Errorf("written, although %s", want)
		}
	}
	for _, text := range []string{"", "[]", `{"schema": 1`, `{"schema": 1} {}`, "\x00"} {
		if _, err := Read(strings.NewReader(text), nil); err == nil || !strings.HasPrefix(err.Error(), "not a baseline, which --save-baseline writes: ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestDiffers changes one part of the key at a time.
func TestDiffers(t *testing.T) {
	was := good().Key
	if differs, toolchain := was.Differs(was); len(differs) > 0 || toolchain {
		t.Errorf("from itself: %v", differs)
	}
	for _, test := range []struct {
		part      string
		toolchain bool
		change    func(*Key)
	}{
		{"processor", false, func(k *Key) { k.CPU = "x" }},
		{"SHA-256 path", false, func(k *Key) { k.SHA = "x" }},
		{"operating system", true, func(k *Key) { k.GOOS = "x" }},
		{"architecture", true, func(k *Key) { k.GOARCH = "x" }},
		{"Go", true, func(k *Key) { k.Go = "x" }},
		{"wazero", true, func(k *Key) { k.Wazero = "x" }},
	} {
		is := was
		test.change(&is)
		differs, toolchain := was.Differs(is)
		if len(differs) != 1 || differs[0].Name != test.part || differs[0].Head != "x" || toolchain != test.toolchain {
			t.Errorf("%s: %v, toolchain %t", test.part, differs, toolchain)
		}
	}
}

// TestPace tells the reference that differs most, slower or faster.
func TestPace(t *testing.T) {
	for _, test := range []struct {
		now  []float64
		want string
	}{
		{[]float64{300, 3000}, ""},
		{[]float64{310, 2900}, ""},
		{[]float64{316, 3000}, "a"},
		{[]float64{284, 3000}, "a"},
		{[]float64{316, 2500}, "b"},
	} {
		differs := good().Pace([]string{"a", "b"}, test.now, 0.05)
		if len(differs) == 0 && test.want == "" {
			continue
		}
		if len(differs) != 1 || differs[0].Name != "time of the reference beside "+test.want {
			t.Errorf("%v: %v, want %q", test.now, differs, test.want)
		}
	}
}

// FuzzRead: whatever is read can be written, and is the same when read again.
func FuzzRead(f *testing.F) {
	var file bytes.Buffer
	if err := good().Write(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte(`{"schema": 1, "key": {}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := Read(bytes.NewReader(text), []string{"a"})
		if err != nil {
			return
		}
		b.Kernels = slicesOf(b, "a")
		var again bytes.Buffer
		if err := b.Write(&again); err != nil {
			t.Fatal(err)
		}
		got, err := Read(&again, []string{"a"})
		if err != nil || !reflect.DeepEqual(got.LogRatios([]string{"a"}), b.LogRatios([]string{"a"})) {
			t.Fatalf("%+v, %v; want %+v", got, err, b)
		}
	})
}

// slicesOf leaves the one kernel that was asked for: only that was looked at.
func slicesOf(b *Baseline, name string) []Kernel {
	k, _ := b.kernel(name)
	return []Kernel{k}
}
