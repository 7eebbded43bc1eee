// Package delivery brings the metrics of a run to Prometheus, which is hard for a
// program that ends: what it serves is gone before the next scrape. There are
// three ways, and each of them says what the run before could not.
//
//   - serve them during the run, and afterwards until they have been scraped;
//   - leave them in a file for the textfile collector of node_exporter;
//   - push them to a Pushgateway.
//
// [Open] does what can fail early, [Delivery.Finish] the rest. A run that failed
// is delivered too: its last completion moves on, its last success does not. One that
// was interrupted is not: see [Delivery.Abandon].
package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Options say which ways to take. The zero value takes none.
type Options struct {
	// Address is HOST:PORT for /metrics, and Linger how long it stays there at
	// most after the end.
	Address string
	Linger  time.Duration
	// File ends with .prom.
	File string
	// Gateway is the base URL of a Pushgateway, and Job the job of the group.
	Gateway, Job string
	// Labels are put on every series, and name the group of the Pushgateway
	// together with the job: two kinds of runs need different ones, two runs of a
	// kind the same.
	Labels map[string]string
}

// An Exporter is what is delivered. Register is called for several registries.
type Exporter interface {
	Register(prometheus.Registerer) error
	// Succeeded is told when an earlier run ended well, where that is known.
	Succeeded(at time.Time)
}

// A Delivery is under way until Finish or Abandon.
type Delivery struct {
	options Options
	labels  map[string]string    // with that of the command
	all     *prometheus.Registry // with the labels on each series
	bare    *prometheus.Registry // without, as the Pushgateway adds them
	server  *server              // nil without an address
}

// Open starts the delivery of a command's metrics, and says on stderr where they
// are served. An error is of the kind [ErrUsage] if the options make no sense.
func Open(o Options, command string, e Exporter, stderr io.Writer) (*Delivery, error) {
	d := &Delivery{options: o, labels: maps.Clone(o.Labels), all: prometheus.NewRegistry(), bare: prometheus.NewRegistry()}
	if err := o.check(e); err != nil {
		return nil, err
	}
	if d.labels == nil {
		d.labels = make(map[string]string)
	}
	d.labels[commandLabel] = command
	if err := d.register(e); err != nil {
		return nil, err
	}
	if err := d.openFile(e); err != nil {
		return nil, err
	}
	return d, d.serve(stderr)
}

// register puts the metrics into both registries.
func (d *Delivery) register(e Exporter) error {
	if err := e.Register(prometheus.WrapRegistererWith(d.labels, d.all)); err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	if err := e.Register(d.bare); err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	return nil
}

// serve starts the server, if one is wanted.
func (d *Delivery) serve(stderr io.Writer) (err error) {
	if d.options.Address == "" {
		return nil
	}
	if d.server, err = listen(d.options.Address, d.all); err == nil {
		fmt.Fprintln(stderr, "metrics on", d.server.url())
	}
	return err
}

// Finish delivers what is known at the end of the run. It waits for a scrape
// last, so that file and gateway have their figures at once. The end of the
// context ends that wait; what takes a moment only is done all the same.
func (d *Delivery) Finish(ctx context.Context) error {
	errs := []error{d.writeFile(), d.push(context.WithoutCancel(ctx))}
	if d.server != nil {
		errs = append(errs, failedServer(d.server.linger(ctx, d.options.Linger)))
	}
	return errors.Join(errs...)
}

// Abandon ends it without a delivery, for a run that did not come to its end: file and
// gateway keep what they have of the one before, and nobody is waited for.
func (d *Delivery) Abandon() error {
	if d.server == nil {
		return nil
	}
	return failedServer(d.server.stop())
}

func failedServer(err error) error {
	if err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	return nil
}
