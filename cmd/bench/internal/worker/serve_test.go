package worker

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// converse serves some input and gives the greeting and the answers.
func converse(t *testing.T, input io.Reader) (g Greeting, answers []Answer, err error) {
	t.Helper()
	var out bytes.Buffer
	err = Serve(t.Context(), input, &out, Config{Wasm: smallWasm})
	lines := bufio.NewScanner(&out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if g.Protocol == 0 {
			decode(t, lines.Bytes(), &g)
			continue
		}
		var a Answer
		decode(t, lines.Bytes(), &a)
		answers = append(answers, a)
	}
	return g, answers, err
}

func decode(t *testing.T, text []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func TestGreeting(t *testing.T) {
	g, answers, err := converse(t, strings.NewReader(""))
	if err != nil || len(answers) > 0 {
		t.Errorf("%v, %v", answers, err)
	}
	if g.Protocol != Version || g.Environment.CPU == "" || g.Wasm != digest(smallWasm) || len(g.Kernels) != 6 {
		t.Errorf("got %+v", g)
	}
}

// TestBadRequests asks for an error answer to each, and for a good answer after
// it.
func TestBadRequests(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{``, "request: EOF"},
		{`{`, "request: unexpected EOF"},
		{`[]`, "cannot unmarshal array"},
		{`null and void`, "something follows it"},
		{`{"do":"wasm"} {"do":"wasm"}`, "something follows it"},
		{`{"do":"wasm"}]`, "something follows it"},
		{`{"do":"wasm","slowly":true}`, `unknown field "slowly"`},
		{`{}`, `request "": want round`},
		{`{"do":"dance"}`, `request "dance": want round`},
		{`{"do":"slice","kernel":"native sign","ns":-1}`, "ns -1: want 0 to 1000000000"},
		{`{"do":"slice","kernel":"native sign","ns":1000000001}`, "ns 1000000001: want"},
		{`{"do":"slice","kernel":"native sign","again":-0.1}`, "again -0.1: want 0 to 9"},
		{`{"do":"slice","kernel":"native sign","again":9.5}`, "again 9.5: want 0 to 9"},
		{`{"do":"slice","kernel":"native open"}`, `kernel "native open": want one of native sign, `},
		{`{"do":"slice","kernel":"native sign"}`, "slice: there has been no round"},
		{`{"do":"bind","processor":-1}`, "processor -1: "},
		{`{"do":"bind","processor":4000}`, "processor 4000: "},
		{`{"do":"round"}`, "compile signer.wasm"},
		{strings.Repeat("x", maxRequest+1), "a line is too long"},
		{"\x00\xff", "invalid character"},
	} {
		_, answers, err := converse(t, strings.NewReader(c.line+"\n{\"do\":\"wasm\"}\n"))
		if err != nil || len(answers) != 2 {
			t.Errorf("%.60q: %d answers, %v", c.line, len(answers), err)
			continue
		}
		if !strings.Contains(answers[0].Error, c.want) || answers[0].Wasm != nil {
			t.Errorf("%.60q: got %+v, want an error with %q", c.line, answers[0], c.want)
		}
		if !bytes.Equal(answers[1].Wasm, smallWasm) {
			t.Errorf("%.60q: the request after it was not answered", c.line)
		}
	}
}

func TestALineWithoutEnd(t *testing.T) {
	_, answers, err := converse(t, strings.NewReader(`{"do":"wasm"}`))
	if err != nil || len(answers) != 1 || !strings.Contains(answers[0].Error, "no end") {
		t.Errorf("got %+v, %v", answers, err)
	}
}

func TestBrokenStreams(t *testing.T) {
	broken := errors.New("broken")
	if _, _, err := converse(t, iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("input: %v", err)
	}
	for greetings := range 2 {
		out := &shortWriter{room: greetings, err: broken}
		err := Serve(t.Context(), strings.NewReader("{}\n"), out, Config{Wasm: smallWasm})
		if !errors.Is(err, broken) {
			t.Errorf("output after %d lines: %v", greetings, err)
		}
	}
}

// A shortWriter fails after some writes.
type shortWriter struct {
	room int
	err  error
}

func (w *shortWriter) Write(p []byte) (int, error) {
	if w.room == 0 {
		return 0, w.err
	}
	w.room--
	return len(p), nil
}

// TestTheContextEndsServing has an input that never ends.
func TestTheContextEndsServing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	input, _ := io.Pipe()
	output, w := io.Pipe()
	done := make(chan error)
	go func() { done <- Serve(ctx, input, w, Config{Wasm: smallWasm}) }()
	if _, err := bufio.NewReader(output).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// FuzzLines reads any input as lines and compares with cutting it.
func FuzzLines(f *testing.F) {
	f.Add([]byte("a\nb\n"), uint16(10))
	f.Add([]byte("a\n\nb"), uint16(0))
	f.Add(bytes.Repeat([]byte("long "), 2000), uint16(5000))
	f.Add(append(bytes.Repeat([]byte("long "), 2000), "\nshort\n"...), uint16(50))
	f.Fuzz(func(t *testing.T, input []byte, most uint16) {
		r := bufio.NewReader(bytes.NewReader(input))
		for rest := input; ; {
			text, after, ended := bytes.Cut(rest, []byte("\n"))
			l := readLine(r, int(most))
			switch {
			case len(rest) == 0:
				if !errors.Is(l.err, io.EOF) {
					t.Fatalf("at the end: %+v", l)
				}
				return
			case !ended:
				if !errors.Is(l.err, errCut) {
					t.Fatalf("%q: %+v, want errCut", text, l)
				}
			case len(text) > int(most):
				if !errors.Is(l.err, errLong) {
					t.Fatalf("%d bytes: %+v, want errLong", len(text), l)
				}
			default:
				if l.err != nil || !bytes.Equal(l.text, text) {
					t.Fatalf("%q: %+v", text, l)
				}
			}
			rest = after
		}
	})
}
