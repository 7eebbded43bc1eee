package jsonfile

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

type thing struct {
	Name string   `json:"name"`
	Size *float64 `json:"size"`
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	size := 1.5
	var b strings.Builder
	if err := Write(&b, thing{"<a&b>", &size}); err != nil {
		t.Fatal(err)
	}
	if want := "{\n  \"name\": \"<a&b>\",\n  \"size\": 1.5\n}\n"; b.String() != want {
		t.Errorf("got %s, want %s", &b, want)
	}
	var got thing
	if err := Read(strings.NewReader(b.String()), &got); err != nil || got.Name != "<a&b>" || *got.Size != size {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "the file is empty",
		"{\"name\": \"a\"":          "cut off: its last brace is missing",
		"name: a":                   "not JSON: byte 2: invalid character 'a'",
		"{} {}":                     "not JSON: byte 4",
		"[]":                        "got array, want struct",
		"{\"size\": \"1\"}":         `"size": got string, want float64`,
		strings.Repeat(" ", 65<<20): "more than 64 MiB",
	} {
		err := Read(strings.NewReader(text), new(thing))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.20q: got %v, want %q", text, err, want)
		}
	}
	if err := Read(iotest.ErrReader(io.ErrUnexpectedEOF), new(thing)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}
