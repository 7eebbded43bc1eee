package nonceset

// The bounds of what is kept of nonces that are no UUID: a server that answers
// each request with a megabyte of something else must not fill the memory.
const (
	maxMalformed     = 100_000
	maxMalformedText = 256
)

// Malformed is nonces that do not have the form of a UUIDv4. They are counted,
// and the first 100 000 of them compared, by their first 256 bytes. The zero value
// is empty.
type Malformed struct {
	Count int
	texts []string
}

// Add takes one.
func (m *Malformed) Add(nonce string) {
	m.Count++
	if len(m.texts) < maxMalformed {
		m.texts = append(m.texts, nonce[:min(len(nonce), maxMalformedText)])
	}
}

// Example gives the first one, or nothing.
func (m *Malformed) Example() string {
	if len(m.texts) == 0 {
		return ""
	}
	return m.texts[0]
}

// AddMalformed compares what is no UUID as text, by the index of its origin. There
// is none of it unless a generator is broken, so a map will do.
func (f *Found) AddMalformed(origins []Origin, malformed []Malformed) {
	first := make(map[string]int)
	type kindText struct{ kind, text string }
	seen := make(map[kindText]bool)
	for i, m := range malformed {
		for _, text := range m.texts {
			key := kindText{origins[i].Kind, text}
			if seen[key] {
				f.Repeats[key.kind]++
			}
			seen[key] = true
			earlier, again := first[text]
			if !again {
				first[text] = i
				continue
			}
			f.All++
			if len(f.Examples) < maxExamples {
				f.Examples = append(f.Examples, Duplicate{text, origins[earlier].Name, origins[i].Name, 2})
			}
		}
	}
}
