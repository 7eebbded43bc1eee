package main

import "runtime/debug"

// version says what was built: module version, revision and Go version.
func version(info *debug.BuildInfo) string {
	return info.Main.Version + ", revision " + revision(info) + ", " + info.GoVersion
}

// revision gives the commit, and says when the tree had changes beyond it. `go
// run` leaves it out of a build, `go build` in a clone does not.
func revision(info *debug.BuildInfo) string {
	commit, modified := "unknown", ""
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			commit = setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			modified = " (modified)"
		}
	}
	return commit + modified
}

// ownVersion is that of this binary.
func ownVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return version(info)
}
