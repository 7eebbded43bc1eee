//go:build !all

package e2e

// axeLooks are those in which axe is asked: both colour schemes and both widths,
// in half the time that all four take. Built with the tag all, it is all four.
func axeLooks() []look { return []look{looks[0], looks[3]} }
