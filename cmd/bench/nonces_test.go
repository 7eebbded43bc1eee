package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// TestNoncesInProcess is where the command as a whole meets the race detector. The
// program of this process is a test, so it starts no processes.
func TestNoncesInProcess(t *testing.T) {
	var stdout, stderr bytes.Buffer
	file := filepath.Join(t.TempDir(), "a.run")
	args := []string{"nonces", "--source", "native,http", "--processes", "0", "--goroutines", "3", "--count", "3000", "--patience", "5m", "--format", "json", "--run-file", file}
	if code := run(t.Context(), args, nil, &stdout, &stderr); code != codeGood {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	var r trial.Result
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if !r.OK || len(r.Nonces) != 3 || r.Nonces[2].Generated != 6000 || r.Nonces[2].Generators != 4 {
		t.Errorf("%+v", r)
	}
	stdout.Reset()
	if code := run(t.Context(), []string{"nonces", "--merge", file}, nil, &stdout, &stderr); code != codeGood {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	if line, _, _ := strings.Cut(stdout.String(), "\n"); line != "ok: 6 000 nonces, none twice, so at least 22.5 bits; 124 tests passed" {
		t.Errorf("%s", line)
	}
}

// TestNoncesExamplesMakeSense checks the flags of each example of the help, and that none
// draws too few nonces for one of the tests.
func TestNoncesExamplesMakeSense(t *testing.T) {
	seen := 0
	for example := range strings.Lines(newNoncesCommand(io.Discard, io.Discard).Example) {
		example, _, _ = strings.Cut(example, "|")
		var n noncing
		flags := pflag.NewFlagSet("nonces", pflag.ContinueOnError)
		n.register(flags)
		if err := flags.Parse(strings.Fields(example)[2:]); err != nil {
			t.Fatalf("%s: %v", example, err)
		}
		if _, err := n.check(flags, flags.Args()); err != nil {
			t.Errorf("%s: %v", example, err)
		}
		if n.count < evidence.Fewest {
			t.Errorf("%s: %d nonces are too few for birthday tests", example, n.count)
		}
		seen++
	}
	if seen < 8 {
		t.Errorf("only %d examples", seen)
	}
}

// TestRawBits compares the stream of bits with one large number.
func TestRawBits(t *testing.T) {
	nonces := []string{
		"619b4276-4d9b-4fd7-9b42-764d9bd7df61", "ffffffff-ffff-4fff-bfff-ffffffffffff", "00000000-0000-4000-8000-000000000001",
		"12345678-9abc-4def-8123-456789abcdef",
	}
	var got bytes.Buffer
	out := bufio.NewWriter(&got)
	w := rawWriter{out: out, form: "bits"}
	want := new(big.Int)
	for _, nonce := range nonces {
		if err := w.take(nonce); err != nil {
			t.Fatal(err)
		}
		v, err := nonceset.Parse(nonce)
		if err != nil {
			t.Fatal(err)
		}
		first, last := v.Random()
		want.Or(want.Lsh(want, 60), new(big.Int).SetUint64(first))
		want.Or(want.Lsh(want, 62), new(big.Int).SetUint64(last))
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Bytes(), want.FillBytes(make([]byte, 4*122/8))) {
		t.Errorf("got %x, want %x", got.Bytes(), want)
	}
	if err := w.take("no nonce"); err == nil {
		t.Error("a nonce that has no bits: no error")
	}
}

func TestMemorySizes(t *testing.T) {
	for text, want := range map[string]int64{"512MiB": 512 << 20, "1.5GiB": 3 << 29, "1KiB": 1 << 10} {
		if got, err := size(text); err != nil || got != want {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "2", "GiB", "-1GiB", "0MiB", "2 GB", "5GB", "NaNGiB", "InfGiB", "1e300GiB"} {
		if got, err := size(text); err == nil {
			t.Errorf("%q: %d", text, got)
		}
	}
}
