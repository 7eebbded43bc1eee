package signer

import (
	"container/heap"
	"context"
	"errors"
	"sync"
	"time"
)

// A Ledger remembers which nonces were used.
type Ledger interface {
	// Use records a nonce of a client, atomically, and reports whether it is
	// fresh. The record must last until expires. An error means that the nonce
	// must not be taken as fresh.
	Use(ctx context.Context, clientID, nonce string, expires, now time.Time) (fresh bool, err error)
}

// ErrLedgerFull is the answer of a [MemoryLedger] that holds as many nonces as
// it may. Forgetting one of them would let its URL open again.
var ErrLedgerFull = errors.New("full: too many sessions have not ended yet")

// A MemoryLedger keeps nonces in memory until they expire. It serves one
// process and forgets at its end.
type MemoryLedger struct {
	mu       sync.Mutex
	capacity int
	used     map[usedNonce]struct{}
	queue    expiryQueue
	// forgotten is the last expiry of those that were dropped, in Unix seconds. A nonce
	// that expires no later may be one of them, if the clock was set back since.
	forgotten int64
}

type usedNonce struct{ clientID, nonce string }

// clone copies both into one string of their own. As they come, they are parts of a
// URL, which would stay in memory with them.
func (n usedNonce) clone() usedNonce {
	both := n.clientID + n.nonce
	return usedNonce{both[:len(n.clientID)], both[len(n.clientID):]}
}

// NewMemoryLedger makes a ledger for at most capacity nonces, some 260 bytes
// each with UUIDs.
func NewMemoryLedger(capacity int) *MemoryLedger {
	return &MemoryLedger{capacity: capacity, used: map[usedNonce]struct{}{}}
}

// Use implements [Ledger]. Expired nonces are dropped on the way.
func (l *MemoryLedger) Use(_ context.Context, clientID, nonce string, expires, now time.Time) (bool, error) {
	id := usedNonce{clientID, nonce}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop(now)
	if _, ok := l.used[id]; ok || expires.Unix() <= l.forgotten {
		return false, nil
	}
	if len(l.used) >= l.capacity {
		return false, ErrLedgerFull
	}
	id = id.clone()
	l.used[id] = struct{}{}
	heap.Push(&l.queue, expiry{expires.Unix(), id})
	return true, nil
}

// Len gives the number of nonces that are held.
func (l *MemoryLedger) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.used)
}

func (l *MemoryLedger) drop(now time.Time) {
	for len(l.queue) > 0 && l.queue[0].unix < now.Unix() {
		gone := heap.Pop(&l.queue).(expiry)
		delete(l.used, gone.id)
		l.forgotten = max(l.forgotten, gone.unix)
	}
}

type expiry struct {
	unix int64
	id   usedNonce
}

// An expiryQueue is a heap with the nonce that expires first on top.
type expiryQueue []expiry

func (q expiryQueue) Len() int           { return len(q) }
func (q expiryQueue) Less(i, j int) bool { return q[i].unix < q[j].unix }
func (q expiryQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *expiryQueue) Push(x any)        { *q = append(*q, x.(expiry)) }
func (q *expiryQueue) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	(*q)[last] = expiry{} // or it would keep its nonce
	*q = (*q)[:last]
	return x
}
