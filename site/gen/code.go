package main

import (
	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/code"
)

// A program is a box that shows code for the worked example in the first of the
// languages to choose from.
type program struct {
	// ID is that of the box; a page may have several.
	ID        string
	Languages []code.Language
	File      string
	Text      string
}

func programOf(id string, request signer.Request) (program, error) {
	languages := code.Languages()
	first := languages[0]
	text, err := code.Write(first.ID, request, code.Options{})
	return program{id, languages, first.File, text}, err
}

// Program is the code under Build.
func (p *page) Program() (program, error) { return programOf("build-code", example()) }
