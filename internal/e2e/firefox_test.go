package e2e

import (
	"bufio"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/embedsign/embedsign/internal/testneeds"
	"github.com/embedsign/embedsign/signer"
)

// TestFirefox is a smoke test: the page loads under its policy, signs what Go
// signs, checks it, and refuses it tampered with.
func TestFirefox(t *testing.T) {
	t.Parallel()
	m := dialMarionette(t, startFirefox(t))
	m.openPage(serve(t, nil))
	m.keys("#f-email", ".uk")
	m.wantsURL(".uk")

	const verdict = `document.getElementById("verdict").dataset.verdict`
	if got := run[string](m, `document.getElementById("to-check").click(); return `+verdict); got != "accepted" {
		t.Errorf("the verdict on the untouched URL is %s", got)
	}
	m.keys("#c-url", "0")
	if got := run[string](m, `return `+verdict); got != "refused" {
		t.Errorf("the verdict on a tampered URL is %s", got)
	}
	m.shoot("firefox-check.png")
}

// openPage loads the playground and waits until the signer runs.
func (m *marionette) openPage(url string) {
	m.t.Helper()
	m.call("WebDriver:Navigate", map[string]any{"url": url}, nil)
	run[any](m, `return new Promise((resolve) => {
		const engine = document.getElementById("engine");
		const look = () => { if (engine.dataset.state === "ready") resolve(true); };
		new MutationObserver(look).observe(engine, { attributes: true });
		look();
	})`)
}

// wantsURL compares the URL on the page with the one that Go makes, for the
// worked example with a longer e-mail address.
func (m *marionette) wantsURL(longer string) {
	m.t.Helper()
	embed := worked()
	embed.Email += longer
	shown := run[map[string]string](m, `return Object.fromEntries(
		["f-client_id", "f-secret", "f-nonce", "f-time"].map((id) => [id, document.getElementById(id).value])
			.concat([["url", document.getElementById("url").textContent]]))`)
	if want := signer.Build(requestOf(m.t, embed, shown)).URL; shown["url"] != want {
		m.t.Errorf("Firefox shows\n%s\nwant\n%s", shown["url"], want)
	}
}

func requestOf(t *testing.T, embed signer.Embed, shown map[string]string) signer.Request {
	t.Helper()
	seconds, err := strconv.ParseInt(shown["f-time"], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return signer.Request{
		Embed: embed, Nonce: shown["f-nonce"], Time: time.Unix(seconds, 0),
		Credentials: signer.Credentials{ClientID: shown["f-client_id"], Secret: signer.NewSecret(shown["f-secret"])},
	}
}

// shoot keeps a picture of the whole page.
func (m *marionette) shoot(name string) {
	m.t.Helper()
	var picture value[string]
	m.call("WebDriver:TakeScreenshot", map[string]any{"full": true}, &picture)
	raw, err := base64.StdEncoding.DecodeString(picture.Value)
	if err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(output(m.t, name), raw, 0o644); err != nil {
		m.t.Fatal(err)
	}
}

// preferences keep Firefox from asking, updating and calling home. Port 0 lets
// it choose one.
const preferences = `user_pref("marionette.port", 0);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.page", 0);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("app.update.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,");
`

// startFirefox starts it with a new profile and gives Marionette's address.
func startFirefox(t *testing.T) string {
	t.Helper()
	path := testneeds.Program(t, "firefox-esr")
	profile := t.TempDir()
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(preferences), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), path, "--headless", "--no-remote", "--marionette", "--profile", profile)
	command.Env = append(os.Environ(), "HOME="+profile)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout = command.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		syscall.Kill(-command.Process.Pid, syscall.SIGKILL) // its children write to the profile too
		command.Wait()
	})
	port := waitForLine(t, bufio.NewScanner(out), regexp.MustCompile(`(?i)marionette.*listening on port (\d+)`))
	return "127.0.0.1:" + strings.TrimSpace(port)
}
