package tenant

import "slices"

// A Permission is something that an account type allows.
type Permission string

// The permissions, those of the QuickStart's three users first.
const (
	// View: see shared workbooks, sort their tables, and refresh them.
	View Permission = "view"
	// Send a workbook to somebody.
	Send Permission = "send"
	// Download data.
	Download Permission = "download"
	// Explore: group and filter without saving.
	Explore Permission = "explore"
	// Edit: save as, edit and publish workbooks.
	Edit Permission = "edit"
	// Share documents and folders with others.
	Share Permission = "share"
	// Administer: everything, and all of administration.
	Administer Permission = "administer"
)

// A PermissionInfo explains a permission to a person.
type PermissionInfo struct {
	Permission  Permission `json:"permission"`
	Title       string     `json:"title"`
	Explanation string     `json:"explanation"`
}

// Permissions lists all, the least first.
func Permissions() []PermissionInfo {
	return []PermissionInfo{
		{View, "View workbooks", "See what is shared, sort tables, refresh the data."},
		{Send, "Send by e-mail", "Send a copy of a workbook; here into a list that nobody gets."},
		{Download, "Download data", "Download the rows of a table, up to a limit."},
		{Explore, "Explore", "Group and filter without saving."},
		{Edit, "Create and edit workbooks", "Save a copy, edit and publish it."},
		{Share, "Share", "Give others a right to one's own documents."},
		{Administer, "Administer", "Everything, and credentials, types, teams and users."},
	}
}

func isPermission(p Permission) bool {
	return slices.ContainsFunc(Permissions(), func(i PermissionInfo) bool { return i.Permission == p })
}

// A Level is how much of a document, folder or workspace somebody is granted. Each
// holds the ones below it.
type Level int

// The levels. On documents, CanContribute is called Can edit.
const (
	NoAccess Level = iota
	CanView
	CanExplore
	CanContribute
	CanManage
)

// levelNames are for people and for JSON.
var levelNames = []string{"none", "view", "explore", "contribute", "manage"}

func (l Level) String() string { return levelNames[l] }

// MarshalText implements [encoding.TextMarshaler].
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (l *Level) UnmarshalText(text []byte) error {
	i := slices.Index(levelNames, string(text))
	if i < 0 {
		return problem(Invalid, "level", "%q: want one of view, explore, contribute, manage", text)
	}
	*l = Level(i)
	return nil
}
