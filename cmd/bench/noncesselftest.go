package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io"

	"github.com/embedsign/embedsign/cmd/bench/internal/controls"
	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
	"github.com/embedsign/embedsign/cmd/bench/internal/progress"
	"github.com/embedsign/embedsign/site"
)

// testTests sees if the tests catch sources that are broken. If not they could not do what
// they are for, which says nothing about our nonces.
func (n *noncing) testTests(ctx context.Context, out *output, m *metrics.Nonces, stderr io.Writer) error {
	outcomes, err := runControls(ctx, progress.New(stderr))
	if err != nil || ctx.Err() != nil {
		return interruptedOr(ctx, errors.Join(err, ctx.Err()))
	}
	r := controls.Conclude(outcomes)
	m.Tested(r)
	write := r.Text
	if n.format == "json" {
		write = r.JSON
	}
	if err := out.write(write); err != nil {
		return failure(err)
	}
	if !r.OK {
		return failure(controls.ErrMissed)
	}
	return nil
}

func runControls(ctx context.Context, shown *progress.Progress) (outcomes []controls.Outcome, err error) {
	all, err := controls.Sources(rand.Reader)
	if err != nil {
		return nil, err
	}
	shown.Expect(len(all) + 1)
	defer shown.Done()
	shown.Step("controls", "wazero-default")
	wazero, closing, err := controls.WazeroDefault(ctx, site.Wasm())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closing()) }()
	for _, c := range append([]controls.Control{wazero}, all...) {
		shown.Step("controls", c.Name)
		o, err := controls.Run(ctx, c)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, o)
	}
	return outcomes, nil
}
