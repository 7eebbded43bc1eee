package sqlite

import (
	"context"

	"github.com/embedsign/embedsign/internal/tenant"
)

// seed writes the first state into a file that has none.
func (f *File) seed(ctx context.Context, first func() (*tenant.State, error)) error {
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	number, err := generation(ctx, tx)
	if err != nil || number > 0 {
		return err
	}
	state, err := first()
	if err != nil {
		return err
	}
	if err := writeState(ctx, tx, &tenant.State{}, state); err != nil {
		return err
	}
	return tx.Commit()
}

// generation is the number of the last change: 0 before the first state.
func generation(ctx context.Context, from querier) (number int64, err error) {
	err = from.QueryRowContext(ctx, "SELECT number FROM generation").Scan(&number)
	return number, err
}

// Load implements [tenant.Store]. It reads the whole state only if somebody, maybe in
// another process, has changed it.
func (f *File) Load(ctx context.Context) (*tenant.State, error) {
	number, err := generation(ctx, f.db)
	if err != nil {
		return nil, err
	}
	if state, ok := f.known(number); ok {
		return state, nil
	}
	number, state, err := readState(ctx, f.db)
	if err != nil {
		return nil, err
	}
	f.remember(number, state)
	return state, nil
}

// known gives the state after a change, if it is the one that is kept.
func (f *File) known(number int64) (*tenant.State, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.cached, f.cached != nil && f.number == number
}

// remember keeps a state that is committed, unless a later one is known.
func (f *File) remember(number int64, state *tenant.State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cached == nil || number > f.number {
		f.cached, f.number = state, number
	}
}

// Update implements [tenant.Store].
func (f *File) Update(ctx context.Context, change func(*tenant.State) error) error {
	return f.do(ctx, func(ctx context.Context, tx *transaction) error { return tx.update(ctx, change) })
}

func (t *transaction) update(ctx context.Context, change func(*tenant.State) error) error {
	was, err := t.load(ctx)
	if err != nil {
		return err
	}
	is := was.Clone()
	if err := change(is); err != nil {
		return refused{err}
	}
	if err := writeState(ctx, t.Tx, was, is); err != nil {
		return err
	}
	t.state, t.number = is, t.number+1
	return nil
}

// load gives the state as the transaction has it by now. It is kept for others only
// when the transaction is committed.
func (t *transaction) load(ctx context.Context) (_ *tenant.State, err error) {
	if t.state != nil {
		return t.state, nil
	}
	if t.number, err = generation(ctx, t); err != nil {
		return nil, err
	}
	var ok bool
	if t.state, ok = t.file.known(t.number); !ok {
		t.number, t.state, err = readState(ctx, t)
	}
	return t.state, err
}
