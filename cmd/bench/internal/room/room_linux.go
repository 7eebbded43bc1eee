package room

import (
	"fmt"
	"os"
	"path"
	"strings"

	"golang.org/x/sys/unix"
)

// Memory gives how many bytes of memory are free, of the machine or of the control
// group that this process is in, whichever are fewer. Not known: it cannot be told.
func Memory() (free int64, known bool) {
	meminfo, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, false
	}
	if free, known = available(meminfo); !known {
		return 0, false
	}
	for _, group := range groups() {
		if left, limited := group.left(); limited {
			free = min(free, left)
		}
	}
	return max(0, free), true
}

// A group is a control group's folder, and the names of its files: they differ between
// the versions of control groups.
type group struct{ folder, limit, used, cache string }

// groups lists the control group that this process is in, and those around it, whose
// limits hold too. In a container its own group is the root of the mount.
func groups() (all []group) {
	membership, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(membership)) {
		// hierarchy:controllers:path, see cgroups(7)
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) < 3 || parts[1] != "" && parts[1] != "memory" {
			continue
		}
		for name := path.Clean("/" + parts[2]); ; name = path.Dir(name) {
			if parts[1] == "" {
				all = append(all, group{path.Join("/sys/fs/cgroup", name), "memory.max", "memory.current", "inactive_file "})
			} else {
				all = append(all, group{path.Join("/sys/fs/cgroup/memory", name), "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "})
			}
			if name == "/" {
				break
			}
		}
	}
	return all
}

// left gives what the limit of a control group leaves, if it has one. What is used
// includes copies of files that the kernel drops when there is need.
func (g group) left() (left int64, limited bool) {
	limit, limited := g.number(g.limit)
	used, known := g.number(g.used)
	if !limited || !known {
		return 0, false
	}
	stat, _ := os.ReadFile(path.Join(g.folder, "memory.stat"))
	for line := range strings.Lines(string(stat)) {
		if cached, found := strings.CutPrefix(line, g.cache); found {
			n, _ := number([]byte(cached))
			used -= n
		}
	}
	return limit - used, true
}

func (g group) number(file string) (int64, bool) {
	text, err := os.ReadFile(path.Join(g.folder, file))
	if err != nil {
		return 0, false
	}
	return number(text)
}

// Of looks at the file system of a folder.
func Of(folder string) (d Disk, known bool, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return d, false, fmt.Errorf("%q: %w", folder, err)
	}
	d.Free = int64(s.Bavail) * int64(s.Bsize)
	d.Memory = int64(s.Type) == unix.TMPFS_MAGIC || int64(s.Type) == unix.RAMFS_MAGIC
	return d, true, nil
}
