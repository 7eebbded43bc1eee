package main

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/embedsign/embedsign/internal/processtest"
	"github.com/embedsign/embedsign/internal/vault"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"serve": main})
}

// The scripts run the command as a process of its own. Beside testscript's own
// commands they have
//
//	code N command ...  runs a command that has to end with exit code N
//	start flags ...     starts serve on a free port and sets $URL and $ADDR
//	end SIGNAL N        stops it; it has to end with exit code N, and what it
//	                    said is in the file said
//	hear PATTERN        waits until it says a line that matches
//	fetch PATH N        fetches a path from it, which has to have status N
//	newkey FILE         makes a key for secrets in a database
//	revoke ID           revokes a client ID, as the administrator
//	sameid FILE FILE    wants two of the files said to name the same client ID
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Values[processKey{}] = new(process)
			env.Setenv("GORACE", "atexit_sleep_ms=0") // under -race each end would take a second
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":   processtest.Code,
			"start":  startProcess,
			"end":    endProcess,
			"hear":   hear,
			"fetch":  fetch,
			"sameid": sameID,
			"newkey": newKey,
			"revoke": revoke,
			"visit":  visit,
		},
	})
}

// A process is the serve of a script.
type process struct {
	*exec.Cmd
	lines *bufio.Scanner // of its stderr
	said  strings.Builder
}

type processKey struct{}

func processOf(ts *testscript.TestScript) *process { return ts.Value(processKey{}).(*process) }

func startProcess(ts *testscript.TestScript, _ bool, flags []string) {
	name, err := exec.LookPath("serve")
	ts.Check(err)
	p := processOf(ts)
	*p = process{Cmd: exec.Command(name, append([]string{"--addr", "127.0.0.1:0"}, flags...)...)}
	p.Dir = ts.MkAbs(".")
	p.Env = []string{"GOCOVERDIR=" + p.Dir} // or it complains under -cover
	for _, variable := range []string{"PATH", "HOME", "GORACE", "EMBEDSIGN_CLIENT_ID", "EMBEDSIGN_SECRET", "EMBEDSIGN_EMBED_PATH", "EMBEDSIGN_DB", "EMBEDSIGN_VAULT_KEY", "EMBEDSIGN_ADMIN_TOKEN", "EMBEDSIGN_NONCES"} {
		p.Env = append(p.Env, variable+"="+ts.Getenv(variable))
	}
	stderr, err := p.StderrPipe()
	ts.Check(err)
	ts.Check(p.Start())
	ts.Defer(func() { p.Process.Kill() })
	defer time.AfterFunc(stepLimit, func() { p.Process.Kill() }).Stop()
	p.lines = bufio.NewScanner(stderr)
	for p.lines.Scan() {
		fmt.Fprintln(&p.said, p.lines.Text())
		if url, ok := strings.CutPrefix(p.lines.Text(), "listening on "); ok {
			ts.Setenv("URL", url)
			ts.Setenv("ADDR", strings.TrimPrefix(url, "http://"))
			return
		}
	}
	ts.Fatalf("serve did not listen: %s", &p.said)
}

func endProcess(ts *testscript.TestScript, _ bool, args []string) {
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	p := processOf(ts)
	ts.Check(p.Process.Signal(signals[args[0]]))
	defer time.AfterFunc(stepLimit, func() { p.Process.Kill() }).Stop()
	for p.lines.Scan() {
		fmt.Fprintln(&p.said, p.lines.Text())
	}
	processtest.Ended(ts, p.Wait(), want)
	ts.Check(os.WriteFile(ts.MkAbs("said"), []byte(p.said.String()), 0o600))
}

func hear(ts *testscript.TestScript, _ bool, args []string) {
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	p := processOf(ts)
	defer time.AfterFunc(stepLimit, func() { p.Process.Kill() }).Stop()
	for p.lines.Scan() {
		fmt.Fprintln(&p.said, p.lines.Text())
		if pattern.MatchString(p.lines.Text()) {
			return
		}
	}
	ts.Fatalf("serve did not say it: %s", &p.said)
}

func revoke(ts *testscript.TestScript, _ bool, ids []string) {
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	client := &http.Client{Jar: jar}
	for _, step := range [][2]string{
		{"/lab/session", `{"token": "` + ts.Getenv("EMBEDSIGN_ADMIN_TOKEN") + `"}`},
		{"/lab/ask/revoke", `{"client_id": "` + ids[0] + `"}`},
	} {
		response, err := client.Post(ts.Getenv("URL")+step[0], "application/json", strings.NewReader(step[1]))
		ts.Check(err)
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			ts.Fatalf("%s: %s", step[0], response.Status)
		}
	}
}

// visit opens a URL that the signing API makes, and wants a status.
func visit(ts *testscript.TestScript, _ bool, args []string) {
	response, err := http.Get(ts.Getenv("URL") + "/api/embed-url")
	ts.Check(err)
	defer response.Body.Close()
	var signed struct{ URL string }
	ts.Check(json.NewDecoder(response.Body).Decode(&signed))
	fetch(ts, false, []string{strings.TrimPrefix(signed.URL, ts.Getenv("URL")), args[0]})
}

func newKey(ts *testscript.TestScript, _ bool, files []string) {
	var key [vault.KeyLength]byte
	rand.Read(key[:]) // it never fails
	ts.Check(os.WriteFile(ts.MkAbs(files[0]), []byte(base64.StdEncoding.EncodeToString(key[:])+"\n"), 0o600))
}

func sameID(ts *testscript.TestScript, _ bool, files []string) {
	var ids []string
	for _, file := range files {
		_, after, ok := strings.Cut(ts.ReadFile(file), "client ID: ")
		id, _, _ := strings.Cut(after, "\n")
		if !ok || id == "" {
			ts.Fatalf("%s names no client ID", file)
		}
		ids = append(ids, id)
	}
	if ids[0] != ids[1] {
		ts.Fatalf("client IDs %q", ids)
	}
}

func fetch(ts *testscript.TestScript, _ bool, args []string) {
	response, err := http.Get(ts.Getenv("URL") + args[0])
	ts.Check(err)
	defer response.Body.Close()
	_, err = io.Copy(ts.Stdout(), response.Body)
	ts.Check(err)
	if got := strconv.Itoa(response.StatusCode); got != args[1] {
		ts.Fatalf("%s: status %s, want %s", args[0], got, args[1])
	}
}
