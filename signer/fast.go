package signer

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"
)

// A Signer signs for one pair of credentials, in the safe dialect and the
// canonical order, without allocating. It remembers the content and the role of
// its last URL, checked, encoded and hashed, since an application embeds few
// contents for few roles to many people. Each goroutine needs its own.
type Signer struct {
	key      *Key
	clientID string
	role     Embed // the fields that are part of a role, for comparison
	stamp    stamp
	prefix   prefix
}

// NewSigner fails when the secret is empty or the client ID cannot stand in a
// URL.
func NewSigner(c Credentials) (*Signer, error) {
	key, err := NewKey(c.Secret)
	if err != nil {
		return nil, err
	}
	check := checker{errorsOnly: true}
	check.clientID(c.ClientID)
	if err := check.err(); err != nil {
		return nil, err
	}
	return &Signer{key: key, clientID: c.ClientID, prefix: prefix{mac: newMAC()}}, nil
}

// AppendURL appends the signed URL to dst. On error dst is returned as it was,
// with an [*InvalidError]. It allocates only if dst lacks room.
func (s *Signer) AppendURL(dst []byte, e *Embed, nonce string, at time.Time) ([]byte, error) {
	if !s.remembers(e) {
		if err := s.remember(e); err != nil {
			return dst, err
		}
	}
	unix := at.Unix()
	w := s.prefix.resume(dst)
	w.person(e)
	w.nonce(nonce)
	text := s.stamp.appendTo(w.dst, unix)
	c := checker{errorsOnly: true, textLater: !w.odd}
	c.person(e)
	c.moment(nonce, unix)
	if err := c.err(); err != nil {
		return dst, err
	}
	return s.prefix.sign(text, len(dst), s.key), nil
}

func (s *Signer) remembers(e *Embed) bool {
	r := &s.role
	return r.Path == e.Path && r.Mode == e.Mode && r.SessionLength == e.SessionLength &&
		r.AccountType == e.AccountType && slices.Equal(r.Teams, e.Teams)
}

// remember checks and keeps a content and a role. A broken one is not kept, so
// the empty role, which is what a new Signer holds, never passes.
func (s *Signer) remember(e *Embed) error {
	s.role = Embed{Teams: s.role.Teams[:0]}
	c := checker{errorsOnly: true}
	c.path(e.Path)
	c.role(e)
	if err := c.err(); err != nil {
		return err
	}
	s.role.Path, s.role.Mode, s.role.SessionLength, s.role.AccountType = e.Path, e.Mode, e.SessionLength, e.AccountType
	s.role.Teams = append(s.role.Teams, e.Teams...)
	w := writer{dst: s.prefix.text[:0], enc: safe}
	w.head(e.Path, s.clientID)
	w.role(e)
	s.prefix.keep(&w, s.key)
	return nil
}

// Blocks counts the blocks of 64 bytes that SHA-256 works through for one URL of
// [Signer.AppendURL], with what the Signer remembers at the time. They are nearly
// all the time that signing takes, and unlike it they are the same on every
// machine: a benchmark compares them exactly. Errors are those of AppendURL.
func (s *Signer) Blocks(e *Embed, nonce string, at time.Time) (int, error) {
	return s.prefix.mac.blocks(func() error {
		_, err := s.AppendURL(nil, e, nonce, at)
		return err
	})
}

// Prepare does what the URLs of one embed have in common once: validation,
// encoding, and the hash up to the nonce.
func (s *Signer) Prepare(e *Embed) (*Prepared, error) {
	c := checker{errorsOnly: true}
	c.embed(e)
	if err := c.err(); err != nil {
		return nil, err
	}
	w := writer{enc: safe}
	w.head(e.Path, s.clientID)
	w.role(e)
	w.person(e)
	w.begin(nonceKey)
	p := &Prepared{key: s.key, prefix: prefix{mac: newMAC()}}
	p.prefix.keep(&w, s.key)
	return p, nil
}

// A Prepared signs URLs of one embed that differ in nonce and time alone: its
// prefix ends where the nonce begins. Each goroutine needs its own; see
// [Prepared.Clone].
type Prepared struct {
	key    *Key
	stamp  stamp
	prefix prefix
}

// Clone makes a Prepared for another goroutine.
func (p *Prepared) Clone() *Prepared {
	clone := *p
	clone.prefix.mac = newMAC()
	return &clone
}

// AppendURL appends the signed URL to dst; errors are as in [Signer.AppendURL].
func (p *Prepared) AppendURL(dst []byte, nonce string, at time.Time) ([]byte, error) {
	unix := at.Unix()
	w := p.prefix.resume(dst)
	w.escape(safe.values, nonce)
	text := p.stamp.appendTo(w.dst, unix)
	c := checker{errorsOnly: true, textLater: !w.odd}
	c.moment(nonce, unix)
	if err := c.err(); err != nil {
		return dst, err
	}
	return p.prefix.sign(text, len(dst), p.key), nil
}

// Blocks counts the blocks that SHA-256 works through for one URL of
// [Prepared.AppendURL]; see [Signer.Blocks].
func (p *Prepared) Blocks(nonce string, at time.Time) (int, error) {
	return p.prefix.mac.blocks(func() error {
		_, err := p.AppendURL(nil, nonce, at)
		return err
	})
}

// A blockCounter is a hash that counts the blocks it fills.
type blockCounter struct {
	storable
	open   int // bytes of the block that is not full
	blocks int
}

func (c *blockCounter) Write(text []byte) (int, error) {
	c.open += len(text)
	c.blocks += c.open / sha256.BlockSize
	c.open %= sha256.BlockSize
	return c.storable.Write(text)
}

// UnmarshalBinary goes on from a state, which ends with the number of its bytes.
func (c *blockCounter) UnmarshalBinary(state []byte) error {
	c.open = int(binary.BigEndian.Uint64(state[len(state)-8:]) % sha256.BlockSize)
	return c.storable.UnmarshalBinary(state)
}

// blocks counts while sign signs. What is counted is what the hash is given, so
// that no change of the way to sign can leave the count behind; and signing itself
// counts nothing.
func (m *mac) blocks(sign func() error) (int, error) {
	counter := &blockCounter{storable: m.hash}
	m.hash = counter
	defer func() { m.hash = counter.storable }()
	err := sign()
	return counter.blocks, err
}

// A prefix is the beginning of a URL with its hash state: SHA-256 works in
// blocks of 64 bytes, and those that a prefix fills need not be hashed again.
// Its text and state do not change while a copy uses them.
type prefix struct {
	mac    *mac
	text   []byte
	sep    byte
	hashed int // how much of text the state covers: its whole blocks
	state  []byte
}

// keep takes over what a writer has written, and its buffer.
func (p *prefix) keep(w *writer, key *Key) {
	p.text, p.sep, p.hashed = w.dst, w.sep, len(w.dst)&^(sha256.BlockSize-1)
	p.mac.restore(key.inner[:])
	p.mac.hash.Write(p.text[:p.hashed])
	p.state = appendState(p.state[:0], p.mac.hash)
}

// resume gives a writer that goes on where the prefix ends.
func (p *prefix) resume(dst []byte) writer {
	return writer{dst: append(dst, p.text...), enc: safe, sep: p.sep}
}

// sign hashes what the prefix does not cover of dst[start:] and appends the
// signature.
func (p *prefix) sign(dst []byte, start int, key *Key) []byte {
	dst = slices.Grow(dst, max(maxPadding, len(signatureName)+SignatureLength))
	sum := p.mac.of(key, p.state, dst[start+p.hashed:], len(dst)-start)
	return appendHex(append(dst, signatureName...), sum)
}

// A stamp keeps what stands between the nonce and the signature, which stays the
// same for all URLs of a second.
type stamp struct {
	unix   int64
	length int
	text   [48]byte
}

func (s *stamp) appendTo(dst []byte, unix int64) []byte {
	if s.unix != unix || s.length == 0 {
		w := writer{dst: s.text[:0], enc: safe, sep: '&'}
		w.time(unix)
		s.unix, s.length = unix, len(w.dst)
	}
	return append(dst, s.text[:s.length]...)
}
