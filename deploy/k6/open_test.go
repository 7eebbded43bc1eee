package k6

import (
	"crypto/rand"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// TestOpen runs open.js in a k6 that was built here, against a serve that was built
// here. What k6 says is held against what the receiver counted.
func TestOpen(t *testing.T) {
	p := build(t)
	c := newCredentials(t)
	t.Run("accepted", func(t *testing.T) { testAccepted(t, p, c) })
	t.Run("two instances", func(t *testing.T) { testTwoInstances(t, p, c) })
	t.Run("prometheus", func(t *testing.T) { testPrometheus(t, p, c) })
	t.Run("wrong secret", func(t *testing.T) { testWrongSecret(t, p, c) })
	t.Run("nobody there", func(t *testing.T) { testNobodyThere(t, p, c) })
	t.Run("not a receiver", func(t *testing.T) { testNotAReceiver(t, p, c) })
	t.Run("dropped", func(t *testing.T) { testDropped(t, p, c) })
	t.Run("not started", func(t *testing.T) { testNotStarted(t, p, c) })
	t.Run("archive", func(t *testing.T) { testArchive(t, p, c) })
}

func newCredentials(t *testing.T) signer.Credentials {
	t.Helper()
	c, err := signer.NewCredentials(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A result is what a run of open.js says.
type result struct {
	code    int
	said    string
	samples string
	counts  map[string]int // of k6's counters
}

// open runs open.js with settings: variables, and flags of k6. Neither what is said
// nor what is measured may hold a secret or a URL that opens something.
func (p programs) open(t *testing.T, url string, c signer.Credentials, settings ...string) result {
	t.Helper()
	folder := t.TempDir()
	summary, samples := filepath.Join(folder, "summary.json"), filepath.Join(folder, "samples.json")
	environment := append(variables(c), "EMBEDSIGN_EMBED_PATH="+url+"/embed/1-abc")
	arguments := []string{"run", "--quiet", "--address=", "--summary-export=" + summary, "--out=json=" + samples, "open.js"}
	for _, setting := range settings {
		if strings.HasPrefix(setting, "--") {
			arguments = append(arguments, setting)
		} else {
			environment = append(environment, setting)
		}
	}
	code, said := p.run(t, environment, arguments...)
	r := result{code: code, said: said, samples: readFile(t, samples), counts: readCounts(t, summary)}
	for _, text := range []string{said, r.samples} {
		if strings.Contains(text, c.Secret.Reveal()) || strings.Contains(text, ":signature=") || strings.Contains(text, ":nonce=") {
			t.Errorf("k6 shows a secret or a signed URL:\n%.2000s", text)
		}
	}
	return r
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func readCounts(t *testing.T, summary string) map[string]int {
	t.Helper()
	var all struct {
		Metrics map[string]struct {
			Count int `json:"count"`
		} `json:"metrics"`
	}
	if err := json.Unmarshal([]byte(readFile(t, summary)), &all); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for name, metric := range all.Metrics {
		counts[name] = metric.Count
	}
	return counts
}

// check holds exit code and counts against what is wanted, and says what k6 said if
// they differ.
func (r result) check(t *testing.T, code int, counts map[string]int) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d", r.code, code)
	}
	for name, want := range counts {
		if r.counts[name] != want {
			t.Errorf("%s: %d, want %d", name, r.counts[name], want)
		}
	}
	if t.Failed() {
		t.Log(r.said)
	}
}

func opens(verdict string) string { return "embedsign_opens{verdict:" + verdict + "}" }

// testAccepted also looks for every verdict in the summary, which shows those alone
// that a threshold names.
func testAccepted(t *testing.T, p programs, c signer.Credentials) {
	serve := p.startServe(t, c)
	r := p.open(t, serve.url, c, "RATE=200", "DURATION=3s", "VUS=200", "P99_MS=10000")
	counted := serve.opens(t)
	r.check(t, 0, map[string]int{
		opens("accepted"):                     counted["accepted"],
		"embedsign_opens":                     counted["accepted"],
		"iterations":                          counted["accepted"],
		"embedsign_reopens":                   counted["nonce_reused"],
		opens("nonce_reused"):                 0,
		"dropped_iterations":                  0,
		"http_reqs":                           counted["accepted"] + counted["nonce_reused"],
		"embedsign_reopens{verdict:accepted}": 0,
	})
	if counted["accepted"] < 500 || counted["nonce_reused"] < 5 {
		t.Errorf("the receiver counted %v of 600 URLs, of which 6 were opened twice", counted)
	}
	for _, code := range signer.Codes() {
		if _, ok := r.counts[opens(string(code))]; !ok || !strings.Contains(r.said, "verdict:"+string(code)) {
			t.Errorf("%s is not in the summary", code)
		}
	}
}

// testTwoInstances shares one load between two k6, as several machines do: each does
// its segment of it.
func testTwoInstances(t *testing.T, p programs, c signer.Credentials) {
	serve := p.startServe(t, c)
	accepted := 0
	for _, segment := range []string{"0:1/2", "1/2:1"} {
		r := p.open(t, serve.url, c, "RATE=200", "DURATION=1s", "VUS=200", "P99_MS=10000",
			"--execution-segment="+segment, "--execution-segment-sequence=0,1/2,1")
		if n := r.counts["iterations"]; n < 50 || n > 105 {
			t.Errorf("segment %s of 200 URLs: %d", segment, n)
		}
		accepted += r.counts[opens("accepted")]
		r.check(t, 0, map[string]int{"iterations": r.counts[opens("accepted")]})
	}
	if counted := serve.opens(t)["accepted"]; counted != accepted {
		t.Errorf("the receiver accepted %d, the two instances count %d", counted, accepted)
	}
}

func testWrongSecret(t *testing.T, p programs, c signer.Credentials) {
	serve := p.startServe(t, c)
	wrong := signer.Credentials{ClientID: c.ClientID, Secret: newCredentials(t).Secret}
	r := p.open(t, serve.url, wrong, "RATE=100", "DURATION=1s", "VUS=100")
	counted := serve.opens(t)
	r.check(t, 99, map[string]int{
		opens("invalid_signature"): counted["invalid_signature"],
		"embedsign_opens":          counted["invalid_signature"],
		"embedsign_reopens":        0,
	})
	if counted["invalid_signature"] < 50 || counted["accepted"] != 0 {
		t.Errorf("the receiver counted %v", counted)
	}
}

func testNobodyThere(t *testing.T, p programs, c signer.Credentials) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	r := p.open(t, "http://"+listener.Addr().String(), c, "RATE=100", "DURATION=1s", "VUS=100")
	r.check(t, 99, map[string]int{opens("no_answer"): r.counts["iterations"], opens("accepted"): 0})
	// To k6 a refused connection took no time.
	if !regexp.MustCompile(`(?m)thresholds on metrics '.*\bembedsign_open_duration\b`).MatchString(r.said) {
		t.Errorf("no answer at all is fast enough:\n%s", r.said)
	}
	if r.counts["iterations"] < 50 || !strings.Contains(r.samples, `"error_code":"1212"`) {
		t.Errorf("%d URLs, and no sample says that connections were refused", r.counts["iterations"])
	}
}

// testNotAReceiver has a server of which one part is none: /embed of the main path
// is, the page's folder is not.
func testNotAReceiver(t *testing.T, p programs, c signer.Credentials) {
	serve := p.startServe(t, c)
	r := p.open(t, serve.url+"/nowhere", c, "RATE=100", "DURATION=1s", "VUS=100")
	r.check(t, 99, map[string]int{opens("other"): r.counts["iterations"], opens("accepted"): 0})
}

// testDropped asks for more than one VU can do: an answer takes longer than the
// twenty microseconds that are between two URLs.
func testDropped(t *testing.T, p programs, c signer.Credentials) {
	serve := p.startServe(t, c)
	r := p.open(t, serve.url, c, "RATE=50000", "DURATION=1s", "VUS=1", "P99_MS=10000")
	r.check(t, 99, map[string]int{opens("accepted"): serve.opens(t)["accepted"]})
	if r.counts["dropped_iterations"] == 0 {
		t.Errorf("no URL was dropped:\n%s", r.said)
	}
}

// testNotStarted has what ends a run before it opens anything.
func testNotStarted(t *testing.T, p programs, c signer.Credentials) {
	path := "EMBEDSIGN_EMBED_PATH=http://127.0.0.1:9/embed/1-abc"
	for want, environment := range map[string][]string{
		`client ID: not given; set EMBEDSIGN_CLIENT_ID`:              {path},
		`secret: not given; set EMBEDSIGN_SECRET`:                    {path, "EMBEDSIGN_CLIENT_ID=c"},
		`EMBEDSIGN_EMBED_PATH: not set; want what the URLs point to`: variables(c),
		`RATE "many": want a whole number from 1 on`:                 {"RATE=many"},
		`VUS "0": want a whole number from 1 on`:                     {"VUS=0"},
		`P99_MS "1e3": want a whole number from 1 on`:                {"P99_MS=1e3"},
		`is not https, nor http on a loopback host`:                  append(variables(c), "EMBEDSIGN_EMBED_PATH=http://example.com/embed/1-abc"),
	} {
		code, said := p.run(t, append(environment, "DURATION=1s"), "run", "--quiet", "--address=", "open.js")
		if code != 107 || !strings.Contains(strings.ReplaceAll(said, `\"`, `"`), want) {
			t.Errorf("exit code %d, want 107 and %q in:\n%s", code, want, said)
		}
	}
}

// testArchive packs and inspects the script as the initializer of the k6 operator
// does. The secret, which is in the environment, must not get into the archive.
func testArchive(t *testing.T, p programs, c signer.Credentials) {
	archive := filepath.Join(t.TempDir(), "open.tar")
	for _, environment := range [][]string{variables(c), nil} {
		if code, said := p.run(t, environment, "archive", "--archive-out="+archive, "open.js"); code != 0 {
			t.Fatalf("k6 archive: exit code %d\n%s", code, said)
		}
		if text := readFile(t, archive); strings.Contains(text, c.Secret.Reveal()) || !strings.Contains(text, "embedsign_opens") {
			t.Error("the archive holds the secret, or not the script")
		}
	}
	code, said := p.run(t, nil, "inspect", "--execution-requirements", archive)
	if code != 0 || !strings.Contains(said, `"maxVUs": 10`) {
		t.Errorf("k6 inspect: exit code %d\n%s", code, said)
	}
}
