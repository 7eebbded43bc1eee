// Package lighthouse grades the page that serve serves, in a test.
package lighthouse
