// Package room says how much memory and disk are free, so that what does not fit can be
// refused before the kernel ends the process.
package room

import (
	"bytes"
	"strconv"
)

// available gives MemAvailable of /proc/meminfo in bytes: what can be had without
// swapping, see proc_meminfo(5).
func available(meminfo []byte) (n int64, ok bool) {
	for line := range bytes.Lines(meminfo) {
		rest, found := bytes.CutPrefix(line, []byte("MemAvailable:"))
		if !found {
			continue
		}
		rest = bytes.TrimSuffix(bytes.TrimSpace(rest), []byte(" kB"))
		n, ok = number(rest)
		return n * 1024, ok
	}
	return 0, false
}

// number reads the text of a file or line. "max", which means that there is no limit,
// is none.
func number(text []byte) (int64, bool) {
	n, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
	return n, err == nil
}

// A Disk is what is known of the file system of a folder.
type Disk struct {
	// Free is what is free for this user, in bytes.
	Free int64
	// Memory: its files are in memory, so that putting something there saves none.
	Memory bool
}
