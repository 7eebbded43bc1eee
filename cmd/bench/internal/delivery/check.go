package delivery

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/prometheus/client_golang/prometheus"
)

// ErrUsage is the kind of errors that are about the options themselves.
var ErrUsage = errors.New("wrong options")

// A usageError says which flag is wrong. Its text is whole without [ErrUsage].
type usageError string

func (e usageError) Error() string { return string(e) }

func (usageError) Is(target error) bool { return target == ErrUsage }

func wrong(format string, arguments ...any) error {
	return usageError(fmt.Sprintf(format, arguments...))
}

// commandLabel is on every series, so that two commands of a machine or of a
// group do not take each other's place.
const commandLabel = "command"

// The bounds of labels. Who needs more wants them for something that changes from
// run to run, and each change would make all series anew.
const (
	maxLabels     = 5
	maxLabelValue = 100 // bytes
)

var labelName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// check refuses options that would fail at the end of the run only.
func (o Options) check(e Exporter) error {
	if o.Linger < 0 {
		return wrong("--metrics-linger %v: want 0 or more", o.Linger)
	}
	if o.File != "" && filepath.Ext(o.File) != fileSuffix {
		return wrong("--metrics-file %q: want a name that ends with %s, as node_exporter reads no other", o.File, fileSuffix)
	}
	if err := o.checkGateway(); err != nil {
		return err
	}
	if len(o.Labels) > maxLabels {
		return wrong("--metrics-label: %d labels, at most %d", len(o.Labels), maxLabels)
	}
	for _, name := range slices.Sorted(maps.Keys(o.Labels)) {
		if err := checkLabel(name, o.Labels[name], e); err != nil {
			return err
		}
	}
	return nil
}

func (o Options) checkGateway() error {
	if o.Gateway == "" {
		return nil
	}
	base, err := url.Parse(o.Gateway)
	switch {
	case err != nil, base.Scheme != "http" && base.Scheme != "https", base.Host == "":
		return wrong("--metrics-push: want a base URL such as http://127.0.0.1:9091")
	case base.User != nil: // not quoted: it has a password
		return wrong("--metrics-push: a URL with user or password; every user of the machine could read it")
	case base.RawQuery != "" || base.Fragment != "":
		return wrong("--metrics-push %q: want no query and no fragment", o.Gateway)
	case o.Job == "" || !plain(o.Job):
		return wrong("--metrics-job %q: want 1 to %d bytes of text without quotation marks and backslashes", o.Job, maxLabelValue)
	}
	return nil
}

func checkLabel(name, value string, e Exporter) error {
	switch {
	case !labelName.MatchString(name) || strings.HasPrefix(name, "__"):
		return wrong("--metrics-label %q: want NAME=VALUE, and letters, digits and _ in the name", name)
	case name == "job" || name == "instance":
		return wrong("--metrics-label %q: Prometheus sets it; see --metrics-job", name)
	case name == commandLabel || name == "le" || name == "quantile" || taken(name, e):
		return wrong("--metrics-label %q: the metrics have a label of that name", name)
	case value == "" || !plain(value):
		return wrong("--metrics-label %s=%q: want 1 to %d bytes of text without quotation marks and backslashes", name, value, maxLabelValue)
	}
	return nil
}

// taken reports whether a metric has a label, by asking a registry that is thrown
// away.
func taken(name string, e Exporter) bool {
	return e.Register(prometheus.WrapRegistererWith(prometheus.Labels{name: ""}, prometheus.NewRegistry())) != nil
}

// plain reports whether a value needs no escape in the text format.
func plain(value string) bool {
	return len(value) <= maxLabelValue && utf8.ValidString(value) && !strings.ContainsAny(value, `"\`) &&
		!strings.ContainsFunc(value, unicode.IsControl)
}
