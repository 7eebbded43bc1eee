package room

import (
	"os"
	"path/filepath"
	"testing"
)

func TestThisMachine(t *testing.T) {
	if free, known := Memory(); !known || free <= 0 {
		t.Errorf("memory: %d, %v", free, known)
	}
	if d, known, err := Of(t.TempDir()); err != nil || !known || d.Free <= 0 {
		t.Errorf("disk: %+v, %v, %v", d, known, err)
	}
	if _, _, err := Of(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("a folder that is not there: no error")
	}
}

// TestGroupLimit reads a control group's files, as both versions have them.
func TestGroupLimit(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	g := group{folder, "memory.max", "memory.current", "inactive_file "}
	if left, limited := g.left(); limited {
		t.Errorf("without files: %d", left)
	}
	write("memory.current", "700\n")
	write("memory.max", "max\n")
	if left, limited := g.left(); limited {
		t.Errorf("without a limit: %d", left)
	}
	write("memory.max", "1000\n")
	write("memory.stat", "anon 300\nfile 400\ninactive_file 250\n")
	if left, limited := g.left(); !limited || left != 550 {
		t.Errorf("got %d, %v; want 1000 - (700 - 250)", left, limited)
	}
}
