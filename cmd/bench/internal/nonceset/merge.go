package nonceset

import "context"

// A Run is a source of values in ascending order.
type Run interface {
	// Next gives some values, at least one, that the caller may use until the
	// next call. At the end it gives none and no error.
	Next() ([]Value, error)
}

// blockLength is how many values of a list in memory are given at once: between
// two blocks the context is looked at.
const blockLength = 1 << 16

// A listRun is a sorted list in memory.
type listRun struct{ left []Value }

// NewListRun makes a run of a sorted list.
func NewListRun(sorted []Value) Run { return &listRun{sorted} }

func (r *listRun) Next() ([]Value, error) {
	n := min(blockLength, len(r.left))
	block := r.left[:n]
	r.left = r.left[n:]
	return block, nil
}

// Merge gives the values of all runs in ascending order, and with each the index
// of its run. The same value from several runs comes in the order of the runs. It
// holds one block of each run at a time, and ends early with the error of a run, of
// each, or of the context.
func Merge(ctx context.Context, runs []Run, each func(v Value, run int) error) error {
	h, err := newHeap(ctx, runs)
	if err != nil {
		return err
	}
	for len(h) > 0 {
		top := h[0]
		if err := each(top.values[0], top.run); err != nil {
			return err
		}
		if top.values = top.values[1:]; len(top.values) == 0 {
			if err := top.fill(ctx); err != nil {
				return err
			}
			if len(top.values) == 0 {
				h[0] = h[len(h)-1]
				h = h[:len(h)-1]
			}
		}
		h.down(0)
	}
	return nil
}

// A cursor is where a run is at.
type cursor struct {
	values []Value // what is left of the block
	run    int
	from   Run
}

func (c *cursor) fill(ctx context.Context) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.values, err = c.from.Next()
	return err
}

// A heap has at its top the cursor with the least value. container/heap would
// call through an interface twice for each of up to 10^9 values.
type heap []*cursor

func newHeap(ctx context.Context, runs []Run) (h heap, err error) {
	for i, r := range runs {
		c := &cursor{run: i, from: r}
		if err := c.fill(ctx); err != nil {
			return nil, err
		}
		if len(c.values) > 0 {
			h = append(h, c)
		}
	}
	for i := len(h)/2 - 1; i >= 0; i-- {
		h.down(i)
	}
	return h, nil
}

// down moves a cursor to where it belongs, if that is further down.
func (h heap) down(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(h); child++ {
			if h[child].before(h[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}

func (c *cursor) before(d *cursor) bool {
	if c.values[0] == d.values[0] {
		return c.run < d.run
	}
	return c.values[0].Less(d.values[0])
}
