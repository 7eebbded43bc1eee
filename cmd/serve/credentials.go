package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// maxSecretFile is far above any secret, and below what a wrong file, such as
// a device, would fill memory with.
const maxSecretFile = 64 << 10

// credentials are those given, or throw-away ones when none are. The notice is
// for stderr, once all else went well; it is empty or ends its last line.
func (o *options) credentials(ctx context.Context, stdin io.Reader) (c signer.Credentials, notice string, err error) {
	secret, err := o.secret(ctx, stdin)
	switch {
	case err != nil:
		return c, "", err
	case secret.IsZero() && o.clientID == "":
		return o.throwAway()
	case secret.IsZero():
		return c, "", wrongUsage("a client ID without a secret: add --secret-file or %s", secretVariable)
	case o.clientID == "":
		return c, "", wrongUsage("a secret without a client ID: add --client-id or EMBEDSIGN_CLIENT_ID")
	case o.showSecret:
		return c, "", wrongUsage("--show-secret is for throw-away credentials; the secret that was given is not shown")
	}
	return signer.Credentials{ClientID: o.clientID, Secret: secret}, "", nil
}

// throwAway makes credentials for this run, or for a database that is new. Stderr may end up in a log, so the
// secret is shown on demand only.
func (o *options) throwAway() (c signer.Credentials, notice string, err error) {
	c, err = signer.NewCredentials(rand.Reader)
	if err != nil {
		return c, "", err
	}
	made := "throw-away ones for this run"
	if o.db != "" {
		made = "new ones, which the database keeps"
	}
	notice = "no credentials given: made " + made + "\nclient ID: " + c.ClientID + "\n"
	if o.showSecret {
		notice += "secret: " + c.Secret.Reveal() + "\n"
	}
	return c, notice, nil
}

// secret reads the file if there is one, otherwise the environment. Nothing is
// trimmed but the one newline with which editors end a file.
//
// A file that is empty is no better than one that cannot be read, so neither is
// wrong usage: the command line is in order.
func (o *options) secret(ctx context.Context, stdin io.Reader) (signer.Secret, error) {
	if o.secretFile == "" {
		return signer.NewSecret(os.Getenv(secretVariable)), nil
	}
	text, err := await(ctx, func() (string, error) { return readSecret(o.secretFile, stdin) })
	if err != nil {
		return signer.Secret{}, fmt.Errorf("secret file %q: %w", o.secretFile, err)
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	if text == "" {
		return signer.Secret{}, fmt.Errorf("secret file %q: it is empty", o.secretFile)
	}
	return signer.NewSecret(text), nil
}

func readSecret(name string, stdin io.Reader) (string, error) {
	from := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", withoutPath(err)
		}
		defer file.Close()
		from = file
	}
	text, err := io.ReadAll(io.LimitReader(from, maxSecretFile+1))
	if err == nil && len(text) > maxSecretFile {
		err = errors.New("longer than 64 KiB, which no secret is")
	}
	return string(text), withoutPath(err)
}

// await gives up when the context ends. Standard input may be a terminal at
// which nobody types, or a pipe that nobody closes, and reading from it cannot be
// broken off; so the reading is left behind.
func await(ctx context.Context, read func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := read()
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// withoutPath keeps the reason alone: the caller names the file.
func withoutPath(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
