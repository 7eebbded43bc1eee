package delivery

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/embedsign/embedsign/cmd/bench/internal/metrics"
)

// fileSuffix is that of the files which the textfile collector reads. The
// temporary file that becomes one has another.
const fileSuffix = ".prom"

// openFile looks whether the file can be written at the end, and takes from the
// one of the run before when a run last succeeded.
func (d *Delivery) openFile(e Exporter) error {
	path := d.options.File
	if path == "" {
		return nil
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("metrics file %q: not a regular file", path)
	}
	probe, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("metrics file %q: %w", path, err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return fmt.Errorf("metrics file %q: %w", path, err)
	}
	return d.remember(path, e)
}

// remember tells the last success of the run before, if there was one.
func (d *Delivery) remember(path string, e Exporter) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("metrics file %q: %w", path, err)
	}
	defer f.Close()
	at, found, err := lastSuccess(f, d.labels)
	if err != nil {
		return fmt.Errorf("metrics file %q: %w", path, err)
	}
	if found {
		e.Succeeded(at)
	}
	return nil
}

// maxFile bounds how much is read of a file that may be anybody's: ours have some
// 30 kB.
const maxFile = 4 << 20

// lastSuccess finds the last success of the same command with the same labels in
// the text format.
func lastSuccess(text io.Reader, labels map[string]string) (at time.Time, found bool, err error) {
	series := metrics.LastSuccess + "{" + inText(labels) + "} "
	lines := bufio.NewScanner(io.LimitReader(text, maxFile))
	for lines.Scan() {
		value, ok := strings.CutPrefix(lines.Text(), series)
		if !ok {
			continue
		}
		seconds, err := strconv.ParseFloat(value, 64)
		// Before 1970 or after 2100 it is no end of a run, and might be no time.
		if err != nil || !(seconds > 0 && seconds < 4e9) {
			return at, false, fmt.Errorf("%s%q: not a time", series, value)
		}
		return time.UnixMilli(int64(math.Round(seconds * 1e3))), true, nil
	}
	return at, false, lines.Err()
}

// inText writes labels as the text format has them, in the order of their names.
// Their values need no escape: see plain.
func inText(labels map[string]string) string {
	pairs := make([]string, 0, len(labels))
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		pairs = append(pairs, name+`="`+labels[name]+`"`)
	}
	return strings.Join(pairs, ",")
}

// writeFile replaces the file, whole or not at all: the collector may read at any
// moment.
func (d *Delivery) writeFile() error {
	if d.options.File == "" {
		return nil
	}
	if err := prometheus.WriteToTextfile(d.options.File, d.all); err != nil {
		return fmt.Errorf("metrics file %q: %w", d.options.File, err)
	}
	return nil
}
