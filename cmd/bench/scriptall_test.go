//go:build all

package main

import (
	"testing"
)

// These take long; make test-all runs them.

func TestLongScripts(t *testing.T) { runScripts(t, "testdata/long") }
