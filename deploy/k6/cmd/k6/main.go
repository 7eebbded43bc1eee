// Command k6 is k6 with our signer in it: what xk6 would build, without xk6.
//
//	go build -o ../../bin/k6 ./cmd/k6
//
// Flags, environment and exit codes are k6's own.
package main

import (
	"go.k6.io/k6/cmd"

	_ "github.com/embedsign/embedsign/deploy/k6" // registers k6/x/embedsign
)

func main() { cmd.Execute() }
