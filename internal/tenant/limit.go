package tenant

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of one organisation. They are ours: a simulator must not be a place to store
// things, and a list that fits a page needs no search.
const (
	MaxCredentials  = 100
	MaxRevoked      = 1000 // client IDs that were revoked; then none is made any more
	MaxAccountTypes = 50
	MaxTeams        = 500
	MaxUsers        = 20_000
	MaxFolders      = 500
	MaxGrants       = 20_000
	MaxDatasets     = 100
	MaxWorkbooks    = 2000
	MaxOwned        = 100     // workbooks that one user makes
	MaxContent      = 100_000 // bytes of all titles and names of a workbook
	MaxPages        = 20      // of a workbook
	MaxElements     = 50      // of a page
	MaxEmbeds       = 500     // embed paths
	MaxTags         = 20      // of a workbook
	MaxDepth        = 8       // folders in folders
	MaxName         = 100     // characters of a name
	MaxDescription  = 500     // characters of a description
	MaxRoles        = 20      // remembered of a user
	MaxAddress      = 254     // bytes of an e-mail address
	MaxValues       = 200     // teams, attributes and controls of a URL, with all their values
)

// checkName refuses what would look like another name, or like none.
func checkName(field, name string) error {
	switch {
	case name == "":
		return problem(Invalid, field, "a name is needed")
	case name != strings.TrimSpace(name):
		return problem(Invalid, field, "%q has white space at an end", name)
	}
	return checkText(field, name, MaxName)
}

func checkText(field, text string, most int) error {
	switch {
	case !utf8.ValidString(text):
		return problem(Invalid, field, "this is not UTF-8")
	case utf8.RuneCountInString(text) > most:
		return problem(Invalid, field, "%d characters: at most %d", utf8.RuneCountInString(text), most)
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }):
		return problem(Invalid, field, "%q has characters that cannot be seen", text)
	}
	return nil
}

// checkRoomOf refuses one more workbook of who has many: the list is everybody's.
func (s *State) checkRoomOf(who Address) error {
	have := 0
	for _, w := range s.Workbooks {
		if w.Owner == who {
			have++
		}
	}
	return checkRoom("workbooks of "+string(who), have, MaxOwned)
}

// checkRoom refuses one more where there are as many as there may be.
func checkRoom(what string, have, most int) error {
	if have >= most {
		return problem(TooMany, "", "there are %d %s, and no more are kept here", have, what)
	}
	return nil
}
