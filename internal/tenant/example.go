package tenant

import (
	"crypto/sha256"
	"encoding/hex"
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

// ExampleEmbed is the ID of its embed path, without what begins all of them.
const ExampleEmbed ID = "QuickStartEmbedDemo01"

// NewExample makes one, with a pair of credentials of its administrator. Its IDs are
// the same wherever it is made, so that servers that each make one know the same
// workbook.
func NewExample(administrator Address, pair signer.Credentials, vault Vault, now time.Time) (Example, error) {
	state, err := New(administrator)
	if err != nil {
		return Example{}, err
	}
	m := maker{state: state, by: administrator, now: now}
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
	m.do(state.CreateCredential(m.by, NewCredential{Name: ExampleName, Owner: m.by, Embedding: true, Example: true}, pair, vault, now))
	embed, err := state.CreateEmbed(m.by, ExampleEmbed, workbook, "", "")
	m.do(err)
	return Example{state, embed}, m.err
}

// A maker goes on until something fails, and keeps why.
type maker struct {
	state *State
	by    Address
	now   time.Time
	err   error
}

func (m *maker) do(err error) {
	if m.err == nil {
		m.err = err
	}
}

// exampleID makes the ID of something in the example. Nobody gets anything by guessing
// it: grants decide.
func exampleID(of string) ID {
	sum := sha256.Sum256([]byte("embedsign example " + of))
	return ID(hex.EncodeToString(sum[:])[:idLength])
}

func (m *maker) team(name string) (workspace ID) {
	workspace = exampleID("workspace " + name)
	m.do(m.state.CreateTeam(m.by, name, workspace))
	return workspace
}

func (m *maker) dataset() ID {
	workspace, id := exampleID("workspace "+DatasetsName), exampleID("dataset")
	m.do(m.state.CreateWorkspace(m.by, workspace, DatasetsName))
	m.do(m.state.CreateDataset(m.by, id, ExampleName, Place{Workspace: workspace}, OrdersTable, nil, m.now))
	m.do(m.state.ChangeDataset(m.by, id, nil, true, m.now))
	return id
}

func (m *maker) workbook(dataset ID) ID {
	id := exampleID("workbook")
	draft := Content{Pages: []Page{{ID: exampleID("page"), Name: "Page 1", Elements: []Element{
		{ID: exampleID("table"), Kind: TableElement, Title: ExampleName, Dataset: dataset},
		{ID: exampleID("chart"), Kind: ChartElement, Title: "Revenue by region", Dataset: dataset, Group: ColumnRegion, Measure: ColumnRevenue},
	}}}}
	m.do(m.state.CreateWorkbook(m.by, id, ExampleName, Place{Home: m.by}, draft, m.now))
	m.do(m.state.Publish(m.by, id, m.now))
	return id
}
