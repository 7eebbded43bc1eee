package code

import _ "embed" // for the programs

// A grammar is what it takes to write a program in a language.
type grammar struct {
	Language
	// template is a pointer, so that the table needs no code to fill it.
	template *string
	// nonce and time are how the program names its variables.
	nonce, time string
	*quoting
}

// shell reports whether the language is a shell: arguments stand between spaces,
// plain ones between single quotes, and none can hold a NUL.
func (g *grammar) shell() bool { return g.quoting == &shell }

// The templates, a language each; see template.go for how they are written.
var (
	//go:embed templates/node.txt
	node string
	//go:embed templates/typescript.txt
	typescript string
	//go:embed templates/python.txt
	python string
	//go:embed templates/go.txt
	golang string
	//go:embed templates/ruby.txt
	ruby string
	//go:embed templates/php.txt
	php string
	//go:embed templates/java.txt
	java string
	//go:embed templates/csharp.txt
	csharp string
	//go:embed templates/rust.txt
	rust string
	//go:embed templates/bash.txt
	bash string
	//go:embed templates/powershell.txt
	powershell string
	//go:embed templates/elixir.txt
	elixir string

	// phrases are the comments that the languages share.
	//go:embed templates/phrases.txt
	phrases string
)

var grammars = [...]grammar{
	{Language{"node", "Node.js", "embed-url.mjs"}, &node, "nonce", "time", &braces},
	{Language{"typescript", "TypeScript", "embed-url.mts"}, &typescript, "nonce", "time", &braces},
	{Language{"python", "Python", "embed_url.py"}, &python, "nonce", "now", &eight},
	{Language{"go", "Go", "main.go"}, &golang, "nonce", "now", &eight},
	{Language{"ruby", "Ruby", "embed_url.rb"}, &ruby, "nonce", "time", &hash},
	{Language{"php", "PHP", "embed-url.php"}, &php, "$nonce", "$time", &dollar},
	{Language{"java", "Java", "EmbedUrl.java"}, &java, "nonce", "time", &four},
	{Language{"csharp", "C#", "EmbedUrl.cs"}, &csharp, "nonce", "time", &eight},
	{Language{"rust", "Rust", "main.rs"}, &rust, "&nonce", "&time", &braces},
	{Language{"bash", "Bash with OpenSSL", "embed-url.sh"}, &bash, `"$nonce"`, `"$time"`, &shell},
	{Language{"powershell", "PowerShell", "embed-url.ps1"}, &powershell, "$nonce", "$time", &casts},
	{Language{"elixir", "Elixir", "embed_url.exs"}, &elixir, "nonce", "time", &hash},
}

func grammarNamed(id string) *grammar {
	for i := range grammars {
		if grammars[i].ID == id {
			return &grammars[i]
		}
	}
	return nil
}
