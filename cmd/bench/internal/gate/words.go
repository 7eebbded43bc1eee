package gate

import (
	"fmt"
	"strings"
)

// absent stands for what was not measured.
const absent = "–"

// percent writes a fraction with its sign, such as +4.9 %.
func percent(fraction *float64) string {
	if fraction == nil {
		return absent
	}
	return fmt.Sprintf("%+.1f %%", 100**fraction)
}

// unsigned writes a fraction of which it is said that it is more.
func unsigned(fraction *float64) string { return strings.TrimPrefix(percent(fraction), "+") }

// span writes an interval by its ends.
func (i Interval) span() string {
	if i.Low == nil && i.High == nil {
		return absent
	}
	return percent(i.Low) + " to " + percent(i.High)
}

// value writes an exact figure.
func value(v any) string {
	switch v := v.(type) {
	case nil:
		return absent
	case float64:
		return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
	case []string:
		return fmt.Sprintf("%d: %s", len(v), strings.Join(v, " "))
	default:
		return fmt.Sprint(v)
	}
}

// headline is the first line of each form.
func (r *Result) headline() string { return strings.ToUpper(string(r.Verdict)) + ": " + r.Reason }

// String names a side for a reader.
func (s Side) String() string {
	name := s.Name
	if s.Revision != "" && s.Revision != s.Name {
		name += " (" + short(s.Revision) + ")"
	}
	if s.Dirty {
		name += ", with changes that are not committed"
	}
	return name
}

// short is the usual beginning of a commit's name.
func short(revision string) string { return revision[:min(12, len(revision))] }
