package jwt

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// A Use says what a parameter is worth in the URL of a token.
type Use string

// The uses.
const (
	// UseAllowed: it is documented for these URLs.
	UseAllowed Use = "allowed"
	// UseSample: official sample code has it, no document does.
	UseSample Use = "sample"
	// UseClaim: it belongs into the token.
	UseClaim Use = "claim"
	// UseWithdrawn: it worked in signed URLs and does not here.
	UseWithdrawn Use = "withdrawn"
)

// A URLParameter is a parameter with a colon that is known, here or in signed
// URLs.
type URLParameter struct {
	Name string `json:"name"`
	Use  Use    `json:"use"`
	// Instead is what takes its place: a claim, or what to do in words. Empty
	// where nothing does.
	Instead   string        `json:"instead"`
	Source    signer.Source `json:"source"`
	Reference string        `json:"reference"`
}

// URLParameters lists the parameters of the URL of a token, those of signed URLs
// that went, and those that became claims.
func URLParameters() []URLParameter {
	list := make([]URLParameter, 0, len(urlParameters)+len(members))
	for i := range urlParameters {
		list = append(list, urlParameters[i].entry())
	}
	for i := range members {
		if m := &members[i]; m.Was != "" {
			list = append(list, URLParameter{m.Was, UseClaim, m.Name, m.Source, refMigrate})
		}
	}
	return list
}

// urlParameters holds what is not an entry of members. It names the document
// only where it is not the one on migration.
var urlParameters = []urlParameter{
	{":jwt", UseAllowed, "", ""},
	{":embed", UseAllowed, "", ""},
	{":bookmark", UseAllowed, "", ""},
	{":explore", UseAllowed, "", ""},
	{":disable_mobile_view", UseAllowed, "", refQuickStart},
	{":hide_bookmarks", UseAllowed, "", ""},
	{":hide_explore_toggle", UseAllowed, "", ""},
	{":hide_folder_navigation", UseAllowed, "", ""},
	{":hide_menu", UseAllowed, "", ""},
	{":hide_tooltip", UseAllowed, "", ""},
	{":lng", UseAllowed, "", ""},
	{":lng_variant", UseAllowed, "", ""},
	{":menu_position", UseAllowed, "", ""},
	{":responsive_height", UseAllowed, "", ""},
	{":theme", UseAllowed, "", ""},
	{":disable_auto_refresh", UseSample, "", refSamples},
	{":hide_page_controls", UseSample, "", refSamples},
	{":hide_reload_button", UseSample, "", refSamples},
	{":hide_title", UseSample, "", refSamples},
	{":hide_view_select", UseSample, "", refSamples},
	{":page_id", UseSample, "", refSamples},
	{":view_id", UseSample, "", refSamples},
	{":hide_run_as_recipient", UseWithdrawn, byAccountType, ""},
	{":hide_schedule", UseWithdrawn, byAccountType, ""},
	{":hide_send", UseWithdrawn, byAccountType, ""},
	{":loading_bg", UseWithdrawn, byEvent, ""},
	{":loading_text", UseWithdrawn, byEvent, ""},
	{":show_footer", UseWithdrawn, "Use :menu_position.", ""},
	{":hide_sheet_interactions", UseWithdrawn, "", ""},
	{":showUnderlyingData", UseWithdrawn, "", ""},
	{":use_user_name", UseWithdrawn, "", ""},
	{":external_user_id", UseWithdrawn, "The user is known by sub alone.", ""},
	{":mode", UseWithdrawn, "Every token is for a known user.", ""},
	{":signature", UseWithdrawn, "The token is what is signed.", ""},
}

const (
	refSamples    = "Sigma's samples on GitHub, “quickstarts-public”"
	byAccountType = "Take the permission from the account type."
	byEvent       = "Show a sign of your own until the event workbook:loaded."
)

type urlParameter struct {
	name      string
	use       Use
	instead   string
	reference string
}

func (p *urlParameter) entry() URLParameter {
	e := URLParameter{p.name, p.use, p.instead, signer.Documented, p.reference}
	if p.use == UseSample {
		e.Source = signer.Sample
	}
	if p.reference == "" {
		e.Reference = refMigrate
	}
	return e
}

// urlParameterNamed finds the entry of a parameter; that of one that is in no
// document has no use.
func urlParameterNamed(name string) URLParameter {
	for i := range urlParameters {
		if urlParameters[i].name == name {
			return urlParameters[i].entry()
		}
	}
	for i := range members {
		if m := &members[i]; m.Was != "" && (m.Was == name || m.Was == ":ua_" && strings.HasPrefix(name, m.Was)) {
			return URLParameter{name, UseClaim, m.Name, m.Source, refMigrate}
		}
	}
	return URLParameter{}
}
