package drawing

import (
	"errors"
	"strings"
	"testing"
)

func sourceOf(count, generators, atOnce int) []Source {
	s := Source{Name: "x", AtOnce: atOnce}
	for i := range generators {
		s.Generators = append(s.Generators, Generator{Count: Split(count, generators, i)})
	}
	return []Source{s}
}

func TestPlan(t *testing.T) {
	const million = 1_000_000
	for name, c := range map[string]struct {
		sources []Source
		room    Room
		spill   bool
		wrong   string
	}{
		"fits":          {sourceOf(million, 2, 2), Room{Memory: 16 * million}, false, ""},
		"one too many":  {sourceOf(million+1, 2, 2), Room{Memory: 16 * million, Disk: 1 << 30}, true, ""},
		"disk unknown":  {sourceOf(10*million, 2, 2), Room{Memory: 16 * million, Disk: -1}, true, ""},
		"no disk":       {sourceOf(10*million, 2, 2), Room{Memory: 16 * million, Folder: "/d", Disk: 1 << 20}, true, `files in "/d" would take 153 MiB of 1 MiB`},
		"in memory too": {sourceOf(10*million, 2, 2), Room{Memory: 16 * million, Disk: -1, Useless: "files there are in memory"}, true, "name a folder on a disk"},
		"little memory": {sourceOf(million, 64, 64), Room{Memory: 1 << 20, Disk: -1}, true, "64 generators at once need 64 MiB"},
		"many files":    {sourceOf(1000*million, 1, 1), Room{Memory: 1 << 20, Disk: -1}, true, "at most 512 can be compared"},
	} {
		p, err := NewPlan(c.sources, c.room)
		if p.Spill != c.spill || (err != nil) != (c.wrong != "") {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
		if c.wrong != "" && (!errors.Is(err, ErrNoRoom) || !strings.Contains(err.Error(), c.wrong)) {
			t.Errorf("%s: %v, want %q", name, err, c.wrong)
		}
		if p.Memory > c.room.Memory {
			t.Errorf("%s: %d bytes of memory of %d", name, p.Memory, c.room.Memory)
		}
	}
}

// TestDiskIsEnough compares what the plan says with what the files take.
func TestDiskIsEnough(t *testing.T) {
	sources := []Source{{Name: "x", AtOnce: 1, Generators: []Generator{sound("x 1", 10_500), sound("x 2", 99)}}}
	p := Plan{Spill: true, Folder: t.TempDir(), List: 1000}
	for _, g := range sources[0].Generators {
		_, length := p.runs(g.Count)
		p.Disk += length
	}
	if d, _ := all(t, sources, p); d.Spilled > p.Disk || d.Spilled < p.Disk*95/100 {
		t.Errorf("%d bytes in files, %d planned", d.Spilled, p.Disk)
	}
}
