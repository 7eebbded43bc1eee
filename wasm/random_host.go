//go:build !wasip1

package main

import (
	"crypto/rand"
	"io"
)

// random stands in for the host's source where the door is tested natively.
var random io.Reader = rand.Reader
