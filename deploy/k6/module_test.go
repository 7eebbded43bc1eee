package k6

import (
	"crypto/rand"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.k6.io/k6/js/modulestest"

	"github.com/embedsign/embedsign/signer"
)

// someSecret is what no message may hold.
const someSecret = "5ec2e7"

// A script is JavaScript that runs in a VU of its own, in an environment.
type script struct {
	code        string
	environment map[string]string
	files       fstest.MapFS
}

var someTime = time.Unix(1700000000, 0)

// given is the usual environment.
func given() map[string]string {
	return map[string]string{clientIDVariable: "c11e47", secretVariable: someSecret}
}

// run gives what the last expression of the script yields, and what was thrown.
func (s script) run(t *testing.T) (any, error) {
	t.Helper()
	vu := modulestest.NewRuntime(t).VU
	vu.InitEnvField.LookupEnv = func(name string) (string, bool) {
		value, ok := s.environment[name]
		return value, ok
	}
	m := &module{outside{
		now:    func() time.Time { return someTime },
		random: rand.Reader,
		open:   func(name string) (fs.File, error) { return s.files.Open(name) },
	}}
	err := vu.Runtime().Set("embedsign", m.NewModuleInstance(vu).Exports().Default)
	if err != nil {
		t.Fatal(err)
	}
	value, err := vu.Runtime().RunString(s.code)
	if err != nil {
		return nil, err
	}
	return value.Export(), nil
}

// someEmbed has a field of each type.
const someEmbed = `{
	path: 'https://app.sigmacomputing.com/embed/1-abc', mode: 'userbacked', email: 'a@example.com',
	external_user_id: 'u', first_name: null, last_name: undefined, teams: ['A', 'B, C'], account_type: 'Viewer+', session_length: 60,
	attributes: [{name: 'Region', values: ['East']}], options: [{name: ':theme', value: 'Dark'}],
	controls: [{id: 'Store', values: ['1']}, {id: 'Day', range: {min: '1', max: ''}}],
}`

// TestSign compares with what the package signer makes of the same embed.
func TestSign(t *testing.T) {
	s := script{code: `const s = new embedsign.Signer(); [s.sign(` + someEmbed + `), s.sign(` + someEmbed + `)]`, environment: given()}
	value, err := s.run(t)
	if err != nil {
		t.Fatal(err)
	}
	nonces := map[string]bool{}
	for _, url := range value.([]any) {
		session := accept(t, url.(string))
		nonces[session.Nonce] = true
		want, err := signer.Sign(signer.Request{
			Embed: signer.Embed{
				Path: "https://app.sigmacomputing.com/embed/1-abc", Mode: signer.UserBacked, Email: "a@example.com", ExternalUserID: "u",
				Teams: []string{"A", "B, C"}, AccountType: "Viewer+", SessionLength: 60,
				Attributes: []signer.Attribute{{Name: "Region", Values: []string{"East"}}},
				Options:    []signer.Option{{Name: ":theme", Value: "Dark"}},
				Controls:   []signer.Control{{ID: "Store", Values: []string{"1"}}, {ID: "Day", Range: &signer.Range{Min: "1"}}},
			},
			Credentials: signer.Credentials{ClientID: "c11e47", Secret: signer.NewSecret(someSecret)},
			Nonce:       session.Nonce,
			Time:        someTime,
		})
		if err != nil || url != want {
			t.Errorf("got  %v\nwant %s, %v", url, want, err)
		}
	}
	if len(nonces) != 2 {
		t.Errorf("nonces %v of two URLs", nonces)
	}
}

func accept(t *testing.T, url string) *signer.Session {
	t.Helper()
	key, err := signer.NewKey(signer.NewSecret(someSecret))
	if err != nil {
		t.Fatal(err)
	}
	verifier := signer.Verifier{Key: func(string) (*signer.Key, bool) { return key, true }}
	session, err := verifier.Verify(t.Context(), url, someTime)
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	return session
}

func TestVerify(t *testing.T) {
	const made = `const s = new embedsign.Signer(); const url = s.sign(` + someEmbed + `); const said = s.verify(`
	const answer = `); [said.accepted, said.code, said.parameter, said.explanation !== '']`
	for argument, want := range map[string][]any{
		`url`:                      {true, "accepted", "", false},
		`url.replace('A', 'B')`:    {false, "invalid_signature", ":signature", true},
		`url.replace(':nonce','')`: {false, "malformed", "", true},
		`url.replace('c1', 'd1')`:  {false, "unknown_client", ":client_id", true},
		`'nonsense'`:               {false, "malformed", "", true},
		``:                         {false, "malformed", "", true},
	} {
		got, err := script{code: made + argument + answer, environment: given()}.run(t)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("verify(%s): %v, %v, want %v", argument, got, err, want)
		}
	}
}

func TestVerdicts(t *testing.T) {
	got, err := script{code: `[...embedsign.verdicts]`}.run(t)
	var want []any
	for _, code := range signer.Codes() {
		want = append(want, string(code))
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v, want %q", got, err, want)
	}
}

// TestCredentials has each place that they may come from.
func TestCredentials(t *testing.T) {
	const other = "another"
	wrong := map[string]string{clientIDVariable: "wrong", secretVariable: other}
	files := fstest.MapFS{"plain": {Data: []byte(someSecret)}, "lines": {Data: []byte(someSecret + "\r\n")}}
	for options, environment := range map[string]map[string]string{
		``:                       given(),
		`{client_id: 'c11e47'}`:  {secretVariable: someSecret},
		`{secret_file: 'plain'}`: {clientIDVariable: "c11e47", secretVariable: other},
		`{secret_file: 'lines'}`: {clientIDVariable: "c11e47"},
		`null, 1`:                given(),
		`{client_id: null}`:      given(),
		`{client_id: 'c11e47', secret_file: 'plain'}`: wrong,
	} {
		got, err := script{`new embedsign.Signer(` + options + `).sign(` + someEmbed + `)`, environment, files}.run(t)
		if err != nil {
			t.Errorf("Signer(%s): %v", options, err)
			continue
		}
		if session := accept(t, got.(string)); session.ClientID != "c11e47" {
			t.Errorf("Signer(%s): client ID %q", options, session.ClientID)
		}
	}
}

func TestSignerRefuses(t *testing.T) {
	files := fstest.MapFS{
		"empty": {Data: []byte("\n")},
		"long":  {Data: []byte(strings.Repeat("x", maxSecretFile+1))},
		"pipe":  {Mode: fs.ModeNamedPipe},
	}
	for options, want := range map[string]string{
		`{secret: '` + someSecret + `'}`: `options.secret: not taken from a script; set EMBEDSIGN_SECRET, or name a secret_file`,
		`{secret: null}`:                 ``,
		`{clientID: 'c'}`:                `options: unknown field "clientID"`,
		`{client_id: 1}`:                 `options.client_id: want a string, got number`,
		`'c11e47'`:                       `options: want an object with fields, got string`,
		`{client_id: 'a\nb'}`:            `:client_id: `,
		`{secret_file: 'nowhere'}`:       `secret file "nowhere": file does not exist`,
		`{secret_file: 'empty'}`:         `secret file "empty": it is empty`,
		`{secret_file: 'long'}`:          `secret file "long": longer than 64 KiB, which no secret is`,
		`{secret_file: 'pipe'}`:          `secret file "pipe": not a regular file`,
	} {
		_, err := script{`new embedsign.Signer(` + options + `)`, given(), files}.run(t)
		check(t, options, err, want)
	}
	_, err := script{code: `new embedsign.Signer()`}.run(t)
	check(t, "nothing given", err, `client ID: not given; set EMBEDSIGN_CLIENT_ID, or name a client_id`)
	_, err = script{code: `new embedsign.Signer({client_id: 'c'})`}.run(t)
	check(t, "no secret", err, `secret: not given; set EMBEDSIGN_SECRET`)
}

func TestSignRefuses(t *testing.T) {
	for embed, want := range map[string]string{
		``:                                      `embed: want an object with fields, got nothing`,
		`null`:                                  `embed: want an object with fields, got nothing`,
		`() => 1`:                               `embed: want an object with fields, got nothing`,
		`42`:                                    `embed: want an object with fields, got number`,
		`[]`:                                    `embed: want an object with fields, got array`,
		`{acount_type: 'View'}`:                 `embed: unknown field "acount_type"`,
		`{teams: 'A'}`:                          `embed.teams: want an array, got string`,
		`{teams: [1]}`:                          `embed.teams: want a string, got number`,
		`{session_length: 1.5}`:                 `embed.session_length: want a whole number, got number 1.5`,
		`{controls: [{id: 'a', range: '1-2'}]}`: `embed.controls.range: want an object, got string`,
		`(() => { const e = {}; e.e = e; return e })()`:          `embed: TypeError: Converting circular structure to JSON`,
		`{path: 'https://a.example/embed/1', email: 'nobody'}`:   `:`,
		`{path: 'http://a.example/embed/1', mode: 'userbacked'}`: `path: `,
	} {
		_, err := script{code: `new embedsign.Signer().sign(` + embed + `)`, environment: given()}.run(t)
		check(t, embed, err, want)
	}
}

// TestErrorsAreCaught has a script read the message of what was thrown.
func TestErrorsAreCaught(t *testing.T) {
	got, err := script{code: `try { new embedsign.Signer(1) } catch (e) { e.message }`}.run(t)
	if want := "options: want an object with fields, got number"; err != nil || got != want {
		t.Errorf("message %v, %v, want %q", got, err, want)
	}
}

// check wants an error that holds a text, or none if that is empty.
func check(t *testing.T, what string, err error, want string) {
	t.Helper()
	switch {
	case err == nil && want != "":
		t.Errorf("%s: no error, want %q", what, want)
	case err != nil && (want == "" || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: error %q, want %q", what, err, want)
	case err != nil && strings.Contains(err.Error(), someSecret):
		t.Errorf("%s: the error holds the secret: %q", what, err)
	}
}
