package nonceset

import "context"

// Compare looks for duplicates among all runs, each of which has an origin, and counts
// the pairs that agree in the first bits, at most 60. Each, if there is one, is given
// every value in ascending order.
func Compare(ctx context.Context, runs []Run, origins []Origin, bits int, each func(Value) error) (Found, error) {
	f := NewFinder(origins, bits)
	err := Merge(ctx, runs, func(v Value, run int) error {
		f.Add(v, run)
		if each == nil {
			return nil
		}
		return each(v)
	})
	return f.End(), err
}
