package signer

// A Preset is an example user.
type Preset struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description"`
	// Embed has no path: that belongs to whoever embeds.
	Embed Embed `json:"embed"`
}

// Presets gives the three users of the QuickStart. Each has an e-mail of its
// own: shared, it would hand the creator's rights to the viewers.
func Presets() []Preset {
	return []Preset{
		{"viewer", "Viewer", "Looks, sorts and refreshes.",
			quickStartUser("embed_viewer@example.com", "embed_viewer", "FinanceViewers", "Viewer")},
		{"viewer-plus", "Viewer+", "May also send and download. A custom account type, whose plus sign has to be encoded.",
			quickStartUser("embed_viewer_plus@example.com", "embed_viewer_plus", "FinanceViewers", "Viewer+")},
		{"creator", "Creator", "Saves copies, edits and shares with the team.",
			quickStartUser("embed_creator@example.com", "embed_creator", "FinanceCreators", "Creator")},
	}
}

func quickStartUser(email, id, team, accountType string) Embed {
	return Embed{
		Mode:           UserBacked,
		Email:          email,
		ExternalUserID: id,
		Teams:          []string{team},
		AccountType:    accountType,
		SessionLength:  AdvisedSessionLength,
	}
}
