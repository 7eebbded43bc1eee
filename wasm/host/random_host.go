//go:build !wasip1

package host

import (
	"crypto/rand"
	"io"
)

// Random stands in for the host's source where a door is tested natively.
var Random io.Reader = rand.Reader
