//go:build all

package main

const stormURLs = 10_000
