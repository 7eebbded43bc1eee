package baseline

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// A Key is all that the ratio to the reference depends on beside the signer.
type Key struct {
	CPU    string `json:"cpu"` // the model's name
	SHA    string `json:"sha"` // the code path of SHA-256
	GOOS   string `json:"goos"`
	GOARCH string `json:"goarch"`
	Level  string `json:"goarch_level"`
	Go     string `json:"go"`
	Wazero string `json:"wazero"`
}

// KeyOf takes the key out of an environment.
func KeyOf(e environment.Environment) Key {
	return Key{CPU: e.CPU, SHA: e.SHA, GOOS: e.GOOS, GOARCH: e.GOARCH, Level: e.Level, Go: e.Go, Wazero: e.Wazero}
}

// A part has its name, and whether it belongs to the toolchain: the exact figures
// depend on that, but on no processor.
type part struct {
	name      string
	value     func(*Key) string
	toolchain bool
}

func parts() []part {
	return []part{
		{"processor", func(k *Key) string { return k.CPU }, false},
		{"SHA-256 path", func(k *Key) string { return k.SHA }, false},
		{"operating system", func(k *Key) string { return k.GOOS }, true},
		{"architecture", func(k *Key) string { return k.GOARCH }, true},
		{"architecture level", func(k *Key) string { return k.Level }, true},
		{"Go", func(k *Key) string { return k.Go }, true},
		{"wazero", func(k *Key) string { return k.Wazero }, true},
	}
}

// Check refuses a key of which a part is not known: two machines of which nothing
// is known would have the same.
func (k *Key) Check() error {
	for _, p := range parts() {
		if v := p.value(k); v == "" || v == environment.Unknown {
			return fmt.Errorf("key: the %s is not known, so nothing can be compared with it", p.name)
		}
	}
	return nil
}

// Differs lists the parts that are not the same now, and reports whether one of
// them is of the toolchain.
func (k *Key) Differs(now Key) (differs []gate.Part, toolchain bool) {
	for _, p := range parts() {
		if was, is := p.value(k), p.value(&now); was != is {
			differs = append(differs, gate.Part{Name: p.name, Base: was, Head: is})
			toolchain = toolchain || p.toolchain
		}
	}
	return differs, toolchain
}
