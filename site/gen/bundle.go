package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundleOf gives the recipe of one script or style sheet: the module of that
// name in src, with all that it imports.
func bundleOf(name string) func(dir string) ([]byte, error) {
	return func(dir string) ([]byte, error) { return bundle(dir, name) }
}

// bundle makes one small file of a module and its imports. Twenty-eight files
// compressed one by one took 38 KB over the wire, and another round trip for
// what they import; together they share their words.
func bundle(dir, name string, plugins ...api.Plugin) ([]byte, error) {
	src, err := filepath.Abs(filepath.Join(dir, "src"))
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     src,
		EntryPoints:       []string{name},
		Plugins:           plugins,
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Format:            formatOf(name),
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		// Newer than any browser that the page needs, so nothing is rewritten
		// for older ones.
		Target:   api.ESNext,
		LogLevel: api.LogLevelSilent,
	})
	if messages := append(result.Errors, result.Warnings...); len(messages) > 0 {
		return nil, complaint(messages)
	}
	return result.OutputFiles[0].Contents, nil
}

// formatOf leaves what the page loads a module. The custom element is an
// ordinary script: other sites load it from here, and a module from elsewhere
// needs headers that a static host may be unable to send. So does the workbook,
// which on a static host is in a frame without an origin.
func formatOf(name string) api.Format {
	if name == "embed.js" || name == "workbook/workbook.js" {
		return api.FormatIIFE
	}
	return api.FormatESModule
}

// complaint makes one error of the messages; a warning is as bad as an error.
func complaint(messages []api.Message) error {
	lines := api.FormatMessages(messages, api.FormatMessagesOptions{})
	return fmt.Errorf("%s", strings.TrimSpace(strings.Join(lines, "\n")))
}
