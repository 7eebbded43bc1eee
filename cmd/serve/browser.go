package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// openers are the commands that open a URL as the user would.
var openers = map[string][]string{
	"darwin":  {"open"},
	"windows": {"rundll32", "url.dll,FileProtocolHandler"},
}

// openBrowser does not wait for the browser, and a failure only costs a warning:
// the server is there without one.
func openBrowser(ctx context.Context, url string, stderr io.Writer) {
	command := browserCommand(url)
	if err := command.Start(); err != nil {
		fmt.Fprintln(stderr, "warning: no browser was opened:", err)
		return
	}
	go func() {
		// Some openers stay as long as the browser does. Ctrl-C ends them too,
		// and that is no failure.
		var exit *exec.ExitError
		if err := command.Wait(); ctx.Err() == nil && errors.As(err, &exit) && exit.Exited() {
			fmt.Fprintf(stderr, "warning: no browser was opened: %s: %v\n", command.Args[0], err)
		}
	}()
}

// browserCommand keeps secrets out of the environment that it hands on.
func browserCommand(url string) *exec.Cmd {
	opener, ok := openers[runtime.GOOS]
	if !ok {
		opener = []string{"xdg-open"}
	}
	command := exec.Command(opener[0], append(slices.Clone(opener[1:]), url)...)
	command.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains([]string{secretVariable, vaultVariable, tokenVariable, "EMBEDSIGN_NONCES"}, name)
	})
	return command
}
