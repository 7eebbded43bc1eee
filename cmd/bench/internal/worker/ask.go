package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Round has all kernels made anew and warmed up, each for some time.
func (w *Worker) Round(ctx context.Context, warmUp time.Duration) (Round, error) {
	a, err := w.ask(ctx, Request{Do: "round", NS: warmUp.Nanoseconds()}, w.patience.work)
	return value(w, "round", a.Round, err)
}

// RoundWithReferences is a Round in which each kernel has a reference beside it.
func (w *Worker) RoundWithReferences(ctx context.Context, warmUp time.Duration) (Round, error) {
	a, err := w.ask(ctx, Request{Do: "round", NS: warmUp.Nanoseconds(), Reference: true}, w.patience.work)
	return value(w, "round", a.Round, err)
}

// Slice runs a kernel for some time, and the fraction again of its work twice.
func (w *Worker) Slice(ctx context.Context, kernel string, d time.Duration, again float64) (Slice, error) {
	a, err := w.ask(ctx, Request{Do: "slice", Kernel: kernel, NS: d.Nanoseconds(), Again: again}, w.patience.greet+d)
	return value(w, "slice", a.Slice, err)
}

// ReferenceSlice runs the reference beside a kernel for some time.
func (w *Worker) ReferenceSlice(ctx context.Context, kernel string, d time.Duration) (Slice, error) {
	a, err := w.ask(ctx, Request{Do: "slice", Kernel: kernel, NS: d.Nanoseconds(), Reference: true}, w.patience.greet+d)
	return value(w, "slice", a.Slice, err)
}

// Bind has the kernels run on one of the greeting's processors from now on.
//
// Where the system puts two processes, it tends to leave them, so that one has
// the better processor for as long as it lives, which looks like a better
// program. With both on the same one, the middle ratio of two equal workers was
// off by 2.3 % instead of 3 to 8 % in processor time, and by 4 % instead of 6 to
// 9 % in wall time (root mean square over six kernels, in two series of some 20
// launches on a virtual machine whose two processors had other work as well).
func (w *Worker) Bind(ctx context.Context, processor int) error {
	a, err := w.ask(ctx, Request{Do: "bind", Processor: processor}, w.patience.greet)
	_, err = value(w, "bind", a.Bound, err)
	return err
}

// Exact counts what is the same each time.
func (w *Worker) Exact(ctx context.Context) (Exact, error) {
	a, err := w.ask(ctx, Request{Do: "exact"}, w.patience.work)
	return value(w, "exact", a.Exact, err)
}

// Wasm gives the bytes of the worker's signer.wasm.
func (w *Worker) Wasm(ctx context.Context) ([]byte, error) {
	a, err := w.ask(ctx, Request{Do: "wasm"}, w.patience.greet)
	if err == nil && digest(a.Wasm) != w.greeting.Wasm {
		err = w.fail(errors.New("its signer.wasm is not the one that it greeted with"))
	}
	return a.Wasm, err
}

// value takes what was asked for out of an answer.
func value[T any](w *Worker, do string, v *T, err error) (T, error) {
	if err == nil && v == nil {
		err = w.fail(fmt.Errorf("%s: answered another question", do))
	}
	if err != nil {
		v = new(T)
	}
	return *v, err
}

// ask sends a request and waits for the answer. Unless the worker refuses the
// request, or tells of a wrong result, an error is the end of it.
func (w *Worker) ask(ctx context.Context, r Request, most time.Duration) (a Answer, err error) {
	if w.failed != nil {
		return a, w.failed
	}
	if w.ended {
		return a, fmt.Errorf("%s: has been closed", w.name())
	}
	text, err := json.Marshal(r)
	if err != nil {
		return a, fmt.Errorf("%s: %w", w.name(), err)
	}
	// A worker that is gone cannot be written to, but reading says why it went.
	_, writeErr := w.stdin.Write(append(text, '\n'))
	l, err := w.read(ctx, most)
	switch {
	case err != nil:
		return a, w.fail(fmt.Errorf("%s: %w", r.Do, err))
	case errors.Is(l.err, io.EOF):
		w.end(w.patience.end)
		return a, w.fail(fmt.Errorf("%s: died: %s; see if `bench run` of that build works", r.Do, w.command.ProcessState))
	case l.err != nil || json.Unmarshal(l.text, &a) != nil:
		return a, w.fail(fmt.Errorf("%s: not an answer: %s", r.Do, quote(l)))
	case writeErr != nil:
		return a, w.fail(fmt.Errorf("%s: %w", r.Do, writeErr))
	case len(a.Wrong) > 0:
		return a, fmt.Errorf("%s: %w: %s", w.name(), ErrWrong, strings.Join(a.Wrong, "; "))
	case a.Error != "":
		return a, fmt.Errorf("%s: %s", w.name(), a.Error)
	}
	return a, nil
}
