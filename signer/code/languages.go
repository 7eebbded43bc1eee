package code

import _ "embed" // for programs.txt

// A grammar is what it takes to write a program in a language.
type grammar struct {
	Language
	// nonce and time are how the program names its variables.
	nonce, time string
	*quoting
	*notation
}

// shell reports whether the language is a shell: arguments stand between spaces,
// plain ones between single quotes, and none can hold a NUL.
func (g *grammar) shell() bool { return g.quoting == &shell }

// programs holds the templates of all languages, and before them the comments that
// the languages share: what stands in one place compresses better, by 2 KB. It is
// put together from templates/ by TestPrograms with the flag -update.
//
//go:embed programs.txt
var programs string

var grammars = [...]grammar{
	{Language{"node", "Node.js", "embed-url.mjs"}, "nonce", "time", &braces, &jsNotation},
	{Language{"typescript", "TypeScript", "embed-url.mts"}, "nonce", "time", &braces, &jsNotation},
	{Language{"python", "Python", "embed_url.py"}, "nonce", "now", &eight, &pythonNotation},
	{Language{"go", "Go", "main.go"}, "nonce", "now", &eight, &goNotation},
	{Language{"ruby", "Ruby", "embed_url.rb"}, "nonce", "time", &hash, &rubyNotation},
	{Language{"php", "PHP", "embed-url.php"}, "$nonce", "$time", &dollar, &phpNotation},
	{Language{"java", "Java", "EmbedUrl.java"}, "nonce", "time", &four, &javaNotation},
	{Language{"csharp", "C#", "EmbedUrl.cs"}, "nonce", "time", &eight, &csNotation},
	{Language{"rust", "Rust", "main.rs"}, "&nonce", "&time", &braces, &rustNotation},
	{Language{"bash", "Bash with OpenSSL", "embed-url.sh"}, `"$nonce"`, `"$time"`, &shell, &bashNotation},
	{Language{"powershell", "PowerShell", "embed-url.ps1"}, "$nonce", "$time", &casts, &pwshNotation},
	{Language{"elixir", "Elixir", "embed_url.exs"}, "nonce", "time", &hash, &elixirNotation},
}

func grammarNamed(id string) *grammar {
	for i := range grammars {
		if grammars[i].ID == id {
			return &grammars[i]
		}
	}
	return nil
}
