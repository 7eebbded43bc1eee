package k6

import (
	"bufio"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

// programs are built from what is in the tree.
type programs struct{ k6, serve string }

func build(t *testing.T) programs {
	t.Helper()
	folder := t.TempDir()
	p := programs{filepath.Join(folder, "k6"), filepath.Join(folder, "serve")}
	for _, target := range []struct{ folder, pkg, program string }{
		{".", "./cmd/k6", p.k6},
		{"../..", "./cmd/serve", p.serve},
	} {
		command := exec.CommandContext(t.Context(), "go", "build", "-o", target.program, target.pkg)
		command.Dir = target.folder
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("go build %s: %v\n%s", target.pkg, err, out)
		}
	}
	return p
}

// A receiver is a serve of its own process.
type receiver struct{ url string }

func (p programs) startServe(t *testing.T, c signer.Credentials) receiver {
	t.Helper()
	command := exec.CommandContext(t.Context(), p.serve, "--addr", "127.0.0.1:0")
	command.Env = append(os.Environ(), variables(c)...)
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { command.Wait() })
	var said strings.Builder
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
			return receiver{url}
		}
		said.WriteString(lines.Text() + "\n")
	}
	t.Fatalf("serve ended before it listened: %s", &said)
	return receiver{}
}

func variables(c signer.Credentials) []string {
	return []string{clientIDVariable + "=" + c.ClientID, secretVariable + "=" + c.Secret.Reveal()}
}

// opens gives what the receiver counted, by verdict.
func (r receiver) opens(t *testing.T) map[string]int {
	t.Helper()
	response, err := http.Get(r.url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	counts := map[string]int{}
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		rest, ok := strings.CutPrefix(lines.Text(), `embedsign_embed_opens_total{verdict="`)
		if !ok {
			continue
		}
		verdict, value, _ := strings.Cut(rest, `"} `)
		count, err := strconv.ParseFloat(value, 64)
		if err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		counts[verdict] = int(count)
	}
	if len(counts) != len(signer.Codes()) {
		t.Fatalf("the receiver counts %v", counts)
	}
	return counts
}

// run runs k6 in the folder of the script and gives its exit code and all it said.
// It stays on this machine: it reports its use to nobody, listens nowhere, and asks
// no service for a k6 with other extensions.
func (p programs) run(t *testing.T, environment []string, arguments ...string) (code int, said string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), p.k6, arguments...)
	command.Env = append([]string{
		"HOME=" + t.TempDir(), "K6_NO_USAGE_REPORT=true", "K6_AUTO_EXTENSION_RESOLUTION=false",
	}, environment...)
	out, err := command.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("k6 %q: %v", arguments, err)
	}
	return command.ProcessState.ExitCode(), string(out)
}
