// Package environment says on what a benchmark ran: a figure without its
// machine, its toolchain and its SHA-256 path is a rumour.
package environment

import (
	"bufio"
	"cmp"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// An Environment is what a reader has to know before comparing two reports.
type Environment struct {
	Go     string `json:"go"`
	GOOS   string `json:"goos"`
	GOARCH string `json:"goarch"`
	// Level is what the compiler took for granted of the architecture, such as "v1"
	// of GOAMD64; "none" where an architecture has no levels.
	Level string `json:"goarch_level"`
	// CPU is the model's name, or "unknown".
	CPU string `json:"cpu"`
	// CPUs is what the machine shows, MaxProcs what Go uses of it.
	CPUs     int `json:"cpus"`
	MaxProcs int `json:"gomaxprocs"`
	// SHA is the code path of crypto/sha256: "sha-ni", "avx2", "sha2" (arm64),
	// "generic", or "unknown". It changes native times by a factor of four.
	SHA string `json:"sha"`
	// Wazero, Version and Revision are "unknown" when the build does not say.
	Wazero   string `json:"wazero"`
	Version  string `json:"version"`
	Revision string `json:"revision"`
}

// Unknown is what could not be found out.
const Unknown = "unknown"

// wazeroPath is the module whose version is reported.
const wazeroPath = "github.com/tetratelabs/wazero"

// Detect looks at this process and its machine.
func Detect() Environment {
	cpu := readCPU()
	e := Environment{
		Go:       runtime.Version(),
		GOOS:     runtime.GOOS,
		GOARCH:   runtime.GOARCH,
		CPU:      cmp.Or(cpu.model, Unknown),
		CPUs:     runtime.NumCPU(),
		MaxProcs: runtime.GOMAXPROCS(0),
		SHA:      shaPath(runtime.GOARCH, cpu.flags, os.Getenv("GODEBUG")),
		Level:    Unknown,
		Wazero:   Unknown,
		Version:  Unknown,
		Revision: Unknown,
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		e.Level = cmp.Or(setting(info, "GO"+strings.ToUpper(runtime.GOARCH)), "none")
		e.Wazero = cmp.Or(moduleVersion(info, wazeroPath), Unknown)
		e.Version = cmp.Or(info.Main.Version, Unknown)
		e.Revision = cmp.Or(revision(info), Unknown)
	}
	return e
}

// moduleVersion gives the version of a module that was built in.
func moduleVersion(info *debug.BuildInfo, path string) string {
	for _, m := range info.Deps {
		if m.Path != path {
			continue
		}
		if m.Replace != nil {
			return m.Replace.Version + " (replaced)"
		}
		return m.Version
	}
	return ""
}

// revision gives the commit, and says when the tree had changes beyond it.
func revision(info *debug.BuildInfo) string {
	r := setting(info, "vcs.revision")
	if r != "" && setting(info, "vcs.modified") == "true" {
		r += "-dirty"
	}
	return r
}

// setting gives one of the build, or nothing.
func setting(info *debug.BuildInfo, key string) string {
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// A cpu is what /proc/cpuinfo says of the first processor.
type cpu struct {
	model string
	flags map[string]bool
}

// readCPU gives nothing where there is no /proc.
func readCPU() cpu {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return cpu{}
	}
	defer f.Close()
	return parseCPU(bufio.NewScanner(f))
}

func parseCPU(lines *bufio.Scanner) cpu {
	c := cpu{flags: make(map[string]bool)}
	for lines.Scan() {
		name, text, _ := strings.Cut(lines.Text(), ":")
		text = strings.TrimSpace(text)
		switch strings.TrimSpace(name) {
		case "model name":
			c.model = cmp.Or(c.model, text)
		case "flags", "Features": // x86, arm64
			for _, flag := range strings.Fields(text) {
				c.flags[flag] = true
			}
		}
	}
	return c
}
