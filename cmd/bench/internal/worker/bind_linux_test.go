package worker

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestBindMovesTheThread asks the kernel where it may run, and the whole process
// where its other threads may.
func TestBindMovesTheThread(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s := newSeat()
	for _, processor := range s.processors() {
		if err := s.bind(processor); err != nil {
			t.Fatal(err)
		}
		if got := newSeat().processors(); !slices.Equal(got, []int{processor}) {
			t.Errorf("bound to %d, may run on %v", processor, got)
		}
	}
	s.free()
	if got := newSeat().processors(); !slices.Equal(got, s.processors()) {
		t.Errorf("free, may run on %v, want %v", got, s.processors())
	}
	s.all.Zero()
	if err := s.bind(0); err == nil {
		t.Error("bound where no processor is known")
	}
}

// TestBoundWorkers asks a process for each of its processors, and looks from
// outside at which of its threads are bound.
func TestBoundWorkers(t *testing.T) {
	w := startProcess(t, "small")
	processors := w.Greeting().Processors
	if len(processors) == 0 {
		t.Fatal("no processors in the greeting")
	}
	for _, processor := range processors {
		if err := w.Bind(t.Context(), processor); err != nil {
			t.Fatal(err)
		}
		bound, threads := boundThreads(t, w.command.Process.Pid, processor)
		if len(processors) > 1 && bound != 1 {
			t.Errorf("%d of %d threads are bound to %d, want the kernels' alone", bound, threads, processor)
		}
	}
}

// boundThreads counts the threads of a process that may run on one processor
// only.
func boundThreads(t *testing.T, pid, processor int) (bound, threads int) {
	t.Helper()
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/status", pid, task.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(status), fmt.Sprintf("Cpus_allowed_list:\t%d\n", processor)) {
			bound++
		}
	}
	return bound, len(tasks)
}
