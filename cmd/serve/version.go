package main

import "runtime/debug"

// version says what was built: module version, revision and Go version. `go
// run` leaves the revision out of a build, `go build` in a clone does not.
func version(info *debug.BuildInfo) string {
	revision, modified := "unknown", ""
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			revision = setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			modified = " (modified)"
		}
	}
	return info.Main.Version + ", revision " + revision + modified + ", " + info.GoVersion
}

// ownVersion is that of this binary.
func ownVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return version(info)
}
