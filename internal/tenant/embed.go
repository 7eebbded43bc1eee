package tenant

import (
	"strings"

	"github.com/embedsign/embedsign/signer"
)

// An Embed is an embed path: the address under which a workbook, a page or an element
// of it is opened from outside.
type Embed struct {
	// ID is the last part of the path.
	ID       string `json:"id"`
	Workbook ID     `json:"workbook"`
	Page     ID     `json:"page,omitempty"`
	Element  ID     `json:"element,omitempty"`
}

// embedPrefix begins the IDs of paths, as those of the platform do.
const embedPrefix = "1-"

// CreateEmbed makes the path of a workbook, or of a page or an element of what is
// published of it. The ID is drawn like any other.
func (s *State) CreateEmbed(by Address, id ID, workbook, page, element ID) (Embed, error) {
	w, err := s.editable(by, workbook)
	if err != nil {
		return Embed{}, err
	}
	if err := checkRoom("embed paths", len(s.Embeds), MaxEmbeds); err != nil {
		return Embed{}, err
	}
	if w.Published == nil {
		return Embed{}, problem(Invalid, "", "the workbook %q has to be published before it can be embedded", w.Name)
	}
	e := Embed{embedPrefix + string(id), workbook, page, element}
	if _, found := e.in(*w.Published); !found {
		return Embed{}, problem(NotFound, "", "what is published of %q has no such page or element", w.Name)
	}
	s.Embeds[e.ID] = e
	return e, nil
}

// DeleteEmbed removes a path: its URLs find nothing any more.
func (s *State) DeleteEmbed(by Address, id string) error {
	e, ok := s.Embeds[id]
	if !ok {
		return missing("embed path", id)
	}
	if _, err := s.editable(by, e.Workbook); err != nil {
		return err
	}
	delete(s.Embeds, id)
	return nil
}

// in gives the part of a content that the path leads to.
func (e Embed) in(c Content) (Content, bool) {
	if e.Page == "" && e.Element == "" {
		return c, true
	}
	for _, p := range c.Pages {
		if e.Element == "" && p.ID == e.Page {
			c.Pages = []Page{p}
			return c, true
		}
		for _, element := range p.Elements {
			if element.ID == e.Element && (e.Page == "" || e.Page == p.ID) {
				p.Elements = []Element{element}
				c.Pages = []Page{p}
				return c, true
			}
		}
	}
	return Content{}, false
}

// A target is what the path of a URL names.
type target struct {
	embed Embed
	tag   string
}

// targetOf reads .../embed/<id> and .../embed/<id>/tag/<name>.
func (s *State) targetOf(e *signer.Embed) (t target, refusal *signer.Refusal) {
	_, rest, found := strings.Cut(e.Path, "/embed/")
	id, tag, tagged := strings.Cut(rest, "/tag/")
	t.embed, t.tag = s.Embeds[id], tag
	whole, published := s.wholeOf(t)
	if !found || !published || tagged && tag == "" {
		return t, refuse(CodeEmbedNotFound, "", notFound, "No embed path of this organisation is "+e.Path+", or its workbook has nothing published under it.")
	}
	if _, found := t.embed.in(whole); !found {
		return t, refuseStale()
	}
	return t, nil
}

func refuseStale() *signer.Refusal {
	return refuse(CodeEmbedStale, "", "", "The page or element of the embed path is no longer in the workbook.")
}

// wholeOf is all that was published of the workbook of a target, or marked with its tag.
func (s *State) wholeOf(t target) (Content, bool) {
	w := s.Workbooks[t.embed.Workbook]
	if t.tag != "" {
		c, ok := w.Tags[t.tag]
		return c, ok
	}
	if w.Published == nil {
		return Content{}, false
	}
	return *w.Published, true
}
