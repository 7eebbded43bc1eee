package lab

import (
	"slices"

	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// administratorQuestions are those of the administration pages. What they change is
// checked once more by the rules: the administrator has to be one.
func administratorQuestions() map[string]question {
	return map[string]question{
		"organisation":        asked(administrator, organisation),
		"create_credentials":  asked(administrator, createCredentials),
		"enable_secret":       asked(administrator, enableSecret),
		"revoke":              asked(administrator, revoke),
		"secure_embedding":    asked(administrator, secureEmbedding),
		"create_account_type": asked(administrator, createAccountType),
		"change_account_type": asked(administrator, changeAccountType),
		"delete_account_type": asked(administrator, deleteAccountType),
		"create_team":         asked(administrator, createTeam),
		"delete_team":         asked(administrator, deleteTeam),
		"create_workspace":    asked(administrator, createWorkspace),
		"create_folder":       asked(administrator, createFolder),
		"create_user":         asked(administrator, createUser),
		"deactivate":          asked(administrator, deactivate),
		"reactivate":          asked(administrator, reactivate),
		"grant":               asked(administrator, grant),
		"create_dataset":      asked(administrator, createDataset),
		"change_dataset":      asked(administrator, changeDataset),
		"add_rule":            asked(administrator, addRule),
		"create_workbook":     asked(administrator, createWorkbook),
		"edit_workbook":       asked(administrator, editWorkbook),
		"publish_workbook":    asked(administrator, publishWorkbook),
		"tag_workbook":        asked(administrator, tagWorkbook),
		"delete_workbook":     asked(administrator, deleteWorkbook),
		"create_embed":        asked(administrator, createEmbed),
		"delete_embed":        asked(administrator, deleteEmbed),
	}
}

// created is the answer where something new has an ID.
type created struct {
	ID tenant.ID `json:"id"`
}

// creating draws an ID for what a change makes.
func (c *call) creating(change func(*tenant.State, tenant.ID) error) (any, error) {
	id, err := c.newID()
	if err != nil {
		return nil, err
	}
	return created{id}, c.lab.Tenant.Store.Update(c.ctx, func(s *tenant.State) error { return change(s, id) })
}

// createCredentials is the one answer that holds a secret, which is shown once.
func createCredentials(c *call, q tenant.NewCredential) (any, error) {
	pair, err := signer.NewCredentials(c.lab.Tenant.Random)
	if err != nil {
		return nil, err
	}
	return shown(pair), c.lab.Tenant.Store.Update(c.ctx, func(s *tenant.State) error {
		return s.CreateCredential(c.who.Administrator, q, pair, c.lab.Tenant.Vault, c.now)
	})
}

func enableSecret(c *call, _ struct{}) (any, error) {
	pair, err := signer.NewCredentials(c.lab.Tenant.Random)
	if err != nil {
		return nil, err
	}
	pair.ClientID = ""
	return shown(pair), c.lab.Tenant.Store.Update(c.ctx, func(s *tenant.State) error {
		return s.EnableOrganisationSecret(c.who.Administrator, pair.Secret, c.lab.Tenant.Vault, c.now)
	})
}

// A shownPair has the secret in the open, for this one answer.
type shownPair struct {
	ClientID string `json:"client_id"`
	Secret   string `json:"secret"`
}

func shown(pair signer.Credentials) shownPair {
	return shownPair{pair.ClientID, pair.Secret.Reveal()}
}

func revoke(c *call, q struct {
	ClientID string `json:"client_id"`
}) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.Revoke(c.who.Administrator, q.ClientID, c.now) })
}

func secureEmbedding(c *call, q struct {
	On bool `json:"on"`
}) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.SetSecureEmbedding(c.who.Administrator, q.On) })
}

type newAccountType struct {
	Name        string              `json:"name"`
	Permissions []tenant.Permission `json:"permissions"`
}

func createAccountType(c *call, q newAccountType) (any, error) {
	return c.changed(func(s *tenant.State) error {
		return s.CreateAccountType(c.who.Administrator, q.Name, q.Permissions)
	})
}

func changeAccountType(c *call, q newAccountType) (any, error) {
	return c.changed(func(s *tenant.State) error {
		return s.ChangeAccountType(c.who.Administrator, q.Name, q.Permissions)
	})
}

// A named is a question about one thing that is known by its name.
type named struct {
	Name string `json:"name"`
}

func deleteAccountType(c *call, q named) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.DeleteAccountType(c.who.Administrator, q.Name) })
}

// createTeam makes a workspace of the same name too, if it is wanted.
func createTeam(c *call, q struct {
	Name      string `json:"name"`
	Workspace bool   `json:"workspace"`
}) (any, error) {
	return c.creating(func(s *tenant.State, id tenant.ID) error {
		if !q.Workspace {
			id = ""
		}
		return s.CreateTeam(c.who.Administrator, q.Name, id)
	})
}

func deleteTeam(c *call, q named) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.DeleteTeam(c.who.Administrator, q.Name) })
}

func createWorkspace(c *call, q named) (any, error) {
	return c.creating(func(s *tenant.State, id tenant.ID) error {
		return s.CreateWorkspace(c.who.Administrator, id, q.Name)
	})
}

func createFolder(c *call, q struct {
	Name  string       `json:"name"`
	Place tenant.Place `json:"place"`
}) (any, error) {
	return c.creating(func(s *tenant.State, id tenant.ID) error {
		return s.CreateFolder(c.who.Administrator, id, q.Name, q.Place)
	})
}

func createUser(c *call, q struct {
	Email       tenant.Address `json:"email"`
	AccountType string         `json:"account_type"`
	Teams       []string       `json:"teams"`
}) (any, error) {
	return c.changed(func(s *tenant.State) error {
		return s.CreateUser(c.who.Administrator, q.Email, q.AccountType, q.Teams)
	})
}

func deactivate(c *call, q struct {
	Email tenant.Address `json:"email"`
	// Heir gets what the user owns; needed if that is anything.
	Heir tenant.Address `json:"heir"`
}) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.Deactivate(c.who.Administrator, q.Email, q.Heir, c.newID) })
}

func reactivate(c *call, q struct {
	Email tenant.Address `json:"email"`
}) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.Reactivate(c.who.Administrator, q.Email) })
}

func grant(c *call, q struct {
	tenant.GrantKey
	Level *tenant.Level `json:"level"`
}) (any, error) {
	if q.Level == nil { // or it would be taken away
		return nil, needed("level")
	}
	return c.changed(func(s *tenant.State) error {
		return s.Grant(c.who.Administrator, q.Subject, q.Object, *q.Level)
	})
}

func needed(field string) error {
	return &tenant.Problem{Code: tenant.Invalid, Field: field, Message: "it is missing"}
}

func createDataset(c *call, q struct {
	Name    string       `json:"name"`
	Place   tenant.Place `json:"place"`
	Table   string       `json:"table"`
	Columns []string     `json:"columns"` // all, if empty
}) (any, error) {
	return c.creating(func(s *tenant.State, id tenant.ID) error {
		return s.CreateDataset(c.who.Administrator, id, q.Name, q.Place, q.Table, q.Columns, c.now)
	})
}

func changeDataset(c *call, q struct {
	ID        tenant.ID      `json:"id"`
	Rules     *[]tenant.Rule `json:"rules"`
	Published *bool          `json:"published"`
}) (any, error) {
	switch { // or all would be shown to everybody
	case q.Rules == nil:
		return nil, needed("rules")
	case q.Published == nil:
		return nil, needed("published")
	}
	return c.changed(func(s *tenant.State) error {
		return s.ChangeDataset(c.who.Administrator, q.ID, *q.Rules, *q.Published, c.now)
	})
}

// addRule adds one to those that a dataset has.
func addRule(c *call, q struct {
	ID   tenant.ID   `json:"id"`
	Rule tenant.Rule `json:"rule"`
}) (any, error) {
	return c.changed(func(s *tenant.State) error {
		d := s.Datasets[q.ID]
		return s.ChangeDataset(c.who.Administrator, q.ID, append(slices.Clone(d.Rules), q.Rule), d.Published, c.now)
	})
}

// createWorkbook makes a workbook with one page, and on it a table of a dataset.
func createWorkbook(c *call, q struct {
	Name    string       `json:"name"`
	Place   tenant.Place `json:"place"`
	Dataset tenant.ID    `json:"dataset"`
}) (any, error) {
	page, err := c.newID()
	if err != nil {
		return nil, err
	}
	element, err := c.newID()
	if err != nil {
		return nil, err
	}
	draft := tenant.Content{Pages: []tenant.Page{{ID: page, Name: "Page 1", Elements: []tenant.Element{
		{ID: element, Kind: tenant.TableElement, Title: q.Name, Dataset: q.Dataset},
	}}}}
	return c.creating(func(s *tenant.State, id tenant.ID) error {
		return s.CreateWorkbook(c.who.Administrator, id, q.Name, q.Place, draft, c.now)
	})
}

func editWorkbook(c *call, q struct {
	ID      tenant.ID      `json:"id"`
	Content tenant.Content `json:"content"`
}) (any, error) {
	return c.changed(func(s *tenant.State) error {
		return s.EditWorkbook(c.who.Administrator, q.ID, q.Content, c.now)
	})
}

func publishWorkbook(c *call, q created) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.Publish(c.who.Administrator, q.ID, c.now) })
}

func tagWorkbook(c *call, q struct {
	ID  tenant.ID `json:"id"`
	Tag string    `json:"tag"`
}) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.Tag(c.who.Administrator, q.ID, q.Tag) })
}

func deleteWorkbook(c *call, q created) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.DeleteWorkbook(c.who.Administrator, q.ID) })
}

func createEmbed(c *call, q struct {
	Workbook tenant.ID `json:"workbook"`
	Page     tenant.ID `json:"page"`
	Element  tenant.ID `json:"element"`
}) (any, error) {
	id, err := c.newID()
	if err != nil {
		return nil, err
	}
	var e tenant.Embed
	err = c.lab.Tenant.Store.Update(c.ctx, func(s *tenant.State) (err error) {
		e, err = s.CreateEmbed(c.who.Administrator, id, q.Workbook, q.Page, q.Element)
		return err
	})
	return struct {
		tenant.Embed
		Path string `json:"path"`
	}{e, c.lab.Parent.Path(e)}, err
}

func deleteEmbed(c *call, q struct {
	ID string `json:"id"`
}) (any, error) {
	return c.changed(func(s *tenant.State) error { return s.DeleteEmbed(c.who.Administrator, q.ID) })
}
