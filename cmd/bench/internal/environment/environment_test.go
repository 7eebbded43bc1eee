package environment

import (
	"bufio"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

const epyc = `processor	: 0
model name	: AMD EPYC
flags		: fpu sse4_1 ssse3 avx avx2 bmi2 sha_ni
processor	: 1
model name	: AMD EPYC
`

func TestParseCPU(t *testing.T) {
	c := parseCPU(bufio.NewScanner(strings.NewReader(epyc)))
	if c.model != "AMD EPYC" || !c.flags["sha_ni"] || c.flags["processor"] {
		t.Errorf("got %+v", c)
	}
}

func TestSHAPath(t *testing.T) {
	flags := func(names string) map[string]bool {
		m := make(map[string]bool)
		for _, n := range strings.Fields(names) {
			m[n] = true
		}
		return m
	}
	all := flags("sha_ni avx avx2 bmi2 sse4_1 ssse3")
	for _, test := range []struct {
		arch    string
		flags   map[string]bool
		godebug string
		want    string
	}{
		{"amd64", all, "", "sha-ni"},
		{"amd64", all, "http2client=0,cpu.sha=off", "avx2"},
		{"amd64", all, "cpu.sha=off,cpu.avx2=off", "generic"},
		{"amd64", all, "cpu.all=off", "generic"},
		{"amd64", all, "cpu.avx=off", "generic"},
		{"amd64", all, "cpu.sha=on", "sha-ni"},
		{"amd64", flags("avx avx2 bmi2 sse4_1 ssse3"), "", "avx2"},
		{"amd64", flags("sse4_1 ssse3 sha_ni"), "", "generic"},
		{"arm64", flags("aes sha2"), "", "sha2"},
		{"arm64", flags("aes"), "", "generic"},
		{"amd64", nil, "", "unknown"},
		{"riscv64", flags("x"), "", "unknown"},
	} {
		if got := shaPath(test.arch, test.flags, test.godebug); got != test.want {
			t.Errorf("%s, GODEBUG=%q, %v: %q, want %q", test.arch, test.godebug, test.flags, got, test.want)
		}
	}
}

func TestBuildInfo(t *testing.T) {
	info := &debug.BuildInfo{
		Deps: []*debug.Module{{Path: "example.com/other", Version: "v1.0.0"}, {Path: wazeroPath, Version: "v1.12.0"}},
		Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "abc"},
			{Key: "vcs.modified", Value: "true"},
		},
	}
	if got := moduleVersion(info, wazeroPath); got != "v1.12.0" {
		t.Errorf("wazero %q", got)
	}
	if got := revision(info); got != "abc-dirty" {
		t.Errorf("revision %q, want abc-dirty", got)
	}
	if got := revision(&debug.BuildInfo{}); got != "" {
		t.Errorf("revision of nothing: %q", got)
	}
}

func TestDetectLeavesNothingEmpty(t *testing.T) {
	e := Detect()
	for name, text := range map[string]string{
		"go": e.Go, "cpu": e.CPU, "sha": e.SHA, "wazero": e.Wazero, "version": e.Version, "revision": e.Revision,
	} {
		if text == "" {
			t.Errorf("%s is empty", name)
		}
	}
	if e.GOARCH != runtime.GOARCH || e.CPUs < 1 || e.MaxProcs < 1 {
		t.Errorf("got %+v", e)
	}
}
