package plot

import _ "embed"

//go:embed style.css
var style string

// Style is the style of plots, for the page that holds them.
func Style() string { return style }
