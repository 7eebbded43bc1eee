package tenant

import (
	"fmt"
	"io"
)

// An ID names a workspace, folder, dataset, workbook, page or element: 22 characters
// of letters and digits, as the platform's own are, and as hard to guess as a UUID.
type ID string

// alphabet is what IDs and tokens are made of.
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// idLength is the fewest characters of the alphabet that hold 128 bits.
const idLength = 22

// NewID draws an ID.
func NewID(random io.Reader) (ID, error) {
	text, err := draw(random, idLength)
	return ID(text), err
}

// draw makes a text of the alphabet, each character equally likely.
func draw(random io.Reader, length int) (string, error) {
	// Of 256 values the last 8 are left out, or the first letters came more often.
	const fair = 256 - 256%len(alphabet)
	text, buffer := make([]byte, 0, length), make([]byte, length)
	for {
		if _, err := io.ReadFull(random, buffer); err != nil {
			return "", fmt.Errorf("random numbers: %w", err)
		}
		for _, b := range buffer {
			if int(b) < fair {
				text = append(text, alphabet[int(b)%len(alphabet)])
			}
			if len(text) == length {
				return string(text), nil
			}
		}
	}
}
