//go:build !all

package e2e

// longTests are for make test-all alone.
func longTests() []browserTest { return nil }
