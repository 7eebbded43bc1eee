package main

import (
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// options are the flags, after the environment has filled in those that were
// not given.
type options struct {
	addr          string
	clientID      string
	secretFile    string
	embedPath     string
	embedAddr     string
	embedOrigin   string
	parentOrigins []string
	db            string
	nonces        string
	vaultKeyFile  string
	insecureDev   bool
	leeway        time.Duration
	sessionLength time.Duration
	drain         time.Duration
	logLevel      slog.Level
	showSecret    bool
	open          bool
}

// environment names the variable that stands in for a flag. The secret itself
// has a variable and no flag: the arguments of a process are there for every
// user of the machine to read.
var environment = []struct{ flag, variable string }{
	{"addr", "EMBEDSIGN_ADDR"},
	{"client-id", "EMBEDSIGN_CLIENT_ID"},
	{"embed-path", "EMBEDSIGN_EMBED_PATH"},
	{"embed-addr", "EMBEDSIGN_EMBED_ADDR"},
	{"embed-origin", "EMBEDSIGN_EMBED_ORIGIN"},
	{"db", "EMBEDSIGN_DB"},
	{"nonces", "EMBEDSIGN_NONCES"},
}

// usageTemplate ends with the examples, which is where people look.
const usageTemplate = `Usage: {{.UseLine}}

{{.LocalFlags.FlagUsages}}
Examples:
{{.Example}}
`

const secretVariable = "EMBEDSIGN_SECRET"

func newCommand(stdin io.Reader, stderr io.Writer) *cobra.Command {
	var o options
	command := &cobra.Command{
		Use:   "serve",
		Short: "Serve the playground, the parent page, the signing API and the receiving side",
		Long: `Serves /metrics, /healthz, /readyz and, at the address it prints:

  /               the playground: build and check signed embed URLs
  /parent/        a parent application with an iframe and three users
  /api/embed-url  its signing API; ?user=viewer (the default), viewer-plus or creator
  /embed/{id}     the receiving side: accepts each signed URL once
  /lab/           a simulated platform and its administration

Without --client-id and a secret (--secret-file, ` + secretVariable + `), throw-away ones
are made; without --db, nothing is kept. ` + tokenVariable + ` lets administer.
serve backup copies a database.

Exit status: 0 after SIGTERM, 1 could not do it, 2 wrong usage, 130 after Ctrl-C.`,
		Version: ownVersion(),
		Example: `  serve
  serve --addr 127.0.0.1:0 --session-length 5s
  serve --show-secret --log-level info`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return wrongUsage("%q: serve takes flags only; see --help", args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			if err := fillIn(c.Flags()); err != nil {
				return err
			}
			return start(c.Context(), o, stdin, stderr)
		},
	}
	command.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	command.SetUsageTemplate(usageTemplate)
	o.register(command.Flags())
	command.CompletionOptions.DisableDefaultCmd = true
	command.AddCommand(newBackup())
	return command
}

func (o *options) register(flags *pflag.FlagSet) {
	flags.SortFlags = false
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "listen on `HOST:PORT`; port 0 picks a free one (EMBEDSIGN_ADDR)")
	flags.StringVar(&o.clientID, "client-id", "", "client `ID` of the credentials (EMBEDSIGN_CLIENT_ID)")
	flags.StringVar(&o.secretFile, "secret-file", "", "read the secret from `FILE`, - for standard input; one newline at its end is dropped")
	flags.StringVar(&o.embedPath, "embed-path", "", "sign for this `URL` instead of the server's own /embed/... (EMBEDSIGN_EMBED_PATH)")
	flags.StringVar(&o.embedAddr, "embed-addr", "", "the lab's platform listens on `HOST:PORT`; without it, on the next port (EMBEDSIGN_EMBED_ADDR)")
	flags.StringVar(&o.embedOrigin, "embed-origin", "", "`ORIGIN` of the lab's platform as browsers see it, behind a proxy (EMBEDSIGN_EMBED_ORIGIN)")
	flags.StringSliceVar(&o.parentOrigins, "parent-origin", nil, "`ORIGIN` of the pages that may frame the platform, in place of this server's own; may be repeated")
	flags.StringVar(&o.db, "db", "", "keep the organisation, nonces and sessions in this SQLite `FILE` (EMBEDSIGN_DB)")
	flags.StringVar(&o.nonces, "nonces", "", "share nonces and sessions with other servers through Redis at this `URL`, redis://HOST:PORT/0 (EMBEDSIGN_NONCES)")
	flags.StringVar(&o.vaultKeyFile, "vault-key-file", "", "read the key that encrypts the secrets in the database from `FILE` ("+vaultVariable+")")
	flags.BoolVar(&o.insecureDev, "insecure-dev", false, "keep the secrets in the database unencrypted")
	flags.DurationVar(&o.sessionLength, "session-length", time.Hour, "`LENGTH` of the sessions that the signing API asks for, whole seconds up to 720h")
	flags.DurationVar(&o.leeway, "leeway", 0, "clock `DIFFERENCE` that the receiving side forgives (default 0s)")
	flags.BoolVar(&o.showSecret, "show-secret", false, "print the secret of throw-away credentials")
	flags.BoolVar(&o.open, "open", false, "open the playground in a browser")
	flags.DurationVar(&o.drain, "drain", 0, "on stopping, say 503 at /readyz for this `TIME` before the port is closed (default 0s)")
	flags.TextVar(&o.logLevel, "log-level", slog.LevelWarn, "log from this `LEVEL` on: debug, info (a line for each request), warn or error")
}

// fillIn takes from the environment what no flag gave.
func fillIn(flags *pflag.FlagSet) error {
	for _, e := range environment {
		value := os.Getenv(e.variable)
		if value == "" || flags.Changed(e.flag) {
			continue
		}
		if err := flags.Set(e.flag, value); err != nil {
			return wrongUsage("%s: %v", e.variable, err)
		}
	}
	return nil
}
