package worker

import (
	"context"
	"fmt"

	"github.com/andybalholm/brotli"
)

// Sizes holds the compressed size of each file that has been asked for, by its
// SHA-256: compressing takes seconds, and most changes leave signer.wasm alone.
type Sizes map[string]int

// Brotli gives the size of a worker's signer.wasm at brotli's best quality, which
// is what a visitor downloads. It is compressed here and not by the worker, so
// that two files are compared and not two compressors.
func (s Sizes) Brotli(ctx context.Context, w *Worker) (int, error) {
	key := w.Greeting().Wasm.SHA256
	if size, ok := s[key]; ok {
		return size, nil
	}
	wasm, err := w.Wasm(ctx)
	if err != nil {
		return 0, err
	}
	size, err := compressed(ctx, wasm)
	if err != nil {
		return 0, fmt.Errorf("%s: compress signer.wasm: %w", w.name(), err)
	}
	s[key] = size
	return size, nil
}

// compressPart is how much is compressed between two looks at the context.
const compressPart = 64 << 10

func compressed(ctx context.Context, file []byte) (int, error) {
	var out counter
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
	for len(file) > 0 && ctx.Err() == nil {
		n, err := w.Write(file[:min(compressPart, len(file))])
		if err != nil {
			return 0, err
		}
		file = file[n:]
	}
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	err := w.Close()
	return int(out), err
}

// A counter counts the bytes written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
