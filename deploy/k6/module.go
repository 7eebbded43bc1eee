// Package k6 gives scripts of the load generator k6 our signer, as the module
// k6/x/embedsign. A k6 that was built with it (see cmd/k6, or xk6) runs them.
//
//	import embedsign from 'k6/x/embedsign';
//
//	const signer = new embedsign.Signer();  // once in each VU
//	const url = signer.sign({ path: 'https://…', mode: 'userbacked', … });
//
// A script never holds the secret: [Signer] takes it from the environment or from
// a file. What goes wrong is thrown as a JavaScript error with our message, which
// quotes no secret.
package k6

import (
	"crypto/rand"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/grafana/sobek"
	"go.k6.io/k6/js/common"
	"go.k6.io/k6/js/modules"

	"github.com/embedsign/embedsign/signer"
)

// k6 knows its extensions by what they register before main begins.
func init() {
	modules.Register("k6/x/embedsign", &module{outside{
		now:    time.Now,
		random: rand.Reader,
		open:   func(name string) (fs.File, error) { return os.Open(name) },
	}})
}

// An outside is what signing needs that is not in the script.
type outside struct {
	now    func() time.Time
	random io.Reader
	// open reads the file system as it is, and not through k6, which would pack
	// the secret into the archive that `k6 archive` makes.
	open func(name string) (fs.File, error)
	// lookup reads the environment of the process. The variables that k6 is given
	// with --env are not in it, because they end up in archives too.
	lookup func(name string) (value string, ok bool)
}

// A module is what k6 asks for an instance for each VU.
type module struct{ outside outside }

// NewModuleInstance implements [modules.Module]. It is called while the script is
// loaded, which is when k6 hands out the environment.
func (m *module) NewModuleInstance(vu modules.VU) modules.Instance {
	own := m.outside
	own.lookup = vu.InitEnv().LookupEnv
	return &instance{vu.Runtime(), own}
}

// An instance is the module of one VU, whose runtime runs one thing at a time.
type instance struct {
	runtime *sobek.Runtime
	outside outside
}

// Exports implements [modules.Instance]:
//
//	new embedsign.Signer({client_id, secret_file})  see [Signer]
//	embedsign.verdicts                              what a receiver can say of a URL
func (i *instance) Exports() modules.Exports {
	return modules.Exports{Default: map[string]any{
		"Signer":   i.newSigner,
		"verdicts": verdicts(),
	}}
}

// verdicts are of a type that is a string to JavaScript.
func verdicts() (all []string) {
	for _, code := range signer.Codes() {
		all = append(all, string(code))
	}
	return all
}

func (i *instance) newSigner(call sobek.ConstructorCall) *sobek.Object {
	made, err := newSigner(call.Argument(0), i.outside)
	if err != nil {
		common.Throw(i.runtime, err)
	}
	return i.runtime.ToValue(made).ToObject(i.runtime)
}
