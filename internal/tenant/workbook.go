package tenant

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// A Workbook is pages of elements over datasets. Readers see what was published last,
// or what a tag marks; editors also see the draft.
type Workbook struct {
	Document
	Draft     Content            `json:"draft"`
	Published *Content           `json:"published"` // nil before the first time
	Tags      map[string]Content `json:"tags,omitempty"`
}

// Content is what a workbook shows.
type Content struct {
	Title string `json:"title,omitempty"`
	Pages []Page `json:"pages"`
}

// A Page is a part of a workbook.
type Page struct {
	ID       ID        `json:"id"`
	Name     string    `json:"name"`
	Elements []Element `json:"elements"`
}

// An ElementKind is what an element looks like.
type ElementKind string

// The kinds of elements.
const (
	TableElement ElementKind = "table"
	ChartElement ElementKind = "chart" // sums of a column by the values of another
	TextElement  ElementKind = "text"
)

// An Element is a table, a chart or a text.
type Element struct {
	ID      ID          `json:"id"`
	Kind    ElementKind `json:"kind"`
	Title   string      `json:"title"`
	Dataset ID          `json:"dataset,omitempty"`
	// Group and Measure are the columns of a chart.
	Group   string `json:"group,omitempty"`
	Measure string `json:"measure,omitempty"`
}

// CreateWorkbook adds a workbook with a draft.
func (s *State) CreateWorkbook(by Address, id ID, name string, at Place, draft Content, now time.Time) error {
	if err := checkRoom("workbooks", len(s.Workbooks), MaxWorkbooks); err != nil {
		return err
	}
	if err := s.checkRoomOf(by); err != nil {
		return err
	}
	d, err := s.newDocument(by, id, name, at, now)
	if err != nil {
		return err
	}
	if err := s.checkContent(by, draft); err != nil {
		return err
	}
	s.Workbooks[id] = Workbook{Document: d, Draft: draft}
	return nil
}

// EditWorkbook replaces the draft.
func (s *State) EditWorkbook(by Address, id ID, draft Content, now time.Time) error {
	w, err := s.editable(by, id)
	if err != nil {
		return err
	}
	if err := s.checkContent(by, draft); err != nil {
		return err
	}
	w.Draft, w.Changed = draft, now.UTC()
	s.Workbooks[id] = w
	return nil
}

// Publish shows the draft to all readers.
func (s *State) Publish(by Address, id ID, now time.Time) error {
	w, err := s.editable(by, id)
	if err != nil {
		return err
	}
	published := w.Draft
	w.Published, w.Changed = &published, now.UTC()
	s.Workbooks[id] = w
	return nil
}

// Tag marks what is published now with a name, under which it can be embedded while
// the workbook goes on. The same name again marks what is published then.
func (s *State) Tag(by Address, id ID, name string) error {
	w, err := s.editable(by, id)
	if err != nil {
		return err
	}
	if err := checkTag(name); err != nil {
		return err
	}
	if w.Published == nil {
		return problem(Invalid, "", "the workbook %q was never published", w.Name)
	}
	if _, again := w.Tags[name]; !again {
		if err := checkRoom("tags", len(w.Tags), MaxTags); err != nil {
			return err
		}
	}
	w.Tags = cloned(w.Tags)
	w.Tags[name] = *w.Published
	s.Workbooks[id] = w
	return nil
}

// checkTag wants what stands in a path as it is.
func checkTag(name string) error {
	const letters = "-_." + alphabet
	// A browser takes . and .. out of a path, and with it what was signed.
	plain := strings.Trim(name, ".") != "" && len(name) <= MaxName && !slices.ContainsFunc([]rune(name), func(r rune) bool {
		return !slices.Contains([]rune(letters), r)
	})
	if !plain {
		return problem(Invalid, "tag", "%q: want letters, digits, - _ and .", name)
	}
	return nil
}

// DeleteWorkbook removes a workbook, its grants and its embed paths, for its owner and
// administrators.
func (s *State) DeleteWorkbook(by Address, id ID) error {
	w, ok := s.Workbooks[id]
	if !ok {
		return missing("workbook", id)
	}
	if s.levelOf(by, Object{OnWorkbook, id}, w.Document) < CanManage {
		return problem(Forbidden, "", "%s does not own the workbook %q", by, w.Name)
	}
	delete(s.Workbooks, id)
	maps.DeleteFunc(s.Grants, func(key GrantKey, _ Level) bool { return key.Object == Object{OnWorkbook, id} })
	maps.DeleteFunc(s.Embeds, func(_ string, e Embed) bool { return e.Workbook == id })
	return nil
}

// editable finds a workbook for who can edit it.
func (s *State) editable(by Address, id ID) (Workbook, error) {
	w, ok := s.Workbooks[id]
	if !ok {
		return w, missing("workbook", id)
	}
	switch level := s.levelOf(by, Object{OnWorkbook, id}, w.Document); {
	case level < CanView: // who may not see it may not know that it is there
		return w, missing("workbook", id)
	case level < CanContribute:
		return w, problem(Forbidden, "", "%s cannot edit the workbook %q", by, w.Name)
	}
	return w, nil
}

// checkContent wants pages and elements within the limits, IDs that differ, and
// datasets that are published and may be viewed by the person.
func (s *State) checkContent(by Address, c Content) error {
	if err := checkText("title", c.Title, MaxName); err != nil {
		return err
	}
	if len(c.Pages) == 0 || len(c.Pages) > MaxPages {
		return problem(Invalid, "pages", "%d pages: want 1 to %d", len(c.Pages), MaxPages)
	}
	if long := c.length(); long > MaxContent {
		return problem(TooMany, "content", "%d bytes of titles and names: at most %d", long, MaxContent)
	}
	seen := make(map[ID]bool)
	for _, p := range c.Pages {
		if err := checkName("page", p.Name); err != nil {
			return err
		}
		if len(p.Elements) > MaxElements {
			return problem(TooMany, "elements", "%d elements on the page %q: at most %d", len(p.Elements), p.Name, MaxElements)
		}
		if err := newTo(seen, p.ID); err != nil {
			return err
		}
		for _, e := range p.Elements {
			if err := newTo(seen, e.ID); err != nil {
				return err
			}
			if err := s.checkElement(by, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// length is that of all texts, in bytes.
func (c Content) length() int {
	n := len(c.Title)
	for _, p := range c.Pages {
		n += len(p.Name)
		for _, e := range p.Elements {
			n += len(e.Title) + len(e.Group) + len(e.Measure)
		}
	}
	return n
}

func newTo(seen map[ID]bool, id ID) error {
	if len(id) != idLength || strings.Trim(string(id), alphabet) != "" || seen[id] {
		return problem(Invalid, "id", "%q: want %d letters and digits, and others for each page and element", id, idLength)
	}
	seen[id] = true
	return nil
}

func (s *State) checkElement(by Address, e Element) error {
	if err := checkText("title", e.Title, MaxDescription); err != nil {
		return err
	}
	bare := Element{ID: e.ID, Kind: e.Kind, Title: e.Title}
	switch e.Kind {
	case TextElement:
		if e != bare {
			return problem(Invalid, "dataset", "a text has no dataset and no columns")
		}
		return nil
	case TableElement:
		bare.Dataset = e.Dataset
		if e != bare {
			return problem(Invalid, "group", "a table has no columns to sum; a chart does")
		}
	case ChartElement:
	default:
		return problem(Invalid, "kind", "%q: want table, chart or text", e.Kind)
	}
	d, ok := s.Datasets[e.Dataset]
	if !ok || s.levelOf(by, Object{OnDataset, e.Dataset}, d.Document) < CanView {
		return missing("dataset", e.Dataset)
	}
	if !d.Published {
		return problem(Invalid, "dataset", "%q is not published", d.Name)
	}
	if e.Kind == ChartElement {
		for _, column := range []string{e.Group, e.Measure} {
			if !slices.Contains(d.Columns, column) {
				return missing("column", column)
			}
		}
	}
	return nil
}
