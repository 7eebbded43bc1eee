package page_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/embedsign/embedsign/internal/testneeds"
)

// tooLong ends a test that hangs; no test comes near it.
const tooLong = 3 * time.Minute

// A window shows a page in Chromium. The pages come from a server of the test, so that
// what they ask for besides themselves can be counted.
type window struct {
	t   *testing.T
	ctx context.Context
	// asked collects the addresses of all requests.
	asked chan string
}

// startChromium starts one browser for a test.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(testneeds.Program(t, "chromium")),
		chromedp.NoSandbox, // the tests run as root in containers
		chromedp.DisableGPU,
	)
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	browser, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return browser
}

func newWindow(t *testing.T, browser context.Context) *window {
	t.Helper()
	w := &window{t: t, asked: make(chan string, 100)}
	tab, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok {
			w.asked <- e.Request.URL
		}
	}))
	if err := chromedp.Do(tab); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cancel)
	w.ctx, cancel = context.WithTimeout(tab, tooLong)
	t.Cleanup(cancel)
	return w
}

// open serves a page to the window.
func (w *window) open(html []byte) {
	w.t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "text/html")
		out.Write(html)
	}))
	w.t.Cleanup(server.Close)
	if err := chromedp.Do(w.ctx, chromedp.Navigate(server.URL)); err != nil {
		w.t.Fatal(err)
	}
}

// show sets the colour scheme and the width.
func (w *window) show(scheme string, width int64) {
	w.t.Helper()
	if _, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	}); err != nil {
		w.t.Fatal(err)
	}
	if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(width, 800)); err != nil {
		w.t.Fatal(err)
	}
}

func eval[T any](w *window, expression string) T {
	w.t.Helper()
	value, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		w.t.Fatalf("evaluate %.200s: %v", expression, err)
	}
	return value
}

func (w *window) unfold() {
	w.t.Helper()
	eval[any](w, `document.querySelectorAll("details").forEach((group) => (group.open = true))`)
}

// The pages that are looked at: files of testdata/reports, with vs between two sides.
func scenes() map[string][]string {
	return map[string][]string{
		"run":           {"run.json"},
		"load":          {"load.json"},
		"capacity":      {"capacity.json"},
		"nonces":        {"nonces.json"},
		"bad-nonces":    {"repeating.json"},
		"compared":      {"run.json", "run-again.json", "load.json", "load-stall.json", "nonces.json", "repeating.json"},
		"incomparable":  {"run.json", "run-elsewhere.json", "load.json", "capacity.json"},
		"not-ok":        {"load-stall.json"},
		"repeated":      {"before-1.json", "before-2.json", "before-3.json"},
		"sides":         {"before-1.json", "before-2.json", "before-3.json", "vs", "after-1.json", "after-2.json", "after-3.json"},
		"one-of-a-kind": {"run.json", "load-stall.json", "nonces.json"},
	}
}

// TestNarrowAndReadable looks at each page in light and dark, at both widths, with
// all numbers unfolded: nothing is wider than the window, and each text stands out
// from what is behind it.
func TestNarrowAndReadable(t *testing.T) {
	browser := startChromium(t)
	for name, files := range scenes() {
		source := htmlOf(t, files...)
		t.Run(name, func(t *testing.T) {
			w := newWindow(t, browser)
			w.open(source)
			for _, scheme := range []string{"light", "dark"} {
				for _, width := range []int64{1200, 320} {
					w.show(scheme, width)
					w.keep(fmt.Sprintf("%s-%s-%d.png", name, scheme, width))
					w.unfold()
					for _, complaint := range append(w.tooWide(width), w.pale()...) {
						t.Errorf("%s, %d px: %s", scheme, width, complaint)
					}
					eval[any](w, `document.querySelectorAll("details").forEach((group) => (group.open = false))`)
				}
			}
			w.show("dark", 720) // paper is white all the same
			w.print(name + ".pdf")
		})
	}
}

// tooWide names what sticks out of the window, and the window itself if it scrolls.
// What is in a table that scrolls by itself may.
func (w *window) tooWide(width int64) []string {
	w.t.Helper()
	return eval[[]string](w, fmt.Sprintf(`[document.documentElement, ...document.querySelectorAll("body *:not(.unseen, .scroll *)")]
		.filter((element) => element.getBoundingClientRect().right > %[1]d + 0.5 || element.getBoundingClientRect().left < -0.5 || element.scrollWidth > %[1]d && !element.matches(".scroll"))
		.map((element) => "sticks out: " + element.tagName + " " + element.textContent.slice(0, 60)).slice(0, 5)`, width))
}

// paleTexts names texts with a contrast of less than 4.5 by the formula of WCAG 2.2.
// What is behind a text is the nearest background that is not transparent; texts of
// drawings lie on the page itself.
const paleTexts = `(() => {
	const parse = (color) => color.match(/[\d.]+/g).map(Number);
	const linear = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
	const behind = (element) => {
		for (; element; element = element.parentElement) {
			const color = parse(getComputedStyle(element).backgroundColor);
			if (color.length < 4 || color[3] > 0) return color;
		}
		return [255, 255, 255];
	};
	const texts = [...document.querySelectorAll("body *")].filter((element) =>
		element.checkVisibility() && !element.closest(".unseen, title, desc, style") &&
		[...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()));
	const all = texts.map((element) => {
		const style = getComputedStyle(element);
		const ink = luminance(parse(element instanceof SVGElement ? style.fill : style.color));
		const paper = luminance(behind(element));
		return [(Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05), element];
	});
	if (all.length < 20) return ["only " + all.length + " texts were looked at"];
	return all.filter(([contrast]) => !(contrast >= 4.5)).slice(0, 5)
		.map(([contrast, element]) => "contrast " + contrast.toFixed(2) + ": " + element.textContent.slice(0, 60));
})()`

func (w *window) pale() []string {
	w.t.Helper()
	return eval[[]string](w, paleTexts)
}

// TestTheChecksCanFail spoils a page, and expects both checks to say so.
func TestTheChecksCanFail(t *testing.T) {
	w := newWindow(t, startChromium(t))
	w.open(htmlOf(t, "load.json"))
	w.show("light", 320)
	eval[any](w, `document.querySelector("h1").style.width = "400px"; document.querySelector(".note").style.color = "#999"; 0`)
	if len(w.tooWide(320)) == 0 {
		t.Error("an element of 400 px was not found")
	}
	if len(w.pale()) != 1 {
		t.Errorf("of the pale texts these were found: %q", w.pale())
	}
}

// TestAsksForNothing opens a page from a server, and expects one request: its own.
func TestAsksForNothing(t *testing.T) {
	w := newWindow(t, startChromium(t))
	if err := chromedp.Do(w.ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	for len(w.asked) > 0 {
		<-w.asked
	}
	w.open(htmlOf(t, "run.json", "load.json", "nonces.json"))
	w.unfold()
	own := 0
	for len(w.asked) > 0 {
		if url := <-w.asked; url != "data:," {
			own++
			t.Logf("asked for %s", url)
		}
	}
	if own != 1 {
		t.Errorf("%d requests, want that of the page alone", own)
	}
}

// keep leaves a picture of the whole page in the folder $REPORT_OUT, if there is one,
// for people to look at.
func (w *window) keep(name string) {
	w.t.Helper()
	folder := os.Getenv("REPORT_OUT")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), picture, 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// print looks at the page as it is on paper, makes a PDF, which has to be one, and
// keeps it like a picture.
func (w *window) print(name string) {
	w.t.Helper()
	if _, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		w.t.Fatal(err)
	}
	w.keep(name + ".png")
	for _, complaint := range w.pale() {
		w.t.Errorf("in print: %s", complaint)
	}
	printed, err := chromedp.Call(w.ctx, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: new(true)})
	if err != nil {
		w.t.Fatal(err)
	}
	if !bytes.HasPrefix(printed.Data, []byte("%PDF-")) {
		w.t.Errorf("printing gave %.20q", printed.Data)
	}
	if folder := os.Getenv("REPORT_OUT"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name), printed.Data, 0o644); err != nil {
			w.t.Fatal(err)
		}
	}
}
