package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// grace is how long requests may go on that are in flight when the server
// stops.
const grace = 10 * time.Second

// patience is how long a new connection may still be silent then: its request
// can be on the way.
const patience = 100 * time.Millisecond

// newServer limits what a client can hold or send. A signed URL is one or two
// kilobytes, of which browsers and proxies add as much again in header fields.
func newServer(app *app) *http.Server {
	return &http.Server{
		Handler:           app,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(app.logger.Handler(), slog.LevelWarn),
	}
}

// serve answers until the context ends. Then /readyz says 503, for the length
// of the drain others may still come, and what is in flight is finished. Why it stops
// is said on stderr whatever the log level is: nothing else tells an end that was asked
// for from one for lack of memory.
func serve(ctx context.Context, place *place, app *app, drain time.Duration, stderr io.Writer) error {
	var unused unused
	server := newServer(app)
	server.ConnState = unused.track
	failed := make(chan error, 1)
	app.ready.Store(true)
	go func() { failed <- server.Serve(place) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", place.url, err)
	case <-ctx.Done():
		fmt.Fprintln(stderr, "stopping:", reason(ctx))
	}
	app.ready.Store(false)
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", place.url, err)
	case <-time.After(drain):
	}
	return shutDown(server, &unused)
}

func shutDown(server *http.Server, unused *unused) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	defer time.AfterFunc(patience, unused.close).Stop()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		server.Close()
		return fmt.Errorf("stop: requests that took longer than %v were cut off", grace)
	}
	return err
}
