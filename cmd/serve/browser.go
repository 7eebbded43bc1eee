package main

import (
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

// openBrowser does not wait for the browser. The secret stays out of the
// environment that it hands on.
func openBrowser(url string) error {
	opener, ok := openers[runtime.GOOS]
	if !ok {
		opener = []string{"xdg-open"}
	}
	command := exec.Command(opener[0], append(slices.Clone(opener[1:]), url)...)
	command.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, secretVariable+"=")
	})
	if err := command.Start(); err != nil {
		return err
	}
	go command.Wait() // so that it does not stay behind as a zombie
	return nil
}
