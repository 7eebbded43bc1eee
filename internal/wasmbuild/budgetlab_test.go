//go:build all && !race

package wasmbuild

import "testing"

// The module of the lab takes as long to compress as that of the signer, and changes
// less: make test-all looks at it.
func TestLabKeepsItsBudget(t *testing.T) { Lab().keepsItsBudget(t) }
