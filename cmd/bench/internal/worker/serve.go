package worker

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/environment"
	"github.com/embedsign/embedsign/cmd/bench/internal/guest"
	"github.com/embedsign/embedsign/cmd/bench/internal/native"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/cmd/bench/internal/watch"
)

// A Config says what a worker measures.
type Config struct {
	// Wasm is signer.wasm.
	Wasm []byte
	// CacheDir keeps compiled code from one process to the next; empty: none is
	// kept. Several workers may use it at once, of different commits too.
	CacheDir string
}

// Serve greets, and answers requests until they end, which is a good end, or
// the context does. The error is that of the context or of the streams. It
// changes how this process collects garbage, until it returns; see [collector.quiet].
func Serve(ctx context.Context, stdin io.Reader, stdout io.Writer, c Config) (err error) {
	// The kernels run on this thread alone, so that its clock and its count of
	// switches are theirs.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s, err := newServer(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	return s.talk(ctx, stdin, stdout)
}

func (s *server) talk(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	out := json.NewEncoder(stdout)
	if err := out.Encode(s.greeting()); err != nil {
		return fmt.Errorf("write the greeting: %w", err)
	}
	for lines := readLines(ctx, stdin, maxRequest); ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case l, open := <-lines:
			switch {
			case !open: // the context ends the lines too
				return ctx.Err()
			case errors.Is(l.err, io.EOF):
				return nil
			case l.err != nil && !l.bad():
				return fmt.Errorf("read a request: %w", l.err)
			}
			if err := out.Encode(s.answer(ctx, l)); err != nil {
				return fmt.Errorf("write an answer: %w", err)
			}
		}
	}
}

// A server is the state of Serve.
type server struct {
	config  Config
	subject *subject.Subject
	audit   *audit.Audit
	watch   *watch.Watch
	seat    *seat
	garbage collector
	module  *guest.Module // nil until it is needed
	round   *round        // nil before the first
	restore func()        // undoes quiet; nil before that
}

func newServer(c Config) (*server, error) {
	s, err := subject.New(rand.Reader, subject.Path)
	if err != nil {
		return nil, err
	}
	return &server{config: c, subject: s, audit: new(audit.Audit), watch: watch.Open(), seat: newSeat()}, nil
}

func (s *server) close() error {
	s.watch.Close()
	s.seat.free()
	if s.module == nil {
		return nil
	}
	s.restore()
	return s.module.Close(context.Background())
}

func (s *server) greeting() Greeting {
	return Greeting{
		Protocol:    Version,
		Environment: environment.Detect(),
		Kernels:     kernelNames(),
		Wasm:        digest(s.config.Wasm),
		References:  true,
		Processors:  s.seat.processors(),
		Unwatched:   s.watch.Unwatched(),
	}
}

func digest(file []byte) Digest {
	sum := sha256.Sum256(file)
	return Digest{hex.EncodeToString(sum[:]), len(file)}
}

// answer does what a line asks for. Whatever is wrong with it goes into the
// answer.
func (s *server) answer(ctx context.Context, l line) (a Answer) {
	r, err := readRequest(l)
	if err == nil {
		a, err = s.do(ctx, r)
	}
	if err != nil {
		a = Answer{Error: err.Error()}
	}
	_, a.Wrong = s.audit.Result()
	return a
}

func (s *server) do(ctx context.Context, r Request) (a Answer, err error) {
	switch r.Do {
	case "round":
		a.Round, err = s.begin(ctx, r)
	case "slice":
		a.Slice, err = s.slice(r)
	case "bind":
		a.Bound, err = &r.Processor, s.seat.bind(r.Processor)
	case "exact":
		a.Exact, err = s.exact(ctx)
	case "wasm":
		a.Wasm = s.config.Wasm
	default:
		err = fmt.Errorf("request %q: want round, slice, bind, exact or wasm", r.Do)
	}
	return a, err
}

// readRequest reads a line that holds one request and nothing else.
func readRequest(l line) (r Request, err error) {
	if l.err != nil {
		return r, fmt.Errorf("request: %w", l.err)
	}
	d := json.NewDecoder(bytes.NewReader(l.text))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return r, fmt.Errorf("request: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return r, errors.New("request: something follows it on its line")
	}
	if r.NS < 0 || r.NS > MaxTime.Nanoseconds() {
		return r, fmt.Errorf("request: ns %d: want 0 to %d", r.NS, MaxTime.Nanoseconds())
	}
	if !(r.Again >= 0 && r.Again <= MaxAgain) {
		return r, fmt.Errorf("request: again %v: want 0 to %d", r.Again, MaxAgain)
	}
	return r, nil
}

// kernelNames gives the engine and the operation of each kernel. The guest's
// other operations are left out: its verify and nonce cost a gate time, and what
// makes them slower makes the native ones slower.
func kernelNames() []string {
	var names []string
	for _, operation := range native.Operations() {
		names = append(names, native.Name+" "+operation)
	}
	for _, operation := range []string{"sign", "sign-prepared"} {
		names = append(names, guest.Name+" "+operation)
	}
	return names
}
