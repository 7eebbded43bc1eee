package jwt

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// A time in another unit or type is told as that, first of all that is told of the
// times, and nothing that only follows from it.
func TestTimesInOtherForms(t *testing.T) {
	for _, c := range []struct{ iat, exp, code, parameter, says string }{
		{"1700000000", "1700000600585", "time_in_milliseconds", "exp", "Divide by 1000"},
		{"1700000000123", "1700000600", "time_in_milliseconds", "iat", "Divide by 1000"},
		{"1700000000123", "1700000600123", "time_in_milliseconds", "iat", "Divide by 1000"},
		{"1700000000", "1700000600585.25", "time_in_milliseconds", "exp", "Divide by 1000"},
		{"1700000000.25", "1700000600", "fractional_time", "iat", "Round it down"},
		{"1700000000", `"1700000600"`, "wrong_type", "exp", `"1700000600" is a string. Write Unix seconds`},
		{"1700000000", `"2026-12-01T00:00:00Z"`, "wrong_type", "exp", `"2026-12-01T00:00:00Z" is a string. Write Unix seconds`},
		{`"Tue Nov 14 2023"`, "1700000600", "wrong_type", "iat", "is a string. Write Unix seconds"},
		{"1700000000", "1700000600000000", "wrong_type", "exp", "beyond any date. Write Unix seconds, not micro"},
		{"1700000000", "1700000600000000000", "wrong_type", "exp", "beyond any date"},
		{"1700000000", "true", "wrong_type", "exp", "true is true or false"},
		{"1700000000", "null", "wrong_type", "exp", "is null. Write Unix seconds"},
		{"-1700000000", "1700000600", "invalid_time", "iat", "before 1970"},
	} {
		token := caseToken(t, "", `{"sub":"a@b.co","jti":"j","iat":`+c.iat+`,"exp":`+c.exp+`,"account_type":"View","teams":["A"]}`, false)
		got := Inspect(Inspection{URL: token, Secret: credentials(t).Secret})
		var told []signer.Finding
		for _, f := range got.Findings {
			if f.Parameter == "iat" || f.Parameter == "exp" {
				told = append(told, f)
			}
		}
		if len(told) == 0 || told[0].Code != c.code || told[0].Parameter != c.parameter || !strings.Contains(told[0].Message+". "+told[0].Fix, c.says) || told[0].Fix == "" {
			t.Errorf("%s, %s: findings %+v", c.iat, c.exp, told)
		}
		if strings.Contains(told[0].Message, `\"`) || len(told) > 2 || slices.ContainsFunc(told, func(f signer.Finding) bool { return f.Code == "lifetime_exceeded" || f.Code == "expires_at_once" }) {
			t.Errorf("%s, %s: findings %+v", c.iat, c.exp, told)
		}
		if c.code != "fractional_time" && !strings.HasPrefix(got.Verdict.Explanation, c.parameter+" "+told[0].Message) {
			t.Errorf("%s, %s: verdict %+v", c.iat, c.exp, got.Verdict)
		}
	}
}

// At the receiver's time too, milliseconds are what the verdict speaks of.
func TestVerdictOnMilliseconds(t *testing.T) {
	for parameter, payload := range map[string]string{
		"exp": strings.Replace(minimal, "1700000600", "1700000600000", 1),
		"iat": strings.Replace(minimal, "1700000000", "1700000000000", 1),
	} {
		_, err := receiver(t).Verify(t.Context(), caseToken(t, "", payload, false), time.Unix(issued, 0))
		code := CodeLifetimeExceeded
		if parameter == "iat" {
			code = signer.CodeNotYetValid
		}
		wantVerdict(t, err, code, parameter)
		if err == nil || !strings.Contains(err.Error(), "looks like milliseconds") {
			t.Errorf("%s: %v", parameter, err)
		}
	}
}
