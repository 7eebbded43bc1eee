package results

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// reports is where results of the real commands are.
const reports = "../../../testdata/reports"

func file(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(reports, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestEachKindIsToldFromItsFields reads each example under a name that says nothing.
func TestEachKindIsToldFromItsFields(t *testing.T) {
	for name, want := range map[string]Kind{
		"run.json": Run, "run-elsewhere.json": Run, "load.json": LoadTest, "load-stall.json": LoadTest,
		"capacity.json": LoadTest, "nonces.json": NonceTest, "repeating.json": NonceTest,
	} {
		got, err := Read("x", strings.NewReader(file(t, name)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Kind() != want {
			t.Errorf("%s: %s, want %s", name, got.Kind(), want)
		}
	}
}

// with changes a field, given by its path, of a result; nil takes it out.
func with(t *testing.T, text string, value any, path ...string) string {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	at := root
	for _, name := range path[:len(path)-1] {
		switch next := at[name].(type) {
		case []any:
			at = next[0].(map[string]any)
		case map[string]any:
			at = next
		default:
			t.Fatalf("no %s in %v", name, path)
		}
	}
	last := path[len(path)-1]
	if at[last] = value; value == nil {
		delete(at, last)
	}
	changed, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return string(changed)
}

// TestDamage spoils good results in one place each: the error says where.
func TestDamage(t *testing.T) {
	run, load, nonces := file(t, "run.json"), file(t, "load.json"), file(t, "nonces.json")
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "the file is empty"},
		{"cut off", load[:len(load)/2], "cut off: its last brace is missing"},
		{"one byte short", strings.TrimSpace(run)[:len(strings.TrimSpace(run))-1], "cut off"},
		{"a list", "[]", "want a JSON object"},
		{"null", "null", "want a JSON object"},
		{"text", "ok: 4 URLs", "not JSON: byte 1"},
		{"two results", run + run, "not JSON"},
		{"another object", `{"a": 1}`, `neither "models" (bench load) nor`},
		{"a gate's", `{"schema": 1, "verdict": "pass", "kernels": []}`, "bench gate --from"},
		{"schema", with(t, run, 2, "schema"), "a result of bench run: schema 2: want 1"},
		{"no schema", with(t, load, nil, "schema"), `a result of bench load: "schema" is missing`},
		{"no environment", with(t, nonces, nil, "environment"), `a result of bench nonces: "environment" is missing`},
		{"no verdict", with(t, load, nil, "ok"), `"ok" is missing`},
		{"a word for a number", with(t, run, "many", "results", "ops_per_second"), "ops_per_second"},
		{"no speed", with(t, run, 0, "results", "ops_per_second"), "results[0]: ops_per_second 0: want more than 0"},
		{"another folder", with(t, run, "../../x", "results", "engine"), "want names such as native"},
		{"falling quantiles", with(t, run, 1e12, "results", "latency_ns", "p50"), "a higher quantile is less"},
		{"interval upside down", with(t, run, 99, "results", "ratio_low"), "ratio_low is above ratio_high"},
		{"good and bad", with(t, run, []string{"a problem"}, "problems"), `"ok" is true, although there are problems`},
		{"no models", with(t, load, map[string]any{}, "models"), "neither open nor closed"},
		{"no histogram", with(t, load, "", "models", "open", "response_hdr"), "models.open: response_hdr: is missing"},
		{"no base64", with(t, load, "HISTF", "models", "open", "service_hdr"), "models.open: service_hdr: not a histogram"},
		{"another histogram", with(t, load, 7, "models", "closed", "service_ns", "samples"), "models.closed: service_hdr: 3"},
		{"an edited quantile", with(t, load, 1, "models", "open", "response_ns", "p99"), "models.open: response_ns.p99: 1 (1.00 ns), but the histogram beside it has 1139711 (1.14 ms)"},
		{"an edited mean", with(t, load, 1e6, "models", "closed", "service_ns", "mean"), "models.closed: service_ns.mean: 1000000 (1.00 ms), but"},
		{"a falling delay", with(t, load, 1, "models", "open", "send_delay_ns", "p90"), "models.open: send_delay_ns: p90 is less than p75"},
		{"a falling second", with(t, load, 1, "models", "open", "seconds", "p99"), "seconds[0]: want p50, p99 and max to go up"},
		{"no length", with(t, load, 0, "models", "open", "seconds", "length"), "seconds[0]"},
		{"no reason", with(t, load, false, "ok"), `"problems" does not say why`},
		{"no nonces", with(t, nonces, []any{}, "nonces"), `"nonces" is empty`},
		{"no verdict of a test", with(t, nonces, "", "tests", "verdict"), `tests[0]: verdict "": want pass or fail`},
		{"no probability", with(t, nonces, 2, "tests", "adjusted_p"), "tests[0]: p 2: want a probability"},
		{"a failed test", with(t, nonces, "fail", "tests", "verdict"), `"ok" is true, although a test failed`},
	} {
		_, err := Read("x", strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

// TestDigest: the same result written otherwise is the same, and another one is not.
func TestDigest(t *testing.T) {
	read := func(text string) [32]byte {
		file, err := Read("x", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return file.Digest
	}
	text := file(t, "load.json")
	if read(text) != read(strings.ReplaceAll(text, "\n", "\n ")) {
		t.Error("another indentation is another result")
	}
	if read(text) == read(with(t, text, "another", "environment", "revision")) {
		t.Error("another revision is the same result")
	}
}

// FuzzReadNeverPanics reads damaged results: there is an error or a result, never both.
func FuzzReadNeverPanics(f *testing.F) {
	for _, name := range []string{"run-elsewhere.json", "load-stall.json", "capacity.json"} {
		text, err := os.ReadFile(filepath.Join(reports, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Read("x", strings.NewReader(string(text)))
		if (err == nil) == (file.Run == nil && file.Load == nil && file.Nonces == nil) {
			t.Errorf("error %v, and result %v", err, file)
		}
	})
}
