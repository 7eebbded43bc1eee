//go:build all

package e2e

import (
	"context"
	"testing"
)

// The lab has many scenes; make test-all looks at all of them.

// testAxeLab asks the same about the lab, and about the page in its frame, and whether
// the lab fits its width.
func testAxeLab(t *testing.T, browser context.Context) {
	axe := axeSource(t)
	w := &walker{newPage(t, browser)}
	w.begin(serve(t, withoutPolicy) + "lab.html")
	eval[any](w.page, axe+"; 0")
	for _, s := range labScenes {
		s.set(w)
		for _, look := range looks {
			w.show(look.scheme, look.width)
			w.wantAccessible("lab, "+s.name, look.scheme, look.width)
			if got := eval[int64](w.page, `document.documentElement.scrollWidth`); got > look.width {
				t.Errorf("%s at %d px is %d px wide", s.name, look.width, got)
			}
		}
		if s.framed {
			w.wantFrameAccessible(axe, s.name)
		}
	}
}

// wantFrameAccessible puts axe into the page in the frame, and asks it there.
func (w *walker) wantFrameAccessible(axe, scene string) {
	w.t.Helper()
	found, err := w.evalInFrame(axe + `;axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
		.then(({ passes, violations }) => passes.length === 0 ? "nothing was checked" : violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)).join("\n"))`)
	if err != nil || found != "" {
		w.t.Errorf("in the frame, %s: %v\n%s", scene, err, found)
	}
}
