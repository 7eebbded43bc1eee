package exhibit

import (
	"crypto/sha256"
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/plot"
)

// A side is one of the results that a part shows: the only one, which has no mark, or
// one of two, A and B.
type side[R any] struct {
	mark   string
	file   string
	digest [sha256.Size]byte
	result R
}

// of puts the mark before a text: "A sign".
func (s side[R]) of(text string) string {
	if s.mark == "" {
		return text
	}
	return s.mark + " " + text
}

// look is how series of this side are drawn; the second one's have dashes.
func (s side[R]) look(color int) plot.Look {
	return plot.Look{Color: color % plot.Colors, Dashed: s.mark == "B"}
}

// sidesOf makes a side of each result.
func sidesOf[R any](files []results.File, result func(results.File) R) []side[R] {
	var sides []side[R]
	for i, f := range files {
		s := side[R]{file: f.Name, digest: f.Digest, result: result(f)}
		if len(files) > 1 {
			s.mark = string(rune('A' + i))
		}
		sides = append(sides, s)
	}
	return sides
}

// same is true for two files with one result in them.
func same[R any](sides []side[R]) bool {
	return len(sides) == 2 && sides[0].digest == sides[1].digest
}

// theSame is the answer for these.
const theSame = "A and B have the same contents: they are one result, and there is nothing to compare"

// heading names the command and the files.
func heading[R any](command string, sides []side[R]) string {
	if len(sides) == 2 {
		return fmt.Sprintf("%s, A %s and B %s", command, sides[0].file, sides[1].file)
	}
	return command + ", " + sides[0].file
}

// heads makes columns for each side: "p50 A", "p50 B".
func heads[R any](sides []side[R], names ...string) []string {
	var all []string
	for _, name := range names {
		for _, s := range sides {
			if s.mark != "" {
				all = append(all, name+" "+s.mark)
				continue
			}
			all = append(all, name)
		}
	}
	return all
}

// union lists what there is on either side, each once, in the order of appearance.
func union[R any, K comparable](sides []side[R], keys func(R) []K) []K {
	var all []K
	seen := make(map[K]bool)
	for _, s := range sides {
		for _, key := range keys(s.result) {
			if !seen[key] {
				seen[key] = true
				all = append(all, key)
			}
		}
	}
	return all
}
