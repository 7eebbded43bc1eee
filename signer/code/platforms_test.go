package code

import "testing"

// A platform runs the programs of a language.
type platform struct {
	language string
	// needs are the commands that must be there.
	needs []string
	// build builds all programs at once, where the language asks for it.
	build func(t *testing.T, dir string, list []trial)
	// command runs the program in a folder, which is the working directory.
	command func(dir string) []string
}

// ownFile runs a program from its source.
func ownFile(command ...string) func(string) []string {
	return func(string) []string { return command }
}

// everywhere are the platforms that are used in every run of the tests.
var everywhere = []platform{
	{language: "node", needs: []string{"node"}, command: ownFile("node", "embed-url.mjs")},
	{language: "python", needs: []string{"python3"}, command: ownFile("python3", "embed_url.py")},
}

func TestProgramsGiveTheURL(t *testing.T) {
	for _, p := range everywhere {
		t.Run(p.language, func(t *testing.T) { tryAll(t, p) })
	}
}
