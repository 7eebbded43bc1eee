// Package testneeds says what a test needs of the machine that it runs on. Where that is
// absent the test is skipped and says why; where CI is set it fails, for there all of it
// is installed, and a test that was left out would look like one that passed.
package testneeds

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Program gives the path of the first of these programs that is installed.
func Program(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Absent(t, fmt.Sprintf("%s is not installed", strings.Join(names, " or ")))
	return ""
}

// Absent ends a test for want of something, with what is missing and how one gets it.
func Absent(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s, and nothing may be skipped where CI is set", what)
	}
	t.Skip(what)
}
