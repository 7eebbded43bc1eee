package main

import (
	"runtime/debug"
	"testing"
)

func TestVersion(t *testing.T) {
	built := func(settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v1.2.3"}, Settings: settings}
	}
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "c0ffee"}
	tests := []struct {
		info *debug.BuildInfo
		want string
	}{
		{built(), "v1.2.3, revision unknown, go1.26.8"},
		{built(revision, debug.BuildSetting{Key: "vcs.modified", Value: "false"}), "v1.2.3, revision c0ffee, go1.26.8"},
		{built(revision, debug.BuildSetting{Key: "vcs.modified", Value: "true"}), "v1.2.3, revision c0ffee (modified), go1.26.8"},
	}
	for _, test := range tests {
		if got := version(test.info); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
