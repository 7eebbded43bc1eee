package main

import (
	"html"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer/code"
)

// TestCodeIsThereFromTheBeginning looks for the code of the worked example in the
// page as it arrives, before any script or signer.
func TestCodeIsThereFromTheBeginning(t *testing.T) {
	page, err := render("..")
	if err != nil {
		t.Fatal(err)
	}
	want, err := code.Write(code.Languages()[0].ID, example(), code.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(html.UnescapeString(string(page)), ">"+want+"</pre>") {
		t.Errorf("index.html does not hold\n%s", want)
	}
	for _, l := range code.Languages() {
		if n := strings.Count(string(page), `<option value="`+l.ID+`" data-file="`+l.File+`">`); n != 2 {
			t.Errorf("%s can be chosen in %d places, want 2: Build and Migrate", l.Name, n)
		}
	}
}
