// Command gen writes the files of site/ that are made and not written by hand:
// index.html, from package signer, and the scripts and style sheets, each one
// file from the modules in site/src. It is run by "go generate ./site"; a test
// proves that the files are fresh.
//
// With -offline it writes something else: the whole playground as one HTML file
// that needs no server and no network.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	from := flag.String("from", ".", "the `folder` site of a checkout")
	offline := flag.String("offline", "", "write the playground as one HTML `file`, and nothing else")
	flag.Parse()
	if err := run(*from, *offline); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(dir, offline string) error {
	if offline == "" {
		return write(dir)
	}
	text, err := offlinePage(dir)
	if err != nil {
		return err
	}
	return os.WriteFile(offline, text, 0o644)
}

// write makes all files of the folder anew.
func write(dir string) error {
	for _, f := range made {
		text, err := f.make(dir)
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, f.name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// made are the files that come out of the generator, with the recipe of each.
var made = []struct {
	name string
	make func(dir string) ([]byte, error)
}{
	{"index.html", render},
	{"app.css", bundleOf("app.css")},
	{"app.js", bundleOf("app.js")},
	{"embed.js", bundleOf("embed.js")},
	{"lab.html", labOf("module", "lab/", "")},
	{"lab/index.html", labOf("server", "", "../")},
	{"lab/lab.css", bundleOf("lab/lab.css")},
	{"lab/lab.js", bundleOf("lab/lab.js")},
	{"workbook/workbook.css", bundleOf("workbook/workbook.css")},
	{"workbook/workbook.js", bundleOf("workbook/workbook.js")},
	{"parent/parent.css", bundleOf("parent/parent.css")},
	{"parent/parent.js", bundleOf("parent/parent.js")},
}
