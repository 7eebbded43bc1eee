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
func newServer(handler http.Handler, logger *slog.Logger, unused *unused) *http.Server {
	return &http.Server{
		Handler:           handler,
		ConnState:         unused.track,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

// serve answers until the context ends. Then /readyz says 503, for the length
// of the drain others may still come, and what is in flight is finished. Why it stops
// is said on stderr whatever the log level is: nothing else tells an end that was asked
// for from one for lack of memory.
func serve(ctx context.Context, house *house, drain time.Duration, stderr io.Writer) error {
	var unused unused
	failed := make(chan error, 2)
	var servers []*http.Server
	run := func(at *place, handler http.Handler) {
		server := newServer(handler, house.app.logger, &unused)
		servers = append(servers, server)
		go func() { failed <- fmt.Errorf("serve %s: %w", at.url, server.Serve(at)) }()
	}
	house.app.ready.Store(true)
	run(house.place, house.app)
	if house.platform != nil {
		run(house.embed.place, house.platform)
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		fmt.Fprintln(stderr, "stopping:", reason(ctx))
	}
	house.app.ready.Store(false)
	select {
	case err := <-failed:
		return err
	case <-time.After(drain):
	}
	return shutDown(servers, &unused)
}

// shutDown lets all servers finish at the same time.
func shutDown(servers []*http.Server, unused *unused) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	defer time.AfterFunc(patience, unused.close).Stop()
	ends := make(chan error, len(servers))
	for _, server := range servers {
		go func() { ends <- end(ctx, server) }()
	}
	var errs []error
	for range servers {
		errs = append(errs, <-ends)
	}
	return errors.Join(errs...)
}

func end(ctx context.Context, server *http.Server) error {
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		server.Close()
		return fmt.Errorf("stop: requests that took longer than %v were cut off", grace)
	}
	return err
}
