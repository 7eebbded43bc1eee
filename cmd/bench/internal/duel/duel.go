// Package duel measures two builds of the signer against each other: one process
// of head and two of base take turns every few milliseconds, so that whatever
// slows the machine slows all of them. [Run] decides; [Alone] measures head
// against its own reference, for a result to be stored, with which a later Run
// compares.
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
	"math/rand/v2"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/verdict"
	"github.com/embedsign/embedsign/cmd/bench/internal/worker"
)

// A Starter starts a process of one of the builds. The role is for messages.
type Starter func(ctx context.Context, role string) (*worker.Worker, error)

// A Config says what to measure, and for how long.
type Config struct {
	// Base is nil where head is measured alone.
	Base, Head Starter
	// Baseline has the log-ratios of each kernel to its reference in the launches
	// of a stored run, with which head is compared where there is no base.
	Baseline [][]float64
	Settings verdict.Settings
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
	// Whole has the first run use up its time although there is a verdict, so that
	// [Config.Sight] is that of the whole time.
	Whole bool
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
	d := newDuel(c)
	budget := time.Duration(float64(c.Budget) * firstShare)
	if err := d.run(ctx, first, budget, false); err != nil || d.found.Verdict != verdict.Fail {
		return d.found, err
	}
	d.found.First, d.found.Confirmed = d.found.Outcomes, true
	second, err := verdict.NewConfirmation(c.settings(), d.found.First)
	if err != nil {
		return d.found, err
	}
	err = d.run(ctx, second, c.Budget-budget, true)
	return d.found, err
}

func (c *Config) settings() verdict.Settings {
	s := c.Settings
	s.Kernels, s.Stored = len(c.Kernels), c.Base == nil
	return s
}

// A duel is a run under way.
type duel struct {
	config Config
	random *rand.Rand
	found  Found
}

func newDuel(c Config) *duel { return &duel{config: c, random: rand.New(rand.NewPCG(c.Seed, 0))} }

// next makes one more launch.
func (d *duel) next(ctx context.Context, exchanged bool) error {
	measure := func() (Launch, error) { return d.launch(ctx, exchanged) }
	if d.config.Base == nil {
		measure = func() (Launch, error) { return d.alone(ctx) } // no roles to exchange
	}
	l, err := measure()
	if err == nil {
		d.found.Launches = append(d.found.Launches, l)
	}
	return err
}

// run makes launches until the sequence has decided or the time is over. In an
// exchanged run head has two processes and base one.
func (d *duel) run(ctx context.Context, s sequence, budget time.Duration, exchanged bool) error {
	begin, from := time.Now(), len(d.found.Launches)
	for next := 1; ; {
		if err := d.next(ctx, exchanged); err != nil {
			return err
		}
		fraction := min(1, float64(time.Since(begin))/float64(budget))
		d.tell(exchanged, len(d.found.Launches)-from, fraction)
		if fraction*looks < float64(next) {
			continue
		}
		next = int(fraction*looks) + 1
		over, err := d.look(s, d.found.Launches[from:], fraction)
		if err != nil || over && (fraction == 1 || !d.goesOn()) {
			return err
		}
	}
}

// goesOn reports whether to measure although there is a verdict. A FAIL is to be
// confirmed in the time that is left.
func (d *duel) goesOn() bool { return d.config.Whole && d.found.Verdict == verdict.Pass }

func (d *duel) tell(confirming bool, launches int, fraction float64) {
	if d.config.Progress != nil {
		d.config.Progress(Progress{confirming, launches, fraction})
	}
}

// look asks for a verdict, and reports whether there is one.
func (d *duel) look(s sequence, launches []Launch, fraction float64) (over bool, err error) {
	d.found.Looks++
	if d.found.Outcomes, err = s.Look(d.config.samples(launches), fraction); err != nil {
		return true, err
	}
	var decisions []verdict.Decision
	for _, o := range d.found.Outcomes {
		decisions = append(decisions, o.Decision)
	}
	// What the same build differs by is the same question in both runs.
	if err := d.measureFloor(d.found.Launches); err != nil {
		return true, err
	}
	d.found.Verdict = d.config.settings().Conclude(decisions, d.found.Floor)
	return d.found.Verdict != verdict.Undecided, nil
}
