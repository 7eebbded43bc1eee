package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/processtest"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/site"
)

// A gate is a ledger that says when it is asked, and answers when it is let.
type gate struct {
	signer.Ledger
	asked, let chan struct{}
}

func (g *gate) Use(ctx context.Context, clientID, nonce string, expires, now time.Time) (bool, error) {
	g.asked <- struct{}{}
	<-g.let
	return g.Ledger.Use(ctx, clientID, nonce, expires, now)
}

// gated is an app on a real port whose receiving side waits at a gate.
func gated(t *testing.T) (*app, *place, *gate) {
	t.Helper()
	place, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { place.Close() })
	gate := &gate{signer.NewMemoryLedger(10), make(chan struct{}), make(chan struct{})}
	embedPath := place.url + "/embed/" + embedID
	server, err := api.New(api.Config{
		Credentials: signer.Credentials{ClientID: "c", Secret: signer.NewSecret("s")},
		EmbedPath:   embedPath,
		Ledger:      gate,
	})
	if err != nil {
		t.Fatal(err)
	}
	app, err := newApp(server, site.FS(), prometheus.NewRegistry(), slog.New(slog.DiscardHandler), place, embedPath)
	if err != nil {
		t.Fatal(err)
	}
	return app, place, gate
}

// What is in flight when the server stops is answered; what comes later is not
// taken; then the server ends without an error.
func TestStopFinishesWhatIsInFlight(t *testing.T) {
	app, place, gate := gated(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, &house{ground: ground{place: place}, app: app}, 0, io.Discard) }()
	url := signedBy(t, place.url)
	answered := make(chan string, 1)
	go func() { answered <- statusOf(url) }()
	select {
	case <-gate.asked:
	case answer := <-answered:
		t.Fatalf("answered too early: %s", answer)
	}
	stop()
	for end := time.Now().Add(stepLimit); time.Now().Before(end); { // until the port is closed
		connection, err := net.Dial("tcp", place.Addr().String())
		if err != nil {
			break
		}
		connection.Close()
	}
	select {
	case err := <-ended:
		t.Fatalf("serve ended (%v) while a request was in flight", err)
	default:
	}
	close(gate.let)
	if got := <-answered; got != "200 OK" {
		t.Errorf("the request in flight got %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("serve: %v", err)
	}
}

// During the drain the port stays open, and /readyz sends others away.
func TestDrainSaysNotReady(t *testing.T) {
	app, place, _ := gated(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, &house{ground: ground{place: place}, app: app}, time.Hour, io.Discard) }()
	if got := statusOf(place.url + "/readyz"); got != "200 OK" {
		t.Errorf("before: %s", got)
	}
	stop()
	got := "200 OK"
	for range 10_000 { // the news of the end is a moment on its way
		if got = statusOf(place.url + "/readyz"); got != "200 OK" {
			break
		}
	}
	if got != "503 Service Unavailable" {
		t.Fatalf("while it drains: %s", got)
	}
	if got := statusOf(place.url + "/healthz"); got != "200 OK" {
		t.Errorf("healthz: %s", got)
	}
	if status := signedBy(t, place.url); status == "" {
		t.Error("nothing is signed during the drain")
	}
	place.Close() // nothing shorter than the drain ends it but the loss of its port
	if err := <-ended; err == nil || !strings.Contains(err.Error(), place.url) {
		t.Errorf("serve without its port: %v", err)
	}
}

func TestEndOfContextIsCodeZero(t *testing.T) {
	server := startServe(t)
	server.stop()
	if code := <-server.code; code != 0 {
		t.Errorf("exit code %d: %s", code, server.stderr)
	}
}

// Standard input that never ends keeps nobody from stopping: a terminal at which
// nobody types the secret, for instance.
func TestStopWhileWaitingForTheSecret(t *testing.T) {
	for cause, want := range map[error]int{context.Canceled: 0, errInterrupted: 130} {
		stdin, typist := io.Pipe()
		defer typist.Close()
		ctx, stop := context.WithCancelCause(t.Context())
		code := make(chan int, 1)
		var stderr processtest.Buffer
		go func() {
			code <- run(ctx, []string{"--client-id", "c", "--secret-file", "-"}, stdin, io.Discard, &stderr)
		}()
		typist.Write([]byte("hush")) // until it is read
		stop(cause)
		if got := <-code; got != want || stderr.String() != "" {
			t.Errorf("%v: exit code %d, want %d; it said %q", cause, got, want, &stderr)
		}
	}
}

func signedBy(t *testing.T, server string) string {
	t.Helper()
	response, err := http.Get(server + "/api/embed-url")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ URL string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.URL
}

func statusOf(url string) string {
	response, err := http.Get(url)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	return response.Status
}
