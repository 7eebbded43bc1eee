//go:build !all

package e2e

// longTests are for make test-all alone.
func longTests() []browserTest { return nil }

// left are those that take long here, and ask much of what Go's own tests ask of the same
// vectors.
func left() []string {
	return []string{"Causes", "TokenCauses", "EveryParameter", "Lessons", "Secrets", "Address", "AxeParent"}
}
