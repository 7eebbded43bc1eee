package code

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/testneeds"
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/jwt"
)

// A trial is a program that is to be run.
type trial struct {
	testCase
	fixed bool
	// dir is the folder with the program, and with what is built of it.
	dir string
}

// trials writes a program for each case into a folder of its own.
func trials(t *testing.T, language Language, dir string) (list []trial) {
	t.Helper()
	for _, c := range cases(t) {
		if !refused(language.ID, &c) {
			list = append(list, trial{testCase: c, fixed: true})
		}
	}
	for _, c := range newCases(t) {
		list = append(list, trial{testCase: c})
	}
	for i := range list {
		list[i].dir = filepath.Join(dir, list[i].name)
		program, err := list[i].write(language.ID, Options{Fixed: list[i].fixed})
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
		testneeds.Program(t, command)
	}
	dir := t.TempDir()
	list := trials(t, grammarNamed(p.language).Language, dir)
	if p.build != nil {
		p.build(t, dir, list)
	}
	each(list, func(one *trial) { try(t, p, one) })
	refuseEmpty(t, p, list)
	t.Logf("%d programs", len(list))
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
	nonce, at := one.request.Nonce, one.request.Time
	if !one.fixed {
		nonce, at = madeItself(t, one, url, before)
	}
	if want := one.url(nonce, at); !ok || url != want {
		t.Errorf("%s %s:\n got %q\nwant %q", p.language, one.name, url, want)
	}
}

// madeItself gives the nonce and the time that a program made, of a URL that
// opens now.
func madeItself(t *testing.T, one *trial, url string, before int64) (nonce string, at time.Time) {
	now := time.Now()
	c := one.request.Credentials
	if one.token {
		v := jwt.Verifier{Secret: func(id string) (signer.Secret, bool) { return c.Secret, id == c.ClientID }}
		session, err := v.Verify(t.Context(), url, now)
		if err != nil {
			t.Errorf("%s: %v of %q", one.name, err, url)
			return "", now
		}
		nonce, at = session.JTI, session.Issued
	} else {
		read := signer.Inspect(signer.Inspection{URL: url})
		nonce, at = read.Nonce, time.Unix(read.Time, 0)
	}
	if err := signer.CheckNonceForm(nonce); err != nil {
		t.Errorf("%v in %q", err, url)
	}
	if at.Unix() < before || at.After(now) {
		t.Errorf("time %d, it was %d or a little later", at.Unix(), before)
	}
	return nonce, at
}

// refuseEmpty checks that no program signs with an empty secret, nor with none.
func refuseEmpty(t *testing.T, p platform, list []trial) {
	for i := range list {
		one := &list[i]
		if one.name != "new-safe" && one.name != "new-token" {
			continue
		}
		for _, secret := range [][]string{nil, {"EMBED_SECRET="}} {
			output, complaint, err := runWith(t.Context(), one, secret, p.command(one.dir)...)
			var exit *exec.ExitError
			if !errors.As(err, &exit) || output != "" || !strings.Contains(complaint, "EMBED_SECRET") || !strings.Contains(complaint, "is not set") {
				t.Errorf("%s %s with %q: %v, prints %q, says %q", p.language, one.name, secret, err, output, complaint)
			}
		}
	}
}

// run runs a command in the folder of a trial and gives what it prints.
func run(ctx context.Context, one *trial, command ...string) (string, error) {
	secret := []string{"EMBED_SECRET=" + one.request.Credentials.Secret.Reveal()}
	output, complaint, err := runWith(ctx, one, secret, command...)
	if err != nil {
		return "", errors.Join(err, errors.New(complaint))
	}
	return output, nil
}

// runWith runs a command with a secret in the environment, or with none.
func runWith(ctx context.Context, one *trial, secret []string, command ...string) (output, complaint string, err error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = one.dir
	outside := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "EMBED_SECRET=") })
	cmd.Env = append(append(outside, "LC_ALL=C.UTF-8"), secret...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	return stdout.String(), stderr.String(), err
}
