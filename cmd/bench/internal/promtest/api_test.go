package promtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// A point is one series of an answer: its labels without the name, and its value
// at the time of the question.
type point struct {
	labels      map[string]string
	at          float64 // Unix time
	value       float64
	isHistogram bool
}

// key names a point by some of its labels.
func (p point) key(labels ...string) string {
	values := make([]string, len(labels))
	for i, l := range labels {
		values[i] = p.labels[l]
	}
	return strings.Join(values, " ")
}

// ask asks Prometheus's API, and fails if it does not like the question.
func ask(t *testing.T, prometheus server, path string, parameters url.Values, into any) {
	t.Helper()
	status, body, err := get(prometheus.url(path) + "?" + parameters.Encode())
	if err != nil {
		t.Fatal(err)
	}
	answer := struct {
		Status, Error string
		Data          json.RawMessage
	}{}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Status != "success" {
		t.Fatalf("%s %v: status %d, %v: %.500s", path, parameters, status, err, body)
	}
	if err := json.Unmarshal(answer.Data, into); err != nil {
		t.Fatalf("%s %v: %v: %.500s", path, parameters, err, body)
	}
}

// query asks for an instant vector; at 0 means now. Values that are histograms
// are 1, as all that is asked of them is whether they are there.
func query(t *testing.T, prometheus server, expression string, at float64) []point {
	t.Helper()
	parameters := url.Values{"query": {expression}}
	if at != 0 {
		parameters.Set("time", strconv.FormatFloat(at, 'f', 3, 64))
	}
	var data struct {
		Result []struct {
			Metric    map[string]string
			Value     []any
			Histogram []any
		}
	}
	ask(t, prometheus, "/api/v1/query", parameters, &data)
	points := make([]point, len(data.Result))
	for i, r := range data.Result {
		points[i] = point{labels: r.Metric, value: 1, isHistogram: true}
		if r.Histogram == nil {
			points[i] = toPoint(t, r.Metric, r.Value)
		}
	}
	sort.Slice(points, func(i, j int) bool { return fmt.Sprint(points[i].labels) < fmt.Sprint(points[j].labels) })
	return points
}

func toPoint(t *testing.T, labels map[string]string, pair []any) point {
	t.Helper()
	value, err := strconv.ParseFloat(pair[1].(string), 64)
	if err != nil {
		t.Fatal(err)
	}
	return point{labels: labels, at: pair[0].(float64), value: value}
}

// lastSample gives the last sample of a series, also of one that has gone stale.
func lastSample(t *testing.T, prometheus server, selector string) (last point, found bool) {
	t.Helper()
	var data struct {
		Result []struct {
			Metric map[string]string
			Values [][]any
		}
	}
	ask(t, prometheus, "/api/v1/query", url.Values{"query": {selector + "[10m]"}}, &data)
	if len(data.Result) != 1 {
		return point{}, false
	}
	values := data.Result[0].Values
	return toPoint(t, data.Result[0].Metric, values[len(values)-1]), true
}
