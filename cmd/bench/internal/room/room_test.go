package room

import "testing"

func TestAvailable(t *testing.T) {
	meminfo := "MemTotal:       24684084 kB\nMemFree:        15908316 kB\nMemAvailable:   23871268 kB\n"
	if n, ok := available([]byte(meminfo)); !ok || n != 23871268*1024 {
		t.Errorf("got %d, %v", n, ok)
	}
	for _, text := range []string{"", "MemTotal: 1 kB\n", "MemAvailable: lots\n"} {
		if n, ok := available([]byte(text)); ok {
			t.Errorf("%q: got %d", text, n)
		}
	}
}

func TestNumber(t *testing.T) {
	if n, ok := number([]byte("2147483648\n")); !ok || n != 2<<30 {
		t.Errorf("got %d, %v", n, ok)
	}
	if n, ok := number([]byte("max\n")); ok {
		t.Errorf("no limit: got %d", n)
	}
}
