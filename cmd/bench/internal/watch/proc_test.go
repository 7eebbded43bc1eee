package watch

import (
	"slices"
	"testing"
)

const procStat = `cpu  1914731 252430 449762 2236038 16300 0 10821 5713 0 0
cpu0 961062 128660 222080 1118722 4427 0 5084 2832 0 0
cpu1 953669 123770 227682 1117316 11873 0 5737 2881 0 0
intr 1 2 3
ctxt 99
`

func TestProc(t *testing.T) {
	if n, ok := stolen([]byte(procStat)); n != 5713 || !ok {
		t.Errorf("stolen %d, %v", n, ok)
	}
	if n := processors([]byte(procStat)); n != 2 {
		t.Errorf("%d processors", n)
	}
	if n, ok := running([]byte("0.20 0.18 0.12 3/80 11206\n")); n != 3 || !ok {
		t.Errorf("%d running, %v", n, ok)
	}
	if n, ok := throttled([]byte("nr_periods 90\nnr_throttled 12\nthrottled_time 5\n")); n != 12 || !ok {
		t.Errorf("%d throttled, %v", n, ok)
	}
}

// TestProcDoesNotTell has texts that lack what is looked for.
func TestProcDoesNotTell(t *testing.T) {
	for _, text := range []string{"", "\n", "cpu", "cpu  1 2 3 4\n", "cpu  1 2 3 4 5 6 7 many\n", "usage_usec 5\n", "0.20 0.18 0.12", "nr_throttled \n"} {
		if n, ok := stolen([]byte(text)); ok {
			t.Errorf("%q: stolen %d", text, n)
		}
		if n, ok := running([]byte(text)); ok {
			t.Errorf("%q: %d running", text, n)
		}
		if n, ok := throttled([]byte(text)); ok {
			t.Errorf("%q: %d throttled", text, n)
		}
		if n := processors([]byte(text)); n != 0 {
			t.Errorf("%q: %d processors", text, n)
		}
	}
}

func TestStatFiles(t *testing.T) {
	for _, c := range []struct {
		name, membership string
		want             []string
	}{
		{"version 2", "0::/user.slice/job\n", []string{"/sys/fs/cgroup/user.slice/job/cpu.stat", "/sys/fs/cgroup/user.slice/cpu.stat", "/sys/fs/cgroup/cpu.stat"}},
		{"in a container", "0::/\n", []string{"/sys/fs/cgroup/cpu.stat"}},
		{"version 1", "4:memory:/m\n3:cpuset:/x\n2:cpu,cpuacct:/docker/1\n", []string{"/sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.stat", "/sys/fs/cgroup/cpu,cpuacct/docker/cpu.stat", "/sys/fs/cgroup/cpu,cpuacct/cpu.stat"}},
		{"both", "1:cpu:/\n0::/\n", []string{"/sys/fs/cgroup/cpu/cpu.stat", "/sys/fs/cgroup/cpu.stat"}},
		{"out of the namespace", "0::/../../a\n", []string{"/sys/fs/cgroup/a/cpu.stat", "/sys/fs/cgroup/cpu.stat"}},
		{"a colon in the path", "0::/a:b\n", []string{"/sys/fs/cgroup/a:b/cpu.stat", "/sys/fs/cgroup/cpu.stat"}},
		{"none", "5:devices:/\nbroken\n", nil},
	} {
		if got := statFiles(c.membership); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// FuzzProc reads what no kernel has written: nothing of it may end a worker.
func FuzzProc(f *testing.F) {
	f.Add([]byte(procStat))
	f.Add([]byte("0.20 0.18 0.12 3/80 11206\n"))
	f.Add([]byte("nr_throttled 12\n"))
	f.Add([]byte("0::/a\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		stolen(text)
		running(text)
		throttled(text)
		if n := processors(text); n < 0 || n > len(text) {
			t.Errorf("%d processors", n)
		}
		for _, name := range statFiles(string(text)) {
			if len(name) < len("/sys/fs/cgroup/cpu.stat") {
				t.Errorf("file %q", name)
			}
		}
	})
}
