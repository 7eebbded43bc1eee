package lab

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/embedsign/embedsign/internal/tenant"
)

// A listed organisation is all of it for the administration pages, in order, without
// secrets, sealed or not.
type listed struct {
	Settings     tenant.Settings         `json:"settings"`
	Permissions  []tenant.PermissionInfo `json:"permissions"`
	Tables       []tenant.Table          `json:"tables"`
	AccountTypes []tenant.AccountType    `json:"account_types"`
	Credentials  []listedCredential      `json:"credentials"`
	Teams        []tenant.Team           `json:"teams"`
	Workspaces   []tenant.Workspace      `json:"workspaces"`
	Folders      []tenant.Folder         `json:"folders"`
	Users        []listedUser            `json:"users"`
	Grants       []listedGrant           `json:"grants"`
	Datasets     []tenant.Dataset        `json:"datasets"`
	Workbooks    []tenant.Workbook       `json:"workbooks"`
	Embeds       []listedEmbed           `json:"embeds"`
}

type listedCredential struct {
	ClientID    string         `json:"client_id"`
	Name        string         `json:"name"`
	Description string         `json:"description"`
	Owner       tenant.Address `json:"owner"`
	Embedding   bool           `json:"embedding"`
	Created     time.Time      `json:"created"`
	// Works: the owner is active.
	Works bool `json:"works"`
}

type listedUser struct {
	tenant.User
	// SharesRoles: the same address came with several roles, and each has what was
	// given to the others.
	SharesRoles bool `json:"shares_roles"`
}

type listedGrant struct {
	tenant.GrantKey
	Level tenant.Level `json:"level"`
}

type listedEmbed struct {
	tenant.Embed
	Path string `json:"path"`
}

func organisation(c *call, _ struct{}) (any, error) {
	s, err := c.lab.Tenant.Store.Load(c.ctx)
	if err != nil {
		return nil, err
	}
	o := listed{
		Settings: s.Settings, Permissions: tenant.Permissions(), Tables: tenant.Tables(),
		AccountTypes: inOrder(s.AccountTypes), Teams: inOrder(s.Teams), Workspaces: inOrder(s.Workspaces),
		Folders: inOrder(s.Folders), Datasets: inOrder(s.Datasets), Workbooks: inOrder(s.Workbooks),
		Credentials: []listedCredential{}, Users: []listedUser{}, Grants: []listedGrant{}, Embeds: []listedEmbed{},
	}
	for _, credential := range inOrder(s.Credentials) {
		o.Credentials = append(o.Credentials, listedCredential{
			credential.ClientID, credential.Name, credential.Description, credential.Owner, credential.Embedding, credential.Created,
			s.Users[credential.Owner].Active,
		})
	}
	for _, u := range inOrder(s.Users) {
		o.Users = append(o.Users, listedUser{u, u.SharesRoles()})
	}
	for _, e := range inOrder(s.Embeds) {
		o.Embeds = append(o.Embeds, listedEmbed{e, c.lab.Parent.Path(e)})
	}
	for key, level := range s.Grants {
		o.Grants = append(o.Grants, listedGrant{key, level})
	}
	slices.SortFunc(o.Grants, func(a, b listedGrant) int { return cmp.Compare(a.String(), b.String()) })
	return o, nil
}

// inOrder gives what is in a map by its keys.
func inOrder[K cmp.Ordered, V any](m map[K]V) []V {
	all := make([]V, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		all = append(all, m[key])
	}
	return all
}
