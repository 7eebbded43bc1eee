package controls

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"time"

	"github.com/embedsign/embedsign/cmd/bench/internal/drawing"
	"github.com/embedsign/embedsign/cmd/bench/internal/evidence"
)

// The numbers of nonces, each enough for its control to be caught for sure.
const (
	// few shows what is wrong with the bits themselves.
	few = 1 << 17
	// fortyCount has 32 duplicates among 2^40 possibilities on average; none at all
	// comes once in 10^14 runs.
	fortyCount = 1 << 23
	period     = 1 << 20
)

// Sources are the controls that need nothing but randomness, which has to be good.
func Sources(random io.Reader) ([]Control, error) {
	var seed [32]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return nil, fmt.Errorf("randomness for the controls: %w", err)
	}
	good := func() (io.Reader, error) { return random, nil }
	return []Control{
		{Name: "sound", Says: "the operating system's randomness, which has to pass", Sound: true,
			Generators: []drawing.Generator{from("goroutine 1", few, good), from("goroutine 2", few, good)}},
		forty(random),
		{Name: "40-bits-only", Says: "40 random bits, and the others always zero", By: evidence.Birthday,
			Generators: []drawing.Generator{from("goroutine 1", few, func() (io.Reader, error) { return onlyForty{random}, nil })}},
		forked(seed),
		{Name: "repeats-after-2^20", Says: "a generator that begins again after 2^20 nonces", By: evidence.Unique,
			Generators: []drawing.Generator{from("goroutine 1", period+few, func() (io.Reader, error) {
				return &again{seed: seed, stream: mathrand.NewChaCha8(seed)}, nil
			})}},
		{Name: "stuck-bit", Says: "one bit that is always set", By: fmt.Sprintf("bit %d", stuckBit),
			Generators: []drawing.Generator{from("goroutine 1", few, func() (io.Reader, error) { return stuck{random}, nil })}},
		timed(random),
	}, nil
}

// forty is the hard form of a source with few bits: a seed of 40 bits for each nonce, made
// into 122 that look random. Only duplicates show it.
func forty(random io.Reader) Control {
	open := func() (io.Reader, error) {
		var seed [32]byte
		_, err := io.ReadFull(random, seed[:])
		return hashed{mathrand.NewChaCha8(seed)}, err
	}
	return Control{Name: "40-bit-seed", Says: "a seed of 40 bits for each nonce, hashed", By: evidence.Unique,
		Generators: []drawing.Generator{from("goroutine 1", fortyCount/2, open), from("goroutine 2", fortyCount/2, open)}}
}

type hashed struct{ seeds *mathrand.ChaCha8 }

func (h hashed) Read(p []byte) (int, error) {
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], h.seeds.Uint64()>>24)
	sum := sha256.Sum256(seed[:])
	return copy(p, sum[:]), nil
}

// onlyForty leaves 40 bits of 16 bytes as they are.
type onlyForty struct{ random io.Reader }

func (o onlyForty) Read(p []byte) (int, error) {
	n, err := o.random.Read(p)
	clear(p[min(5, n):n])
	return n, err
}

// forked is a state that is copied after it was seeded: what fork, a snapshot of a virtual
// machine or of a WebAssembly instance do to a generator that lives in memory.
func forked(seed [32]byte) Control {
	state, err := mathrand.NewChaCha8(seed).MarshalBinary()
	open := func() (io.Reader, error) {
		if err != nil {
			return nil, err
		}
		child := new(mathrand.ChaCha8)
		return child, child.UnmarshalBinary(state)
	}
	return Control{Name: "forked-state", Says: "two generators that begin with a copy of the same state", By: evidence.Unique,
		Generators: []drawing.Generator{from("goroutine 1", few, open), from("goroutine 2", few, open)}}
}

// again begins from its seed after each period.
type again struct {
	seed   [32]byte
	stream *mathrand.ChaCha8
	drawn  int
}

func (a *again) Read(p []byte) (int, error) {
	if a.drawn == period {
		a.stream, a.drawn = mathrand.NewChaCha8(a.seed), 0
	}
	a.drawn++
	return a.stream.Read(p)
}

// stuckBit is the bit of the UUID that stuck sets: the fifth of byte 9.
const stuckBit = 9*8 + 4

type stuck struct{ random io.Reader }

func (s stuck) Read(p []byte) (int, error) {
	n, err := s.random.Read(p)
	if n > stuckBit/8 {
		p[stuckBit/8] |= 0x80 >> (stuckBit % 8)
	}
	return n, err
}

// timed makes UUIDs of version 7 (RFC 9562, section 5.7): unique, and so easily taken for
// good, but they begin with the time and tell when they were made.
func timed(random io.Reader) Control {
	draw := func(ctx context.Context, n int, take func(string) error) error {
		return repeat(ctx, n, take, func() (string, error) {
			var b [16]byte
			if _, err := io.ReadFull(random, b[:]); err != nil {
				return "", err
			}
			binary.BigEndian.PutUint64(b[:8], uint64(time.Now().UnixMilli())<<16|uint64(b[6])<<8|uint64(b[7]))
			b[6], b[8] = b[6]&0x0f|0x70, b[8]&0x3f|0x80
			h := hex.EncodeToString(b[:])
			return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:], nil
		})
	}
	return Control{Name: "version-7", Says: "UUIDs that begin with the time", By: "version bits",
		Generators: []drawing.Generator{{Group: "goroutine", Name: "goroutine 1", Count: few, Draw: draw}}}
}
