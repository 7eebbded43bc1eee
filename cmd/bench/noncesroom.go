package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/drawing"
	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/figures"
	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/room"
	"github.com/embedsign/embedsign/cmd/bench/internal/runfile"
)

// The memory that is not for nonces: of the program, of garbage that is not collected yet,
// and of wazero with its compiled code, and with instances and what they answer.
const (
	outsideHeap    = 192 << 20
	programMemory  = outsideHeap + 96<<20
	guestMemory    = 192 << 20
	instanceMemory = 16 << 20
)

// Without --memory. What most machines can spare is just enough for 10^8 nonces.
const (
	mostMemory    = 2 << 30
	unknownMemory = 1 << 30
)

// memoryLimit is what the whole process may use.
func (n *noncing) memoryLimit() (int64, error) {
	free, known := room.Memory()
	switch {
	case n.memory == "" && known:
		return min(free/2, mostMemory), nil
	case n.memory == "":
		return unknownMemory, nil
	}
	limit, err := size(n.memory)
	if err == nil && known && limit > free {
		err = usage("--memory %s: %s of memory are free here, and the kernel ends what takes more", n.memory, drawing.Bytes(free))
	}
	return limit, err
}

// reserve is what of the memory is not for nonces.
func (n *noncing) reserve() int64 {
	// The tests of one source run at a time; each keeps its sample until then.
	sample := int64(evidence.SampleMemory)
	reserve := programMemory + sample/2*int64(len(n.sources)+1)
	if slices.Contains(n.sources, guest.Name) {
		reserve += guestMemory + instanceMemory*int64(min(n.goroutines, n.instances))
	}
	return reserve
}

// plan decides between memory and files. What fits nowhere is wrong usage.
func (n *noncing) plan(sources []drawing.Source, memory int64) (drawing.Plan, error) {
	place, err := n.place()
	if err != nil {
		return drawing.Plan{}, err
	}
	place.Memory = memory - n.reserve()
	if place.Memory <= 0 {
		return drawing.Plan{}, usage("%s of memory are too little for these sources; %s", drawing.Bytes(memory), n.wouldDo(sources, place))
	}
	p, err := drawing.NewPlan(sources, place)
	if errors.Is(err, drawing.ErrNoRoom) {
		return p, usage("--count %d with %s of --memory, of which %s are for other things: %w; %s",
			n.count, drawing.Bytes(memory), drawing.Bytes(n.reserve()), err, n.wouldDo(sources, place))
	}
	return p, errors.Join(err, n.checkRunFile(sources, p))
}

// wouldDo says what --memory would be enough, rounded up.
func (n *noncing) wouldDo(sources []drawing.Source, place drawing.Room) string {
	const mib = 1 << 20
	total := 0
	for _, s := range sources {
		total += s.Count()
	}
	reserve := n.reserve()
	least := reserve/mib + 1
	most := (reserve+int64(total)*nonceset.Size)/mib + 1 // all nonces fit
	more := sort.Search(int(most-least), func(i int) bool {
		place.Memory = (least+int64(i))*mib - reserve
		_, err := drawing.NewPlan(sources, place)
		return err == nil
	})
	return fmt.Sprintf("--memory %dMiB would do", least+int64(more))
}

// checkRunFile looks if there is room for the run file, and for the others in case they are
// on the same disk. What else is wrong with its folder shows when it is opened.
func (n *noncing) checkRunFile(sources []drawing.Source, p drawing.Plan) error {
	if n.runFile == "" {
		return nil
	}
	total := 0
	for _, s := range sources {
		total += s.Count()
	}
	disk, known, err := room.Of(filepath.Dir(n.runFile))
	if length := runfile.Length("", total); err == nil && known && length+p.Disk > disk.Free {
		return usage("--run-file %q: it takes %s, other files may take %s, and %s are free there; draw fewer, or name a folder with more room",
			n.runFile, drawing.Bytes(length), drawing.Bytes(p.Disk), drawing.Bytes(disk.Free))
	}
	return nil
}

// place looks at the folder for files.
func (n *noncing) place() (drawing.Room, error) {
	place := drawing.Room{Folder: n.dir, Disk: -1}
	if info, err := os.Stat(n.dir); err != nil {
		return place, usage("--dir: %w", err)
	} else if !info.IsDir() {
		return place, usage("--dir %q: not a folder", n.dir)
	}
	disk, known, err := room.Of(n.dir)
	switch {
	case err != nil:
		return place, usage("--dir: %w", err)
	case known && disk.Memory:
		place.Useless = fmt.Sprintf("files in %q are in memory too", n.dir)
	case known:
		place.Disk = disk.Free
	}
	return place, nil
}

// What sorting and comparing cost, measured on one core of a virtual machine in 2026: the
// estimate need not be better than that. A disk may be slower.
const (
	sortNS    = 60 // and the tests of bits
	compareNS = 25
	diskRate  = 300 << 20
)

// announce says before anything is drawn what it will take.
func (n *noncing) announce(stderr io.Writer, sources []drawing.Source, p drawing.Plan, memory int64) error {
	parts := []string{}
	for _, s := range sources {
		if s.Name != native.Name {
			parts = append(parts, fmt.Sprintf("%s from %s in at most %v", figures.Plural(s.Count(), "nonce"), s.Name, n.patience))
			continue
		}
		took, err := n.nativeTime(s, p)
		if err != nil {
			return err
		}
		parts = append(parts, fmt.Sprintf("%s from native in some %s", figures.Plural(s.Count(), "nonce"), figures.Seconds(took)))
	}
	files := "no files"
	if p.Spill {
		files = fmt.Sprintf("%s of files in %s", drawing.Bytes(p.Disk), p.Folder)
	}
	fmt.Fprintf(stderr, "estimate: %s; %s of memory, at most %s; %s\n", strings.Join(parts, ", "), drawing.Bytes(n.reserve()+p.Memory), drawing.Bytes(memory), files)
	return nil
}

// nativeTime estimates how long the native nonces take, in seconds, from the time that a
// few of them take now.
func (n *noncing) nativeTime(s drawing.Source, p drawing.Plan) (float64, error) {
	const few = 50_000
	begin := time.Now()
	err := native.DrawNonces(context.Background(), few, func(nonce string) error {
		_, err := nonceset.Parse(nonce)
		return err
	})
	each := float64(time.Since(begin).Nanoseconds())/few + sortNS
	atOnce := float64(min(n.goroutines, runtime.GOMAXPROCS(0)))
	count := float64(s.Count())
	seconds := count * (each/atOnce + compareNS) / 1e9
	if p.Spill {
		seconds += 2 * count * nonceset.Size / diskRate
	}
	return seconds, err
}
