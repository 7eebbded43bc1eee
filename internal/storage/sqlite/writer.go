package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/embedsign/embedsign/internal/tenant"
)

// What many callers want to write at once is committed in one transaction: a commit
// takes as long as the disk does, whatever is in it.

// A want is what one caller waits for.
type want struct {
	ctx  context.Context
	do   func(context.Context, *transaction) error
	err  error
	done chan struct{}
}

// A transaction is one for a batch of wants.
type transaction struct {
	*sql.Tx
	file *File
	// state is the organisation's, once somebody has asked, after the changes in this
	// transaction; number is that of the last one.
	state  *tenant.State
	number int64
}

// A refused is an error for one caller, who has written nothing: the others go on.
type refused struct{ error }

// Unwrap gives the error itself.
func (r refused) Unwrap() error { return r.error }

// most bounds a transaction, and with it what is lost when it fails.
const most = 256

// do runs a function in a transaction and returns when that is committed. For a caller
// who gives up before it begins, nothing is done; later it may be done all the same, as
// with every commit whose answer is lost.
func (f *File) do(ctx context.Context, do func(context.Context, *transaction) error) error {
	one := &want{ctx: ctx, do: do, done: make(chan struct{})}
	select {
	case f.wants <- one:
	case <-f.closed:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-one.done:
	case <-f.gone:
		select { // it may have been done last
		case <-one.done:
		default:
			return errClosed
		}
	}
	var r refused
	if errors.As(one.err, &r) {
		return r.error
	}
	return one.err
}

// errClosed is the answer to who asks for more after the end.
var errClosed = errors.New("the database is closed")

// write commits batches until the file is closed; what is wanted by then is done.
func (f *File) write() {
	defer close(f.gone)
	for {
		select {
		case first := <-f.wants:
			f.commit(f.gather(first))
		case <-f.closed:
			for len(f.wants) > 0 {
				f.commit(f.gather(<-f.wants))
			}
			return
		}
	}
}

// gather takes what else is wanted by now.
func (f *File) gather(first *want) []*want {
	batch := []*want{first}
	for len(batch) < most {
		select {
		case next := <-f.wants:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

// commit does a batch and tells everybody. If something fails in the database itself,
// all of the batch has failed.
func (f *File) commit(batch []*want) {
	if err := f.try(batch); err != nil {
		for _, one := range batch {
			one.err = err
		}
	}
	for _, one := range batch {
		close(one.done)
	}
}

// try does a batch. A change that panics must not end the process, whose other requests
// have nothing to do with it: here no server stands around it.
func (f *File) try(batch []*want) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("a change has panicked: %v", cause)
		}
	}()
	ctx := context.Background() // one who gives up must not take the others along
	begun, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer begun.Rollback()
	tx := &transaction{Tx: begun, file: f}
	for _, one := range batch {
		if one.err = one.ctx.Err(); one.err != nil {
			continue
		}
		one.err = one.do(ctx, tx)
		var r refused
		if one.err != nil && !errors.As(one.err, &r) {
			return one.err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if tx.state != nil {
		f.remember(tx.number, tx.state)
	}
	return nil
}
