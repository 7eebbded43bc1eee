package signer

import (
	"slices"
	"strings"
)

// orders are those in which parameters are known to be written, the rest where
// the asterisk stands. The samples for Python, Node, Ruby and Go share one; the
// Go sample then shuffles it.
var orders = []struct{ label, names string }{
	{"the QuickStart", "nonce client_id email external_user_id external_user_team account_type mode session_length time *"},
	{"the samples for Python, Node and Ruby", "nonce email external_user_id client_id time session_length mode external_user_team account_type *"},
	{"the SDK's example", "mode email external_user_team account_type nonce time session_length client_id external_user_id *"},
	{"the Salesforce QuickStart", "nonce client_id time session_length email external_user_id mode account_type external_user_team *"},
	{"the help centre's example", "nonce session_length client_id time external_user_id external_user_team email account_type mode *"},
	{"this page", "client_id mode session_length account_type external_user_team email external_user_id first_name last_name eval_connection_id * nonce time"},
}

// order adds what was signed if the order changed after signing.
func (c *claims) order() {
	pairs := strings.Split(c.query, "&")
	names := namesOf(pairs)
	for _, o := range orders {
		c.addQuery(kindOrder, "order_sample", "It was signed in the order of "+o.label+".", inOrder(pairs, names, strings.Split(o.names, " ")))
	}
	c.addQuery(kindOrder, "order_sorted", "", sorted(pairs, names))
	slices.Reverse(pairs)
	c.addQuery(kindOrder, "order_reversed", "", strings.Join(pairs, "&"))
}

// namesOf gives the decoded names of pairs.
func namesOf(pairs []string) []string {
	names := make([]string, len(pairs))
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		names[i], _ = unescape(name, true)
	}
	return names
}

// inOrder puts pairs where a list has their names.
func inOrder(pairs, names, list []string) string {
	ranks := make([]int, len(names))
	for i, name := range names {
		ranks[i] = rankOf(name, list)
	}
	out := make([]string, 0, len(pairs))
	for at := range list {
		for i, rank := range ranks {
			if rank == at {
				out = append(out, pairs[i])
			}
		}
	}
	return strings.Join(out, "&")
}

// rankOf finds a parameter in a list of names without colons, or the asterisk
// that stands for all others.
func rankOf(name string, list []string) int {
	if strings.HasPrefix(name, ":") {
		if at := slices.Index(list, name[1:]); at >= 0 {
			return at
		}
	}
	return slices.Index(list, "*")
}

// sorted puts pairs into the order of their names; equal names keep theirs. It
// merges, since a URL may hold ten thousand pairs, and because the sort of
// package slices takes 10 KB of the module for each type.
func sorted(pairs, names []string) string {
	order, merged := make([]int, len(pairs)), make([]int, len(pairs))
	for i := range order {
		order[i] = i
	}
	for run := 1; run < len(order); run *= 2 {
		for start := 0; start < len(order); start += 2 * run {
			middle, end := min(start+run, len(order)), min(start+2*run, len(order))
			merge(merged[start:end], order[start:middle], order[middle:end], names)
		}
		order, merged = merged, order
	}
	out := make([]string, len(pairs))
	for i, at := range order {
		out[i] = pairs[at]
	}
	return strings.Join(out, "&")
}

// merge joins two runs of indexes that are sorted by what they stand for.
func merge(dst, a, b []int, names []string) {
	for i := range dst {
		if len(b) == 0 || len(a) > 0 && names[a[0]] <= names[b[0]] {
			dst[i], a = a[0], a[1:]
		} else {
			dst[i], b = b[0], b[1:]
		}
	}
}
