package lab

import (
	"context"
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// A step is one of the guided walk through the QuickStart. The simulator tells by itself
// when it is done; once it was, it stays so.
type step struct {
	id, title, task string
	done            func(*tenant.State, *journal) bool
}

// walk lists the steps in the order of the QuickStart.
func walk() []step {
	return []step{
		{"types", "Account types", "Create the account types Viewer+, which can also send and download, and Explorer, which can also explore.", func(s *tenant.State, _ *journal) bool {
			plus, explorer := s.AccountTypes[tenant.ViewerPlusType], s.AccountTypes[tenant.ExplorerType]
			return plus.Allows(tenant.Download) && plus.Allows(tenant.Send) && explorer.Allows(tenant.Explore)
		}},
		{"teams", "Teams with workspaces", "Create the teams FinanceViewers and FinanceCreators, each with a workspace.", func(s *tenant.State, _ *journal) bool {
			return s.Teams[tenant.ViewersTeam].Workspace != "" && s.Teams[tenant.CreatorsTeam].Workspace != ""
		}},
		{"share-workspace", "Share the workspace", "Let FinanceCreators contribute to the workspace of FinanceViewers.", func(s *tenant.State, _ *journal) bool {
			on := tenant.Object{Kind: tenant.InWorkspace, ID: s.Teams[tenant.ViewersTeam].Workspace}
			return s.Grants[tenant.GrantKey{Subject: tenant.TeamNamed(tenant.CreatorsTeam), Object: on}] >= tenant.CanContribute
		}},
		{"dataset", "A dataset", "Create a dataset of the sample table, publish it, and let both teams view it.", func(s *tenant.State, _ *journal) bool {
			for id, d := range s.Datasets {
				if d.Published && sharedWithBoth(s, tenant.Object{Kind: tenant.OnDataset, ID: id}) {
					return true
				}
			}
			return false
		}},
		{"workbook", "A workbook", "Create a workbook with a table of the dataset, publish it, and share it with both teams.", func(s *tenant.State, _ *journal) bool {
			for id, w := range s.Workbooks {
				if w.Published != nil && sharedWithBoth(s, tenant.Object{Kind: tenant.OnWorkbook, ID: id}) {
					return true
				}
			}
			return false
		}},
		{"embed", "The embed path", "Generate the embed path of the whole workbook, and copy it into the parent application.", func(s *tenant.State, _ *journal) bool {
			return len(s.Embeds) > 0
		}},
		{"credentials", "Credentials", "Create client credentials for embedding. The secret is shown once: copy both into the parent application.", func(s *tenant.State, _ *journal) bool {
			return len(s.Credentials) > 0
		}},
		{"run", "The first embed", "Load the page of the parent application as the Viewer. A new user appears in the list of users.", func(s *tenant.State, j *journal) bool {
			return j.any(func(e event) bool { return e.kind == opens && e.accountType == tenant.ViewerType })
		}},
		{"debug", "Something is wrong", "Remove the last character of the client ID in the parent application, and load the page: see what is refused. Then put it back.", func(_ *tenant.State, j *journal) bool {
			return j.any(func(e event) bool { return e.kind == refused && e.code == signer.CodeUnknownClient })
		}},
		{"reuse", "The same URL again", "Copy the URL of the frame and open it a second time.", func(_ *tenant.State, j *journal) bool {
			return j.any(func(e event) bool { return e.kind == refused && e.code == signer.CodeNonceReused })
		}},
		{"viewer-plus", "Viewer+", "Load the page as the Viewer+, and download the rows of the table.", func(_ *tenant.State, j *journal) bool {
			return j.any(func(e event) bool { return e.kind == downloads && e.accountType == tenant.ViewerPlusType })
		}},
		{"creator", "Creator", "Load the page as the Creator, save the workbook into the workspace FinanceViewers, add a chart and a title, and publish.", func(s *tenant.State, _ *journal) bool {
			return len(madeByCreators(s)) > 0
		}},
		{"switch", "Switch users", "Load the page as the Viewer again. Open what the Creator has shared from the folder menu.", func(s *tenant.State, j *journal) bool {
			return j.any(func(e event) bool {
				return e.kind == reads && e.accountType == tenant.ViewerType && e.owner != e.user && s.Users[e.owner].Kind == tenant.Embedded
			})
		}},
		{"deactivate", "Deactivate a user", "Deactivate the Creator, and give their workbook to somebody else. Their URLs open no more.", func(s *tenant.State, _ *journal) bool {
			for _, u := range s.Users {
				if u.Kind == tenant.Embedded && !u.Active {
					return true
				}
			}
			return false
		}},
	}
}

func sharedWithBoth(s *tenant.State, on tenant.Object) bool {
	for _, team := range []string{tenant.ViewersTeam, tenant.CreatorsTeam} {
		if s.Grants[tenant.GrantKey{Subject: tenant.TeamNamed(team), Object: on}] < tenant.CanView {
			return false
		}
	}
	return true
}

// madeByCreators lists the published workbooks of embed users, in the workspace of the
// viewers, with a title and a chart.
func madeByCreators(s *tenant.State) (made []tenant.Workbook) {
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

// fresh lists the steps that are done and not marked.
func (l *Lab) fresh(s *tenant.State) (ids []string) {
	for _, step := range walk() {
		if _, known := s.Walked[step.id]; !known && step.done(s, &l.journal) {
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
		steps = append(steps, shown{step.id, step.title, step.task, marked || step.done(s, &c.lab.journal)})
	}
	return steps, nil
}
