// Package exhibit makes a page out of results: which plots and tables show them, in
// which order, and what can be said of two of a kind. Callers need [Page].
//
// It measures nothing, and it judges with care. Two results are only put in relation
// where the same thing was measured on the same kind of machine; otherwise both are
// shown, the page says first why they cannot be compared, and there is no ratio in it.
package exhibit

import (
	"fmt"

	"github.com/embedsign/embedsign/cmd/bench/internal/page"
	"github.com/embedsign/embedsign/cmd/bench/internal/page/results"
	"github.com/embedsign/embedsign/cmd/bench/internal/report"
	"github.com/embedsign/embedsign/cmd/bench/internal/trial"
)

// most is how many results of a kind a page holds: one to show, or two to compare. A
// plot of more could not be read.
const most = 2

// Page makes the page of some results, in the order run, load, nonces; two of a kind
// are compared. More than two are an error.
func Page(files []results.File) (page.Page, error) {
	var runs []side[*report.Report]
	var loads []side[*results.Load]
	var nonces []side[*trial.Result]
	for _, f := range files {
		switch f.Kind() {
		case results.Run:
			runs = put(runs, f.Name, f.Run)
		case results.LoadTest:
			loads = put(loads, f.Name, f.Load)
		case results.NonceTest:
			nonces = put(nonces, f.Name, f.Nonces)
		}
	}
	if n := max(len(runs), len(loads), len(nonces)); n > most {
		return page.Page{}, fmt.Errorf("%d results of one kind: want one to show, or two to compare", n)
	}
	var p page.Page
	if len(runs) > 0 {
		p.Parts = append(p.Parts, runPart(runs))
	}
	if len(loads) > 0 {
		p.Parts = append(p.Parts, loadPart(loads))
	}
	if len(nonces) > 0 {
		p.Parts = append(p.Parts, noncesPart(nonces))
	}
	return p, nil
}
