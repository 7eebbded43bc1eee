package jwt

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

func TestSignURLIsThatOfBuild(t *testing.T) {
	r := goodRequest(t)
	r.Options = []signer.Option{{Name: ":theme", Value: "Dark"}}
	r.Controls = []signer.Control{{ID: "Store Region", Values: []string{"Mid West"}}}
	url, err := SignURL(r)
	if err != nil || url != Build(r).URL || !strings.HasSuffix(url, "&:embed=true&:theme=Dark&Store%20Region=Mid%20West") {
		t.Fatalf("%s, %v", url, err)
	}
	if _, err := receiver(t).Verify(t.Context(), url, time.Unix(issued, 0)); err != nil {
		t.Error(err)
	}
}

// What Sign refuses, SignURL does, and what is wrong around the token besides.
func TestSignURLRefuses(t *testing.T) {
	for _, c := range broken {
		r := goodRequest(t)
		c.change(&r)
		url, err := SignURL(r)
		refused := c.severity == signer.SeverityError || c.code == "workbook_absent"
		if (err != nil) != refused || (url == "") != refused {
			t.Errorf("%s %s: %q, %v", c.code, c.parameter, url, err)
		}
		var invalid *signer.InvalidError
		if refused && c.code != "empty_secret" && (!errors.As(err, &invalid) || invalid.Findings[0].Severity != signer.SeverityError) {
			t.Errorf("%s %s: %v", c.code, c.parameter, err)
		}
	}
	r := goodRequest(t)
	r.Claims.Sub, r.Workbook = "", ""
	var invalid *signer.InvalidError
	if _, err := SignURL(r); !errors.As(err, &invalid) || !reported(invalid.Findings, "missing_claim") || !reported(invalid.Findings, "workbook_absent") {
		t.Errorf("%v", err)
	}
}

// The parameters that each URL has cannot be given once more.
func TestOptionsOfEachURLAreRefused(t *testing.T) {
	for _, name := range []string{":jwt", ":embed"} {
		r := goodRequest(t)
		option(name, "true")(&r)
		if _, err := SignURL(r); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
