package main

import "github.com/embedsign/embedsign/signer/code"

// Workbook is the example of a workbook's URL, which Migrate begins with. It
// belongs to the embed path of the worked example, as far as anyone can tell.
func (p *page) Workbook() string {
	return "https://app.sigmacomputing.com/acme/workbook/Sales-1abCDEFG2hIjKLMnopqrST"
}

// TokenProgram is the code under Migrate, which is empty until Migrate has
// something to show.
func (p *page) TokenProgram() program {
	languages := code.Languages()
	return program{ID: "migrate-code", Languages: languages, File: languages[0].File}
}
