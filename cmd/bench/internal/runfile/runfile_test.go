package runfile

import (
	"bytes"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/cmd/bench/internal/nonceset"
)

// sorted makes a run of n values, some of them twice.
func sorted(n int) []nonceset.Value {
	random := mathrand.New(mathrand.NewPCG(1, 2))
	values := make([]nonceset.Value, n)
	for i := range values {
		values[i] = nonceset.Value{High: random.Uint64N(1000)<<50 | 0x4000, Low: 1<<63 | random.Uint64N(3)}
	}
	nonceset.Sort(values)
	return values
}

func encode(t testing.TB, name string, values []nonceset.Value) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := NewWriter(&file, name, len(values))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range values {
		if err := w.Add(v); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func readAll(r *Reader) (values []nonceset.Value, err error) {
	for {
		block, err := r.Next()
		if err != nil || len(block) == 0 {
			return values, err
		}
		values = append(values, block...)
	}
}

// openBytes puts a file on the disk and reads it.
func openBytes(t *testing.T, file []byte) ([]nonceset.Value, *Reader, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.run")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	values, err := readAll(r)
	return values, r, err
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, n := range []int{0, 1, blockCount - 1, blockCount, blockCount + 1, 3 * blockCount} {
		values := sorted(n)
		file := encode(t, "native, http", values)
		if got := Length("native, http", n); got != int64(len(file)) {
			t.Errorf("%d nonces: length %d, said to be %d", n, len(file), got)
		}
		got, r, err := openBytes(t, file)
		if err != nil || !slices.Equal(got, values) || r.Source != "native, http" || r.Count != n {
			t.Errorf("%d nonces: %d of %q, %v", n, len(got), r.Source, err)
		}
	}
}

// TestEveryDamageIsFound changes each bit of a file in turn, and cuts it off everywhere.
func TestEveryDamageIsFound(t *testing.T) {
	file := encode(t, "native", sorted(20))
	for i := range file {
		for bit := range 8 {
			damaged := slices.Clone(file)
			damaged[i] ^= 1 << bit
			if _, err := read(damaged); err == nil {
				t.Errorf("bit %d of byte %d was changed, and nothing was found", bit, i)
			}
		}
		if _, _, err := openBytes(t, file[:i]); err == nil || !strings.Contains(err.Error(), "a.run") {
			t.Errorf("cut off after %d bytes: %v", i, err)
		}
	}
	for name, wrong := range map[string][]byte{"cut off, or something was added": append(slices.Clone(file), 0), "not a file of bench nonces": []byte("a,b,c\n")} {
		if _, _, err := openBytes(t, wrong); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want %q", err, name)
		}
	}
	if _, err := read(append(slices.Clone(file), 0)); err == nil || !strings.Contains(err.Error(), "follows") {
		t.Errorf("something at the end: %v", err)
	}
}

func read(file []byte) ([]nonceset.Value, error) {
	r, err := NewReader(bytes.NewReader(file), "a.run")
	if err != nil {
		return nil, err
	}
	return readAll(r)
}

// TestBlocksBelongToTheirPlace exchanges two blocks that are the same but for their order.
func TestBlocksBelongToTheirPlace(t *testing.T) {
	values := slices.Repeat([]nonceset.Value{{High: 0x4000, Low: 1 << 63}}, 2*blockCount)
	file := encode(t, "", values)
	const block = blockCount*nonceset.Size + sumLength
	head := len(file) - 2*block
	exchanged := slices.Concat(file[:head], file[head+block:], file[head:head+block])
	if _, err := read(exchanged); err == nil {
		t.Error("nothing was found")
	}
}

// TestWrongNoncesAreRefused has files whose sums are right.
func TestWrongNoncesAreRefused(t *testing.T) {
	good := nonceset.Value{High: 0x1000_4000, Low: 1 << 63}
	for want, values := range map[string][]nonceset.Value{
		"not sorted": {good, {High: 0x4000, Low: 1 << 63}},
		"not a UUID": {good, {High: 0x2000_1000, Low: 1 << 63}},
	} {
		var file bytes.Buffer
		w, err := NewWriter(&file, "", len(values))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			w.last = nonceset.Value{} // it would refuse this
			if err := w.Add(v); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := read(file.Bytes()); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "nonce 1") {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestWriterRefusesWhatIsNoRun(t *testing.T) {
	var file bytes.Buffer
	w, err := NewWriter(&file, "", 2)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add(nonceset.Value{High: 2}); err != nil {
		t.Fatal(err)
	}
	if err := w.Add(nonceset.Value{High: 1}); err == nil {
		t.Error("a nonce that comes before the last one: no error")
	}
	if err := w.End(); err == nil {
		t.Error("one nonce fewer: no error")
	}
	if err := w.Add(nonceset.Value{High: 3}); err != nil {
		t.Fatal(err)
	}
	if err := w.Add(nonceset.Value{High: 4}); err == nil {
		t.Error("one nonce more: no error")
	}
	if _, err := NewWriter(&file, strings.Repeat("x", MaxName+1), 0); err == nil {
		t.Error("a name that is too long: no error")
	}
}

func TestSpillLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	values := sorted(10_000)
	s, err := NewSpill(folder, values)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Run()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(r); err != nil || !slices.Equal(got, values) {
		t.Errorf("%d of %d nonces, %v", len(got), len(values), err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := NewSpill(filepath.Join(folder, "missing"), values); err == nil {
		t.Error("a folder that is not there: no error")
	}
}

// FuzzReadGivesAscendingOrAnError: whatever a file holds, what is read without an error
// ascends and is as much as was announced.
func FuzzReadGivesAscendingOrAnError(f *testing.F) {
	f.Add(encode(f, "native", sorted(3)))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := NewReader(bytes.NewReader(file), "fuzz")
		if err != nil {
			return
		}
		values, err := readAll(r)
		if err != nil {
			return
		}
		if len(values) != r.Count || !slices.IsSortedFunc(values, func(a, b nonceset.Value) int {
			if b.Less(a) {
				return 1
			}
			return 0
		}) {
			t.Errorf("%d values of %d, or not sorted", len(values), r.Count)
		}
	})
}
