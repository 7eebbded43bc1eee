package tenant

import (
	"io"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// What the QuickStart calls its things.
const (
	ViewerPlusType = "Viewer+"
	ExplorerType   = "Explorer"
	ViewersTeam    = "FinanceViewers"
	CreatorsTeam   = "FinanceCreators"
	DatasetsName   = "Datasets"
	ExampleName    = "Application Embedding"
)

// An Example is the organisation as it is when the QuickStart's parent application is
// started for the first time.
type Example struct {
	State *State
	// Embed is the path of its workbook.
	Embed Embed
}

// NewExample makes one, with a pair of credentials of its administrator.
func NewExample(administrator Address, pair signer.Credentials, vault Vault, random io.Reader, now time.Time) (Example, error) {
	state, err := New(administrator)
	if err != nil {
		return Example{}, err
	}
	m := maker{state: state, by: administrator, random: random, now: now}
	viewers := m.team(ViewersTeam)
	m.team(CreatorsTeam)
	m.do(state.CreateAccountType(m.by, ViewerPlusType, []Permission{View, Send, Download}))
	m.do(state.CreateAccountType(m.by, ExplorerType, []Permission{View, Send, Download, Explore}))
	m.do(state.Grant(m.by, TeamNamed(CreatorsTeam), Object{InWorkspace, viewers}, CanContribute))
	dataset := m.dataset()
	workbook := m.workbook(dataset)
	for _, team := range []string{ViewersTeam, CreatorsTeam} {
		m.do(state.Grant(m.by, TeamNamed(team), Object{OnDataset, dataset}, CanView))
		m.do(state.Grant(m.by, TeamNamed(team), Object{OnWorkbook, workbook}, CanView))
	}
	m.do(state.CreateCredential(m.by, NewCredential{Name: ExampleName, Owner: m.by, Embedding: true}, pair, vault, now))
	embed, err := state.CreateEmbed(m.by, m.id(), workbook, "", "")
	m.do(err)
	return Example{state, embed}, m.err
}

// A maker goes on until something fails, and keeps why.
type maker struct {
	state  *State
	by     Address
	random io.Reader
	now    time.Time
	err    error
}

func (m *maker) do(err error) {
	if m.err == nil {
		m.err = err
	}
}

func (m *maker) id() ID {
	id, err := NewID(m.random)
	m.do(err)
	return id
}

func (m *maker) team(name string) (workspace ID) {
	workspace = m.id()
	m.do(m.state.CreateTeam(m.by, name, workspace))
	return workspace
}

func (m *maker) dataset() ID {
	workspace, id := m.id(), m.id()
	m.do(m.state.CreateWorkspace(m.by, workspace, DatasetsName))
	m.do(m.state.CreateDataset(m.by, id, ExampleName, Place{Workspace: workspace}, OrdersTable, nil, m.now))
	m.do(m.state.ChangeDataset(m.by, id, nil, true, m.now))
	return id
}

func (m *maker) workbook(dataset ID) ID {
	id := m.id()
	draft := Content{Pages: []Page{{ID: m.id(), Name: "Page 1", Elements: []Element{
		{ID: m.id(), Kind: TableElement, Title: ExampleName, Dataset: dataset},
		{ID: m.id(), Kind: ChartElement, Title: "Revenue by region", Dataset: dataset, Group: ColumnRegion, Measure: ColumnRevenue},
	}}}}
	m.do(m.state.CreateWorkbook(m.by, id, ExampleName, Place{Home: m.by}, draft, m.now))
	m.do(m.state.Publish(m.by, id, m.now))
	return id
}
