package watch

import (
	"path"
	"strings"
)

// statFiles gives the cpu.stat files that may tell of throttling, the nearest to
// the process first: those of its group, and of the groups around it, where the
// limit often is. membership is /proc/self/cgroup, whose lines are
// "hierarchy:controllers:path"; version 2 has the hierarchy 0 and no
// controllers, version 1 one for cpu. See cgroups(7).
//
// The folders are where all distributions mount them. In a container the path
// may be that on the host, which is not there; the root of the mount is the
// container's own group then, and comes last.
func statFiles(membership string) []string {
	var files []string
	for line := range strings.Lines(membership) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) < 3 {
			continue
		}
		root, ok := groupRoot(parts[1])
		if !ok {
			continue
		}
		for group := path.Clean("/" + parts[2]); ; group = path.Dir(group) {
			files = append(files, path.Join(root, group, "cpu.stat"))
			if group == "/" {
				break
			}
		}
	}
	return files
}

// groupRoot gives the folder under which a hierarchy with some controllers is
// mounted, if it tells of the processor.
func groupRoot(controllers string) (folder string, ok bool) {
	if controllers == "" {
		return "/sys/fs/cgroup", true
	}
	for name := range strings.SplitSeq(controllers, ",") {
		if name == "cpu" {
			return "/sys/fs/cgroup/" + controllers, true
		}
	}
	return "", false
}
