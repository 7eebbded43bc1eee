package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/checkout"
	"github.com/embedsign/embedsign/cmd/bench/internal/gate"
)

// tolerance is that of the gates, in per cent.
const tolerance = 5

// usualEvery has only one in so many runs of a case judged as is usual too, which takes
// longer than a gate, and is wrong so often that fewer runs tell.
const usualEvery = 2

// A study is the flags, and how far it is.
type study struct {
	commit, lines, table, builds string
	budget, duration             time.Duration
	progress                     io.Writer
	revision                     string // of what is studied
	done                         []Line
}

// run makes runs until there are enough or the time is over, and writes the table.
func (s *study) run(ctx context.Context) (err error) {
	if s.done, err = readLines(s.lines); err != nil {
		return err
	}
	if err := s.resolve(ctx); err != nil {
		return err
	}
	for end := time.Now().Add(s.duration); time.Now().Before(end); {
		c, ok := next(s.count())
		if !ok {
			break
		}
		l, err := s.one(ctx, c)
		if err != nil {
			return err
		}
		if err := l.add(s.lines); err != nil {
			return err
		}
		s.done = append(s.done, l)
		s.tell(l)
	}
	return os.WriteFile(s.table, []byte(tableOf(s.done)), 0o644)
}

// resolve finds the commit. All lines are to be of one, and of the same budget, or
// their counts would not add up.
func (s *study) resolve(ctx context.Context) error {
	if len(s.done) > 0 && s.commit == "" {
		s.commit = s.done[0].Revision
	}
	if s.commit == "" {
		s.commit = "HEAD"
	}
	tree, err := checkout.Find(ctx, ".", "./cmd/bench")
	if err != nil {
		return err
	}
	if s.revision, err = tree.Commit(ctx, s.commit); err != nil {
		return err
	}
	for i, l := range s.done {
		if l.Revision != s.revision || l.Budget != s.budget.Seconds() {
			return fmt.Errorf("%s:%d: of commit %.12s with %v s, not %.12s with %v: name another file with -lines, or remove it",
				s.lines, i+1, l.Revision, l.Budget, s.revision, s.budget)
		}
	}
	return nil
}

func (s *study) count() map[string]int {
	done := make(map[string]int)
	for _, l := range s.done {
		done[l.Case]++
	}
	return done
}

// one runs a case once.
func (s *study) one(ctx context.Context, c Case) (l Line, err error) {
	v := variant{kernel: c.Kernel, percent: int(math.Round(100 * c.Slower))}
	if c.Kernel == "" {
		v.beside = 1 + rand.IntN(besides)
	}
	base, err := s.make(ctx, variant{})
	if err != nil {
		return l, err
	}
	head, err := s.make(ctx, v)
	if err != nil {
		return l, err
	}
	if c.Loaded {
		end, err := underLoad(ctx)
		if err != nil {
			return l, err
		}
		defer func() { err = errors.Join(err, end()) }()
	}
	l.Beside = v.beside
	l.Case, l.Revision, l.Budget, l.Seed = c.Name, s.revision, s.budget.Seconds(), rand.Uint64()>>32
	r, err := byGate(ctx, base, head, s.budget, tolerance, l.Seed)
	if err != nil {
		return l, err
	}
	l.take(r)
	if s.count()[c.Name]%usualEvery == 0 {
		l.Benchstat, l.Threshold, err = asUsual(ctx, base, head)
	}
	return l, err
}

// take puts what the gate found into the line.
func (l *Line) take(r gate.Result) {
	l.CPU, l.SHA, l.Go, l.Cores = r.Environment.CPU, r.Environment.SHA, r.Environment.Go, runtime.NumCPU()
	l.Gate = Judged{Verdict: string(r.Verdict), Slower: r.Failed(), Seconds: r.Method.Took}
	l.Deltas = make(map[string]float64)
	for _, k := range r.Kernels {
		if k.Delta.Point != nil {
			l.Deltas[k.Name] = *k.Delta.Point
		}
	}
}

func (s *study) tell(l Line) {
	fmt.Fprintf(s.progress, "%3d %-20s gate %s, benchstat %s, threshold %s\n", len(s.done), l.Case, &l.Gate, l.Benchstat, l.Threshold)
}
