package e2e

import (
	"bufio"
	"regexp"
	"testing"
	"time"
)

// waitForLine reads the lines of a process until one matches, gives the group of
// the match, and goes on reading, so that the process does not stop for want of
// a reader.
func waitForLine(t *testing.T, lines *bufio.Scanner, pattern *regexp.Regexp) string {
	t.Helper()
	found := make(chan string, 1)
	go func() {
		defer close(found)
		for lines.Scan() {
			if match := pattern.FindStringSubmatch(lines.Text()); match != nil && len(found) == 0 {
				found <- match[1]
			}
		}
	}()
	select {
	case line, ok := <-found:
		if !ok {
			t.Fatalf("the process ended without a line that matches %s", pattern)
		}
		return line
	case <-time.After(manyTooLong): // a browser may start slowly
		t.Fatalf("no line matches %s", pattern)
	}
	return ""
}
