// Package promtest tests what bench and serve tell Prometheus, and what deploy/
// does with it, with the programs themselves: bench and serve as they are built,
// Debian's prometheus, promtool, Pushgateway and node_exporter. It has no code of
// its own, only tests.
//
// A program that is missing skips the tests that need it, by name; where the
// environment variable CI is true they fail instead. All of them listen on loopback
// ports that were free and end with the test.
package promtest
