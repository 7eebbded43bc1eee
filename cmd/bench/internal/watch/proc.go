package watch

import (
	"bytes"
	"strconv"
)

// stolen gives the ticks of steal time over all processors from /proc/stat:
// "cpu  user nice system idle iowait irq softirq steal ...", see proc_stat(5).
func stolen(stat []byte) (ticks int64, ok bool) {
	line, _, _ := bytes.Cut(stat, []byte("\n"))
	line, ok = bytes.CutPrefix(line, []byte("cpu  "))
	if !ok {
		return 0, false
	}
	return number(field(line, 7))
}

// processors counts those that /proc/stat lists. In a container these are the
// host's, as are the threads of /proc/loadavg, with which they are compared;
// those that this process may use are fewer.
func processors(stat []byte) (n int) {
	for line := range bytes.Lines(stat) {
		if rest, ok := bytes.CutPrefix(line, []byte("cpu")); ok && len(rest) > 0 && '0' <= rest[0] && rest[0] <= '9' {
			n++
		}
	}
	return n
}

// running gives the threads that run or want to from /proc/loadavg, such as
// "0.20 0.18 0.12 2/80 11206": the number before the slash.
func running(loadavg []byte) (threads int, ok bool) {
	runs, _, ok := bytes.Cut(field(loadavg, 3), []byte("/"))
	if !ok {
		return 0, false
	}
	n, ok := number(runs)
	return int(n), ok
}

// throttled gives the periods in which a control group was throttled from its
// cpu.stat. The root group's has no such line in version 2: nobody limits it.
func throttled(stat []byte) (periods int64, ok bool) {
	for line := range bytes.Lines(stat) {
		if value, ok := bytes.CutPrefix(line, []byte("nr_throttled ")); ok {
			return number(bytes.TrimSpace(value))
		}
	}
	return 0, false
}

// field gives the word after n spaces; nothing if there are fewer. Unlike
// bytes.Fields it allocates nothing, twice in each slice.
func field(line []byte, n int) []byte {
	for range n {
		_, line, _ = bytes.Cut(line, []byte(" "))
	}
	word, _, _ := bytes.Cut(line, []byte(" "))
	return word
}

func number(digits []byte) (int64, bool) {
	n, err := strconv.ParseInt(string(digits), 10, 64)
	return n, err == nil
}
