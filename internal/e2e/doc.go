// Package e2e tests the playground where it runs: in real browsers, over real
// HTTP, under its own Content-Security-Policy, with the signer.wasm that ships.
// It has no code of its own, only tests.
//
// Chromium is driven over the DevTools protocol, Firefox over Marionette. A
// browser or Node package that is missing skips the tests that need it, by
// name; where the environment variable CI is true they fail instead. axe-core
// comes from npm: "npm ci" in this folder installs it.
//
// Screenshots and figures are written to the folder $E2E_OUT, or testdata-out.
package e2e
