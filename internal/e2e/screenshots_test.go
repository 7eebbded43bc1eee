//go:build all

package e2e

import (
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeLooks are those in which axe is asked.
func axeLooks() []look { return looks }

// TestScreenshots keeps pictures of each scene, for people to look at.
func TestScreenshots(t *testing.T) {
	browser := startChromium(t)
	for _, look := range looks {
		p := newPage(t, browser)
		p.open(serve(t, nil))
		p.show(look.scheme, look.width)
		for _, s := range scenes {
			s.set(p)
			p.shoot(fmt.Sprintf("%s-%s-%d.png", s.name, look.scheme, look.width))
		}
	}
}

// TestLabScreenshots does the same for the lab.
func TestLabScreenshots(t *testing.T) {
	browser := startChromium(t)
	for _, look := range looks {
		w := &walker{newPage(t, browser)}
		w.show(look.scheme, look.width)
		w.begin(serve(t, withoutPolicy) + "lab.html")
		for _, s := range labScenes {
			s.set(w)
			w.shoot(fmt.Sprintf("lab-%s-%s-%d.png", s.name, look.scheme, look.width))
		}
	}
}

// shoot keeps a picture of the whole page.
func (p *page) shoot(name string) {
	p.t.Helper()
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(output(p.t, name), picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
