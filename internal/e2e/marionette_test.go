package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A marionette is a connection to Firefox by its own remote protocol: each
// message is its length in bytes, a colon, and a JSON array. A command is
// [0, id, name, parameters], its answer [1, id, error, result].
type marionette struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
	last int
}

// dialMarionette connects, reads the greeting and opens a session.
func dialMarionette(t *testing.T, address string) *marionette {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(tooLong)) // of the greeting; each call has its own
	m := &marionette{t: t, conn: conn, in: bufio.NewReader(conn)}
	var greeting struct {
		Protocol int `json:"marionetteProtocol"`
	}
	m.receive(&greeting)
	if greeting.Protocol != 3 {
		t.Fatalf("Firefox speaks Marionette %d, want 3", greeting.Protocol)
	}
	m.call("WebDriver:NewSession", map[string]any{}, nil)
	return m
}

// call sends a command and decodes its result, unless that is nil.
func (m *marionette) call(name string, parameters any, result any) {
	m.t.Helper()
	m.last++
	text, err := json.Marshal([]any{0, m.last, name, parameters})
	if err != nil {
		m.t.Fatal(err)
	}
	m.conn.SetDeadline(time.Now().Add(tooLong))
	if _, err := fmt.Fprintf(m.conn, "%d:%s", len(text), text); err != nil {
		m.t.Fatalf("%s: %v", name, err)
	}
	var answer [4]json.RawMessage
	m.receive(&answer)
	if failure := string(answer[2]); failure != "null" {
		m.t.Fatalf("%s: %.1000s", name, failure)
	}
	if result == nil {
		return
	}
	if err := json.Unmarshal(answer[3], result); err != nil {
		m.t.Fatalf("%s: %v in %s", name, err, answer[3])
	}
}

func (m *marionette) receive(message any) {
	m.t.Helper()
	length, err := m.in.ReadString(':')
	if err != nil {
		m.t.Fatal(err)
	}
	size, err := strconv.Atoi(strings.TrimSuffix(length, ":"))
	if err != nil {
		m.t.Fatal(err)
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(m.in, text); err != nil {
		m.t.Fatal(err)
	}
	if err := json.Unmarshal(text, message); err != nil {
		m.t.Fatalf("%v in %s", err, text)
	}
}

// value is how results come that are no objects.
type value[T any] struct {
	Value T `json:"value"`
}

// run runs the body of a function in the page; what it returns may be a promise.
func run[T any](m *marionette, script string, args ...any) T {
	m.t.Helper()
	var result value[T]
	m.call("WebDriver:ExecuteScript", map[string]any{"script": script, "args": append([]any{}, args...)}, &result)
	return result.Value
}

// keys types into an element.
func (m *marionette) keys(selector, text string) {
	m.t.Helper()
	var found value[map[string]string]
	m.call("WebDriver:FindElement", map[string]any{"using": "css selector", "value": selector}, &found)
	for _, id := range found.Value {
		m.call("WebDriver:ElementSendKeys", map[string]any{"id": id, "text": text}, nil)
	}
}
