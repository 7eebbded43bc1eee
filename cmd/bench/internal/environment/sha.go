package environment

import "strings"

// A path of crypto/sha256 is taken when the processor has all of its flags, as
// /proc/cpuinfo names them.
type path struct {
	name  string
	flags []string
	// debug are the names under which GODEBUG=cpu.<name>=off turns it off.
	debug []string
}

// shaPaths lists the paths of crypto/sha256 in the order in which it tries
// them, after the sources of Go 1.26.
var shaPaths = map[string][]path{
	"amd64": {
		{"sha-ni", []string{"sha_ni", "avx", "sse4_1", "ssse3"}, []string{"sha", "avx", "sse41", "ssse3"}},
		{"avx2", []string{"avx2", "avx", "bmi2"}, []string{"avx2", "avx", "bmi2"}},
	},
	"arm64": {
		{"sha2", []string{"sha2"}, []string{"sha2"}},
	},
}

// shaPath names the path that crypto/sha256 takes. Go does not tell, so this
// repeats its decision, the switches of GODEBUG included.
func shaPath(arch string, flags map[string]bool, godebug string) string {
	paths, known := shaPaths[arch]
	if !known || len(flags) == 0 {
		return Unknown
	}
	off := turnedOff(godebug)
	for _, p := range paths {
		if p.available(flags, off) {
			return p.name
		}
	}
	return "generic"
}

func (p path) available(flags, off map[string]bool) bool {
	for _, f := range p.flags {
		if !flags[f] {
			return false
		}
	}
	for _, d := range p.debug {
		if off[d] {
			return false
		}
	}
	return !off["all"]
}

// turnedOff reads cpu.<name>=off from the text of GODEBUG.
func turnedOff(godebug string) map[string]bool {
	off := make(map[string]bool)
	for setting := range strings.SplitSeq(godebug, ",") {
		name, value, _ := strings.Cut(setting, "=")
		if feature, ok := strings.CutPrefix(name, "cpu."); ok {
			off[feature] = value == "off"
		}
	}
	return off
}
