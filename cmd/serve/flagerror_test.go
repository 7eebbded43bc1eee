package main

import (
	"testing"
	"time"
)

func TestWantedDuration(t *testing.T) {
	tests := []struct{ value, want string }{
		{"3600", "a unit too: 3600s or 1h"},
		{"90", "a unit too: 90s or 1m30s"},
		{"5", "a unit too: 5s"},
		{"-5", "a unit too: -5s"},
		{"10000000000000000000", "a number and its unit, such as 90s or 1h"},
		{"1.5", "a number and its unit, such as 90s or 1h"},
		{"an hour", "a number and its unit, such as 90s or 1h"},
		{"", "a number and its unit, such as 90s or 1h"},
	}
	for _, test := range tests {
		if got := wantedDuration(test.value); got != test.want {
			t.Errorf("%q: want %q, should want %q", test.value, got, test.want)
		}
	}
}

func TestShortDuration(t *testing.T) {
	tests := []struct {
		duration time.Duration
		want     string
	}{
		{0, "0s"},
		{10 * time.Second, "10s"},
		{10 * time.Minute, "10m"},
		{time.Hour, "1h"},
		{time.Hour + 30*time.Minute, "1h30m"},
		{time.Hour + time.Second, "1h0m1s"},
		{720 * time.Hour, "720h"},
	}
	for _, test := range tests {
		if got := shortDuration(test.duration); got != test.want {
			t.Errorf("%v: %q, want %q", test.duration, got, test.want)
		}
	}
}
