//go:build !all

package main

// stormURLs are few, so that CI has the time. Built with the tag all there are as many
// as are promised for.
const stormURLs = 150
