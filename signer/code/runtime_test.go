package code

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// A trial is a program that is to be run.
type trial struct {
	testCase
	fixed bool
	// dir is the folder with the program, and with what is built of it.
	dir string
}

// trials writes a program for each case into a folder of its own, and one that
// makes its own nonce for each dialect.
func trials(t *testing.T, language Language, dir string) (list []trial) {
	t.Helper()
	for _, c := range cases(t) {
		if !refused(language.ID, &c.request) {
			list = append(list, trial{testCase: c, fixed: true})
		}
	}
	for _, c := range inAllDialects("new", example(t)) {
		list = append(list, trial{testCase: c})
	}
	for i := range list {
		list[i].dir = filepath.Join(dir, list[i].name)
		program, err := Write(language.ID, list[i].request, Options{Fixed: list[i].fixed})
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(list[i].dir, language.File), program)
	}
	return list
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tryAll builds and runs all programs of a language, as many at a time as there
// are processors.
func tryAll(t *testing.T, p platform) {
	t.Helper()
	for _, command := range p.needs {
		if _, err := exec.LookPath(command); err != nil {
			missing(t, command+" is not installed")
		}
	}
	dir := t.TempDir()
	list := trials(t, grammarNamed(p.language).Language, dir)
	if p.build != nil {
		p.build(t, dir, list)
	}
	each(list, func(one *trial) { try(t, p, one) })
	t.Logf("%d programs", len(list))
}

// missing skips a test for want of a tool. Where nothing may be skipped, it fails.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}

func each(list []trial, do func(*trial)) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.NumCPU())
	for i := range list {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			do(&list[i])
		})
	}
	wait.Wait()
}

func try(t *testing.T, p platform, one *trial) {
	before := time.Now().Unix()
	output, err := run(t.Context(), one, p.command(one.dir)...)
	if err != nil {
		t.Errorf("%s %s: %v", p.language, one.name, err)
		return
	}
	url, ok := strings.CutSuffix(output, "\n")
	r := one.request
	if !one.fixed {
		r.Nonce, r.Time = madeItself(t, url, before)
	}
	if want := signer.Build(r).URL; !ok || url != want {
		t.Errorf("%s %s:\n got %q\nwant %q", p.language, one.name, url, want)
	}
}

// madeItself gives the nonce and the time that a program made.
func madeItself(t *testing.T, url string, before int64) (string, time.Time) {
	read := signer.Inspect(signer.Inspection{URL: url})
	if err := signer.CheckNonceForm(read.Nonce); err != nil {
		t.Errorf("%v in %q", err, url)
	}
	if read.Time < before || read.Time > time.Now().Unix() {
		t.Errorf("time %d, it was %d or a little later", read.Time, before)
	}
	return read.Nonce, time.Unix(read.Time, 0)
}

// run runs a command in the folder of a trial and gives what it prints.
func run(ctx context.Context, one *trial, command ...string) (string, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = one.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "EMBED_SECRET="+one.request.Credentials.Secret.Reveal())
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", errors.Join(err, errors.New(stderr.String()))
	}
	return stdout.String(), nil
}
