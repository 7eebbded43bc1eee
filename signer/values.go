package signer

import "iter"

// values gives every text that an embed puts into the query, with the name of
// its parameter.
func (e *Embed) values() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		_ = e.fixedValues(yield) && e.openValues(yield)
	}
}

func (e *Embed) fixedValues(yield func(string, string) bool) bool {
	for _, team := range e.Teams {
		if !yield(":external_user_team", team) {
			return false
		}
	}
	return yield(":mode", string(e.Mode)) && yield(":account_type", e.AccountType) &&
		yield(":email", e.Email) && yield(":external_user_id", e.ExternalUserID) &&
		yield(":first_name", e.FirstName) && yield(":last_name", e.LastName) &&
		yield(":eval_connection_id", e.EvalConnectionID)
}

func (e *Embed) openValues(yield func(string, string) bool) bool {
	for _, a := range e.Attributes {
		for _, value := range a.Values {
			if !yield(attributePrefix+a.Name, value) {
				return false
			}
		}
	}
	for _, o := range e.Options {
		if !yield(o.Name, o.Value) {
			return false
		}
	}
	for _, k := range e.Controls {
		values := k.Values
		if k.Range != nil {
			values = []string{k.Range.Min, k.Range.Max}
		}
		for _, value := range values {
			if !yield(k.ID, value) {
				return false
			}
		}
	}
	return true
}
