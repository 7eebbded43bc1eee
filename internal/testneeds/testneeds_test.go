package testneeds

import (
	"runtime"
	"strings"
	"testing"
)

// A record is a test that ends itself, and remembers how.
type record struct {
	testing.TB
	skipped, failed string
}

func (r *record) Helper() {}

func (r *record) Skip(args ...any) {
	r.skipped = args[0].(string)
	runtime.Goexit()
}

func (r *record) Fatalf(_ string, args ...any) {
	r.failed = args[0].(string)
	runtime.Goexit()
}

// run runs a test to its end.
func run(test func(testing.TB)) *record {
	r, done := new(record), make(chan struct{})
	go func() {
		defer close(done)
		test(r)
	}()
	<-done
	return r
}

func TestProgram(t *testing.T) {
	asks := func(names ...string) func(testing.TB) {
		return func(tb testing.TB) {
			if path := Program(tb, names...); !strings.HasSuffix(path, "go") {
				t.Errorf("%v is %q", names, path)
			}
		}
	}
	for _, ci := range []string{"", "true", "1"} {
		t.Setenv("CI", ci)
		if r := run(asks("no-such-program", "go")); r.skipped+r.failed != "" {
			t.Errorf("CI=%s: go is not found: %+v", ci, r)
		}
		r := run(asks("no-such-program", "nor-this"))
		if what := "no-such-program or nor-this is not installed"; ci == "" && r.skipped != what || ci != "" && r.failed != what || r.skipped != "" && r.failed != "" {
			t.Errorf("CI=%s: %+v", ci, r)
		}
	}
}
