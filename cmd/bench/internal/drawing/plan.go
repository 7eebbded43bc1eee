package drawing

import (
	"errors"
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/runfile"
)

// ErrNoRoom is a drawing that fits neither into memory nor onto the disk.
var ErrNoRoom = errors.New("too little room")

// A Plan says where the nonces of a drawing go.
type Plan struct {
	// Spill: to files in Folder, as they do not fit into memory.
	Spill  bool
	Folder string
	// List is how many nonces a generator has in memory at most when they are spilled.
	List int
	// Memory and Disk are what the nonces take of each at most, in bytes.
	Memory, Disk int64
}

// Room is what there is for nonces.
type Room struct {
	// Memory is in bytes, Folder where files may go.
	Memory int64
	Folder string
	// Disk is what is free there in bytes; negative if that is not known.
	Disk int64
	// Useless says why files there are of no use, or is empty.
	Useless string
}

// maxRuns bounds the runs that are compared at once: each takes 128 KiB and an open
// file.
const maxRuns = 512

// leastList is the shortest list that a generator spills. Shorter ones would make too many
// files.
const leastList = 1 << 16

// NewPlan decides between memory and files. The error is [ErrNoRoom], and says what would
// do.
func NewPlan(sources []Source, room Room) (Plan, error) {
	total := 0
	for _, s := range sources {
		total += s.Count()
	}
	if need := int64(total) * nonceset.Size; need <= room.Memory {
		return Plan{Memory: need}, nil
	}
	p := Plan{Spill: true, Folder: room.Folder}
	atOnce := 1
	for _, s := range sources {
		atOnce = max(atOnce, min(s.AtOnce, len(s.Generators)))
	}
	p.List = int(room.Memory / nonceset.Size / int64(atOnce))
	p.Memory = int64(p.List) * int64(atOnce) * nonceset.Size
	runs := 0
	for _, s := range sources {
		for _, g := range s.Generators {
			n, length := p.runs(g.Count)
			runs += n
			p.Disk += length
		}
	}
	return p, p.check(room, total, runs, atOnce)
}

// runs gives how many files a generator makes, and their length.
func (p Plan) runs(count int) (runs int, length int64) {
	if p.List == 0 {
		return 0, 0
	}
	runs = (count + p.List - 1) / p.List
	return runs, int64(runs)*runfile.Length("", 0) + runfile.Length("", count) + int64(runs)*4
}

// check refuses what does not fit.
func (p Plan) check(room Room, total, runs, atOnce int) error {
	all := int64(total) * nonceset.Size
	switch {
	case p.List < leastList:
		return fmt.Errorf("%w: %s of memory for nonces, and %d generators at once need %s; give more memory, or let fewer draw at once",
			ErrNoRoom, Bytes(room.Memory), atOnce, Bytes(int64(atOnce)*leastList*nonceset.Size))
	case runs > maxRuns:
		return fmt.Errorf("%w: %d sorted files, at most %d can be compared at once; give some %s more memory, or let fewer draw at once",
			ErrNoRoom, runs, maxRuns, Bytes(all*int64(atOnce)/maxRuns))
	case room.Useless != "":
		return fmt.Errorf("%w: the nonces take %s, %s of memory are for them, and %s; name a folder on a disk with %s free",
			ErrNoRoom, Bytes(all), Bytes(room.Memory), room.Useless, Bytes(p.Disk))
	case room.Disk >= 0 && p.Disk > room.Disk:
		return fmt.Errorf("%w: the nonces take %s, %s of memory are for them, and files in %q would take %s of %s that are free; draw at most %d, give %s more memory, or name a folder with more room",
			ErrNoRoom, Bytes(all), Bytes(room.Memory), room.Folder, Bytes(p.Disk), Bytes(room.Disk),
			max(room.Disk, room.Memory)/(nonceset.Size+1), Bytes(all-room.Memory))
	}
	return nil
}

// list is the length of the list of a generator that draws so many.
func (p Plan) list(count int) int {
	if p.Spill {
		return min(p.List, count)
	}
	return count
}

// Bytes writes an amount of memory, such as 1.5 GiB.
func Bytes(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20))
	default:
		return fmt.Sprintf("%d KiB", max(n, 0)/1024)
	}
}
