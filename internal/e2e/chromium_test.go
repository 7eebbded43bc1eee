package e2e

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/embedsign/embedsign/internal/testneeds"
)

// TestChromium shares one browser among all its tests; each has a profile of its
// own in it.
func TestChromium(t *testing.T) {
	t.Parallel()
	browser := startChromium(t)
	tests := append(longTests(), []browserTest{
		{"Build", testBuild},
		{"Presets", testPresets},
		{"Fresh", testFresh},
		{"Marks", testMarks},
		{"RowMarks", testRowMarks},
		{"Unreadable", testUnreadable},
		{"UnreadableInCheck", testUnreadableInCheck},
		{"TooLong", testTooLong},
		{"TakeSecret", testTakeSecret},
		{"Inside", testInside},
		{"Sticky", testSticky},
		{"FirstScreen", testFirstScreen},
		{"Vectors", testVectors},
		{"BrowserNormalises", testBrowserNormalises},
		{"VectorsInCheck", testVectorsInCheck},
		{"Tampered", testTampered},
		{"SignatureMarks", testSignatureMarks},
		{"Verdicts", testVerdicts},
		{"Cause", testCause},
		{"Causes", testCauses},
		{"TokenCauses", testTokenCauses},
		{"CauseTexts", testCauseTexts},
		{"NoCause", testNoCause},
		{"Log", testLog},
		{"LogWithoutTime", testLogWithoutTime},
		{"Sample", testSample},
		{"Token", testToken},
		{"Broken", testBroken},
		{"Carry", testCarry},
		{"LoadFailure", testLoadFailure},
		{"SlowLoad", testSlowLoad},
		{"WithoutScripts", testWithoutScripts},
		{"Trap", testTrap},
		{"EveryParameter", testEveryParameter},
		{"Rows", testRows},
		{"Findings", testFindings},
		{"Copy", testCopy},
		{"Code", testCode},
		{"CodeRuns", testCodeRuns},
		{"CodeCopies", testCodeCopies},
		{"CodeRefused", testCodeRefused},
		{"Migrate", testMigrate},
		{"MigrateFollows", testMigrateFollows},
		{"MigrateCode", testMigrateCode},
		{"MigrateCheck", testMigrateCheck},
		{"MigrateRemarks", testMigrateRemarks},
		{"MigrateLoads", testMigrateLoads},
		{"MigrateKeyboard", testMigrateKeyboard},
		{"SubPath", testSubPath},
		{"Serve", testServe},
		{"Offline", testOffline},
		{"OfflineIsClosed", testOfflineIsClosed},
		{"Address", testAddress},
		{"Share", testShare},
		{"ShareGivesWay", testShareGivesWay},
		{"ShareCopies", testShareCopies},
		{"ShareRefuses", testShareRefuses},
		{"BadLinks", testBadLinks},
		{"Embed", testEmbed},
		{"EmbedAttributes", testEmbedAttributes},
		{"EmbedLoading", testEmbedLoading},
		{"EmbedForeign", testEmbedForeign},
		{"Hosting", testHosting},
		{"Attacks", testAttacks},
		{"AttacksOnVectors", testAttacksOnVectors},
		{"Clock", testClock},
		{"Ledger", testLedger},
		{"BreakByHand", testBreakByHand},
		{"BreakCheck", testBreakCheck},
		{"BreakToken", testBreakToken},
		{"BreakKeyboard", testBreakKeyboard},
		{"BreakRefused", testBreakRefused},
		{"Lessons", testLessons},
		{"Puzzle", testPuzzle},
		{"Axe", testAxe},
		{"AxeParent", testAxeParent},
		{"AxeFinds", testAxeFinds},
		{"Narrow", testNarrow},
		{"Links", testLinks},
		{"NoRequests", testNoRequests},
		{"NothingKept", testNothingKept},
		{"Secrets", testSecrets},
		{"LabWalk", testLabWalk},
		{"LabWalkOnServe", testLabWalkOnServe},
		{"LabRows", testLabRows},
		{"LabEnd", testLabEnd},
		{"LabEvents", testLabEvents},
		{"LabToken", testLabToken},
		{"Keyboard", testKeyboard},
		{"Arrows", testArrows},
	}...)
	for _, test := range tests {
		if slices.Contains(left(), test.name) {
			continue
		}
		t.Run(test.name, func(t *testing.T) { test.run(t, browser) })
	}
}

// A browserTest is one of those that share a browser.
type browserTest struct {
	name string
	run  func(*testing.T, context.Context)
}

func startChromium(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(testneeds.Program(t, "chromium")),
		chromedp.NoSandbox, // the tests run as root in containers
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		// A frame without an origin stays in the process of its page, where the tests
		// find it.
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,IsolateSandboxedIframes"),
		chromedp.Flag("disable-component-update", true),
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

// tooLong ends a step that hangs, and manyTooLong a page; none comes near them.
const (
	tooLong     = time.Minute
	manyTooLong = 6 * tooLong
)

// output gives the path of a file that the tests leave behind.
func output(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("E2E_OUT")
	if dir == "" {
		dir = "testdata-out"
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}
