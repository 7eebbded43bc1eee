package lab

import (
	"context"
	"strings"
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// A step is one of the guided walk through the QuickStart. The simulator tells by itself
// when it is done; once it was, it stays so. Its task names what is to be pressed, as the
// page has it.
type step struct {
	id, title, task string
	done            func(scene) bool
}

// A scene is what steps look at.
type scene struct {
	*tenant.State
	parent  settings
	journal *journal
}

// walk lists the steps in the order of the QuickStart.
func walk() []step {
	return []step{
		{"types", "Account types", "Under Account types, create Viewer+ with View workbooks, Send and Download, and Explorer with these and Explore.", func(s scene) bool {
			plus, explorer := s.AccountTypes[tenant.ViewerPlusType], s.AccountTypes[tenant.ExplorerType]
			return allow(plus, tenant.View, tenant.Send, tenant.Download) && allow(explorer, tenant.View, tenant.Explore)
		}},
		{"teams", "Teams with workspaces", "Under Teams, create FinanceViewers and FinanceCreators, each with a workspace.", func(s scene) bool {
			return s.Teams[tenant.ViewersTeam].Workspace != "" && s.Teams[tenant.CreatorsTeam].Workspace != ""
		}},
		{"share-workspace", "Share the workspace", "Under Sharing, share the workspace FinanceViewers with the team FinanceCreators, who can contribute.", func(s scene) bool {
			on := tenant.Object{Kind: tenant.InWorkspace, ID: s.Teams[tenant.ViewersTeam].Workspace}
			return s.Grants[tenant.GrantKey{Subject: tenant.TeamNamed(tenant.CreatorsTeam), Object: on}] >= tenant.CanContribute
		}},
		{"dataset", "A dataset", "Under Datasets, create one and press Publish. Then, under Sharing, share it with both teams, who can view.", func(s scene) bool {
			for id, d := range s.Datasets {
				if d.Published && s.sharedWithBoth(tenant.Object{Kind: tenant.OnDataset, ID: id}) {
					return true
				}
			}
			return false
		}},
		{"workbook", "A workbook", "Under Workbooks, create one with a table of the dataset and press Publish. Then, under Sharing, share it with both teams, who can view.", func(s scene) bool {
			for id, w := range s.Workbooks {
				if w.Published != nil && s.sharedWithBoth(tenant.Object{Kind: tenant.OnWorkbook, ID: id}) {
					return true
				}
			}
			return false
		}},
		{"embed", "The embed path", "Under Workbooks, generate the embed path of the whole workbook, and press Use in the application.", func(s scene) bool {
			_, id, _ := strings.Cut(s.parent.EmbedPath, "/embed/")
			_, ok := s.Embeds[id]
			return ok
		}},
		{"credentials", "Credentials", "Under Credentials, create a pair. Its secret is shown once: press Put both into the application.", func(s scene) bool {
			_, ok := s.Credentials[s.parent.ClientID]
			return ok && s.parent.ClientID != "" && !s.parent.Secret.IsZero()
		}},
		{"run", "The first embed", "Under Page, choose Viewer and press Load with a new URL. Then look under Users: the Viewer is there.", func(s scene) bool {
			return s.journal.any(func(e event) bool { return e.kind == opens && e.accountType == tenant.ViewerType })
		}},
		{"debug", "A wrong client ID", "Under Configuration, remove the last character of the client ID and save. Under Page, load with a new URL: see what is refused. Put the client ID back (Credentials has it, behind Copy), and load again.", func(s scene) bool {
			return s.journal.inTurn(
				func(e event) bool { return e.kind == refused && e.code == signer.CodeUnknownClient },
				func(e event) bool { return e.kind == opens })
		}},
		{"reuse", "The same URL again", "Under Page, press Load the same URL again.", func(s scene) bool {
			return s.journal.any(func(e event) bool { return e.kind == refused && e.code == signer.CodeNonceReused })
		}},
		{"viewer-plus", "Viewer+", "Under Page, choose Viewer+. In the frame, press Download… and download the rows of the table.", func(s scene) bool {
			return s.journal.any(func(e event) bool { return e.kind == downloads && e.accountType == tenant.ViewerPlusType })
		}},
		{"creator", "Creator", "Under Page, choose Creator. In the frame, press Save as… and save into FinanceViewers; press Edit…, set a title, add a chart; press Publish.", func(s scene) bool {
			return len(s.madeByCreators()) > 0
		}},
		{"switch", "Switch users", "Under Page, choose Viewer again. In the frame, press Open… and open what the Creator has saved.", func(s scene) bool {
			return s.journal.any(func(e event) bool {
				return e.kind == reads && e.accountType == tenant.ViewerType && e.owner != e.user && s.Users[e.owner].Kind == tenant.Embedded
			})
		}},
		{"deactivate", "Deactivate a user", "Under Users, deactivate the Creator, and give their documents to somebody else. Under Page, their URLs no longer open.", func(s scene) bool {
			for _, u := range s.Users {
				if u.Kind == tenant.Embedded && !u.Active {
					return true
				}
			}
			return false
		}},
	}
}

func allow(t tenant.AccountType, permissions ...tenant.Permission) bool {
	for _, p := range permissions {
		if !t.Allows(p) {
			return false
		}
	}
	return true
}

func (s scene) sharedWithBoth(on tenant.Object) bool {
	for _, team := range []string{tenant.ViewersTeam, tenant.CreatorsTeam} {
		if s.Grants[tenant.GrantKey{Subject: tenant.TeamNamed(team), Object: on}] < tenant.CanView {
			return false
		}
	}
	return true
}

// madeByCreators lists the published workbooks of embed users, in the workspace of the
// viewers, with a title and a chart.
func (s scene) madeByCreators() (made []tenant.Workbook) {
	for _, w := range s.Workbooks {
		in := w.Place.Workspace != "" && w.Place.Workspace == s.Teams[tenant.ViewersTeam].Workspace
		if in && s.Users[w.Owner].Kind == tenant.Embedded && w.Published != nil && w.Published.Title != "" && hasChart(*w.Published) {
			made = append(made, w)
		}
	}
	return made
}

func hasChart(c tenant.Content) bool {
	for _, p := range c.Pages {
		for _, e := range p.Elements {
			if e.Kind == tenant.ChartElement {
				return true
			}
		}
	}
	return false
}

// mark keeps which steps are done now. It writes only if there is a new one, and what
// cannot be written is marked with the next question.
func (l *Lab) mark(ctx context.Context, now time.Time) {
	s, err := l.Tenant.Store.Load(ctx)
	if err != nil || len(l.fresh(s)) == 0 {
		return
	}
	l.Tenant.Store.Update(ctx, func(s *tenant.State) error {
		for _, id := range l.fresh(s) {
			s.Walked[id] = now.UTC()
		}
		return nil
	})
}

func (l *Lab) scene(s *tenant.State) scene { return scene{s, l.Parent.now(), &l.journal} }

// fresh lists the steps that are done and not marked.
func (l *Lab) fresh(s *tenant.State) (ids []string) {
	for _, step := range walk() {
		if _, known := s.Walked[step.id]; !known && step.done(l.scene(s)) {
			ids = append(ids, step.id)
		}
	}
	return ids
}

// walkQuestions is the progress of the walk.
func walkQuestions() map[string]question {
	return map[string]question{"walk": asked(anybody, progress), "start_over": asked(administrator, startOver)}
}

func progress(c *call, _ struct{}) (any, error) {
	s, err := c.lab.Tenant.Store.Load(c.ctx)
	if err != nil {
		return nil, err
	}
	type shown struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		Task  string `json:"task"`
		Done  bool   `json:"done"`
	}
	var steps []shown
	for _, step := range walk() {
		_, marked := s.Walked[step.id]
		steps = append(steps, shown{step.id, step.title, step.task, marked || step.done(c.lab.scene(s))})
	}
	return steps, nil
}
