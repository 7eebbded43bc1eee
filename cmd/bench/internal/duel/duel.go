// Package duel measures two builds of the signer against each other: one process
// of head and two of base take turns every few milliseconds, so that whatever
// slows the machine slows all of them.
//
// The second process of base is there to be compared with the first. As there is
// no difference between them, what is seen between them is noise.
//
// A process has luck with the addresses of its memory that lasts as long as it
// lives, and so has a WebAssembly instance; one was seen that was a fifth slower
// than the next. Slices of one process are therefore not independent, however many
// there are. So a run consists of many launches of three fresh processes, in each
// of which all kernels are made anew several times, and a launch counts as one
// value for each kernel.
package duel

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// A Starter starts a process of one of the builds. The role is for messages.
type Starter func(ctx context.Context, role string) (*worker.Worker, error)

// A Config says what to measure, and for how long.
type Config struct {
	Base, Head Starter
	Settings   verdict.Settings
	// Kernels are measured, in this order in what is found.
	Kernels []string
	// Budget is for all of it. A part of it is kept for the confirmation that a
	// FAIL needs.
	Budget time.Duration
	// Seed decides who goes first.
	Seed uint64
	// Again is the fraction of its work that head does twice; see
	// [worker.Request]. It is for gates that test themselves.
	Again float64
	// Progress is told of each launch; it may be nil.
	Progress func(Progress)
}

// A Progress is how far a run is.
type Progress struct {
	// Confirming says that it is the second run.
	Confirming bool
	Launches   int
	// Fraction is that of the run's time, 0 to 1.
	Fraction float64
}

// The shape of a launch. Its fixed costs are starting three processes; a round's
// are making and warming kernels. With these numbers a launch takes about a second,
// and half of that are slices.
const (
	rounds      = 3
	blocks      = 3 // in a round
	sliceLength = 3 * time.Millisecond
	warmUp      = 2 * time.Millisecond
)

// looks is how often a run is looked at. More would end clear cases earlier, and
// spend the error on times when there is little to see.
const looks = 4

// firstShare is the part of the budget that the first run may take.
const firstShare = 0.6

// A Found is what was measured and decided.
type Found struct {
	// Outcomes are those of the kernels, after confirmation if there was one.
	Outcomes []verdict.Outcome
	// First are those of the first run.
	First []verdict.Outcome
	// Confirmed reports whether there was a second run.
	Confirmed bool
	Verdict   verdict.Verdict
	Floor     verdict.Floor
	// Launches are those of the first run, and then of the second.
	Launches []Launch
	Looks    int
}

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// A sequence is what looks at a run: the first, or the one that confirms.
type sequence interface {
	Look(samples []verdict.Sample, fraction float64) ([]verdict.Outcome, error)
}

// Run measures until there is a verdict or the budget is used up. Where the
// context ends, the error says so and what was found is not a verdict.
func Run(ctx context.Context, c Config) (Found, error) {
	first, err := verdict.NewSequence(c.settings())
	if err != nil {
		return Found{}, err
	}
	d := &duel{config: c, random: seeded(c.Seed)}
	budget := time.Duration(float64(c.Budget) * firstShare)
	if err := d.run(ctx, first, budget, false); err != nil || d.found.Verdict != verdict.Fail {
		return d.found, err
	}
	d.found.First, d.found.Confirmed = d.found.Outcomes, true
	second, err := verdict.NewConfirmation(c.settings(), d.found.First)
	if err != nil {
		return d.found, err
	}
	return d.found, d.run(ctx, second, c.Budget-budget, true)
}

func (c *Config) settings() verdict.Settings {
	s := c.Settings
	s.Kernels = len(c.Kernels)
	return s
}

// A duel is a run under way.
type duel struct {
	config Config
	random *rand.Rand
	found  Found
}

// run makes launches until the sequence has decided or the time is over. In an
// exchanged run head has two processes and base one.
func (d *duel) run(ctx context.Context, s sequence, budget time.Duration, exchanged bool) error {
	begin, from := time.Now(), len(d.found.Launches)
	for next := 1; ; {
		l, err := d.launch(ctx, exchanged)
		if err != nil {
			return err
		}
		d.found.Launches = append(d.found.Launches, l)
		fraction := min(1, float64(time.Since(begin))/float64(budget))
		d.tell(exchanged, len(d.found.Launches)-from, fraction)
		if fraction*looks < float64(next) {
			continue
		}
		next = int(fraction*looks) + 1
		if over, err := d.look(s, d.found.Launches[from:], fraction); over || err != nil {
			return err
		}
	}
}

func (d *duel) tell(confirming bool, launches int, fraction float64) {
	if d.config.Progress != nil {
		d.config.Progress(Progress{confirming, launches, fraction})
	}
}

// look asks for a verdict, and reports whether there is one.
func (d *duel) look(s sequence, launches []Launch, fraction float64) (over bool, err error) {
	d.found.Looks++
	if d.found.Outcomes, err = s.Look(samples(launches, len(d.config.Kernels)), fraction); err != nil {
		return true, err
	}
	var decisions []verdict.Decision
	for _, o := range d.found.Outcomes {
		decisions = append(decisions, o.Decision)
	}
	if d.found.Floor, err = verdict.NoiseFloor(noise(launches, len(d.config.Kernels)), d.config.Settings.Alpha); err != nil {
		return true, err
	}
	d.found.Verdict = d.config.settings().Conclude(decisions, d.found.Floor)
	return d.found.Verdict != verdict.Undecided, nil
}

// samples gives the launches of each kernel.
func samples(launches []Launch, kernels int) []verdict.Sample {
	all := make([]verdict.Sample, kernels)
	for _, l := range launches {
		for i, k := range l.Kernels {
			all[i].Launches = append(all[i].Launches, verdict.Launch{LogRatio: k.LogRatio, Tainted: k.Tainted})
		}
	}
	return all
}

// noise gives what each launch saw between two processes of the same build.
func noise(launches []Launch, kernels int) [][]float64 {
	all := make([][]float64, kernels)
	for _, l := range launches {
		for i, k := range l.Kernels {
			all[i] = append(all[i], k.Noise)
		}
	}
	return all
}

// check compares what the workers say they have with what is to be measured.
func (d *duel) check(w *worker.Worker, role string) error {
	for _, kernel := range d.config.Kernels {
		if !slices.Contains(w.Greeting().Kernels, kernel) {
			return fmt.Errorf("the %s has no kernel %q", role, kernel)
		}
	}
	return nil
}
