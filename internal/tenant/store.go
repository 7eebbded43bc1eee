package tenant

import (
	"context"
	"sync"
	"time"
)

// A Store keeps the state of one organisation.
type Store interface {
	// Load gives the state as it is. Nobody may change it.
	Load(ctx context.Context) (*State, error)
	// Update lets change work on a copy and keeps that, whole and durably, if change
	// returns nil; else nothing has changed. No other update comes between the copy and
	// its end.
	Update(ctx context.Context, change func(*State) error) error
}

// Sessions keeps what was opened, until it expires.
type Sessions interface {
	// Put keeps a session under a key that is not in use.
	Put(ctx context.Context, key string, s Session) error
	// Get finds it; one that has expired may be gone.
	Get(ctx context.Context, key string) (s Session, found bool, err error)
}

// A MemoryStore keeps a state for as long as the process runs.
type MemoryStore struct {
	mu    sync.Mutex
	state *State
}

// NewMemoryStore starts from a state, which is the store's from now on.
func NewMemoryStore(state *State) *MemoryStore { return &MemoryStore{state: state} }

// Load implements [Store].
func (m *MemoryStore) Load(context.Context) (*State, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state, nil
}

// Update implements [Store].
func (m *MemoryStore) Update(_ context.Context, change func(*State) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	next := m.state.Clone()
	if err := change(next); err != nil {
		return err
	}
	m.state = next
	return nil
}

// MemorySessions keeps sessions for as long as the process runs, at most so many as it
// was made for.
type MemorySessions struct {
	mu       sync.Mutex
	capacity int
	sessions map[string]Session
}

// NewMemorySessions makes one for so many sessions.
func NewMemorySessions(capacity int) *MemorySessions {
	return &MemorySessions{capacity: capacity, sessions: make(map[string]Session)}
}

// Put implements [Sessions]. It drops what has expired when the new session is opened,
// before it refuses.
func (m *MemorySessions) Put(_ context.Context, key string, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.sessions) >= m.capacity {
		m.drop(s.Opened)
	}
	if err := checkRoom("sessions", len(m.sessions), m.capacity); err != nil {
		return err
	}
	m.sessions[key] = s
	return nil
}

func (m *MemorySessions) drop(now time.Time) {
	for key, s := range m.sessions {
		if s.Expires.Before(now) {
			delete(m.sessions, key)
		}
	}
}

// Get implements [Sessions].
func (m *MemorySessions) Get(_ context.Context, key string) (Session, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.sessions[key]
	return s, ok, nil
}
