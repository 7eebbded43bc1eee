package busy

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// look reads the counts; what cannot be read stays 0.
func look() count {
	var c count
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err == nil {
		c.process = time.Duration(used.Utime.Nano() + used.Stime.Nano())
	}
	if text, err := os.ReadFile("/proc/stat"); err == nil {
		c.idle, c.total = ticks(string(text))
	}
	c.waited = waited("/proc/self/task")
	return c
}

// waited adds up what the threads in a folder waited for a processor when they could
// have run: the second number of schedstat, in nanoseconds.
func waited(tasks string) (sum time.Duration) {
	files, _ := filepath.Glob(tasks + "/*/schedstat") // the pattern is a good one
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		if fields := strings.Fields(string(text)); len(fields) > 1 {
			n, _ := strconv.ParseInt(fields[1], 10, 64) // what cannot be read is 0
			sum += time.Duration(n)
		}
	}
	return sum
}

// ticks reads the first line of /proc/stat: user, nice, system, idle, iowait, irq,
// softirq, steal, and then guests, whose time is in user already. Who waits for a
// disk leaves the processor idle.
func ticks(stat string) (idle, total uint64) {
	line, _, _ := strings.Cut(stat, "\n")
	fields := strings.Fields(line)
	if len(fields) < 5 || fields[0] != "cpu" {
		return 0, 0
	}
	for i, field := range fields[1:min(len(fields), 9)] {
		n, err := strconv.ParseUint(field, 10, 64)
		if err != nil {
			return 0, 0
		}
		if total += n; i == 3 || i == 4 {
			idle += n
		}
	}
	return idle, total
}
