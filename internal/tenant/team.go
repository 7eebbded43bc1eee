package tenant

import (
	"maps"
	"slices"
)

// A Team is a group of users. A URL names the teams of its user, who needs at least
// one with which the content is shared.
type Team struct {
	Name string `json:"name"`
	// Workspace was made with the team, or is empty.
	Workspace ID `json:"workspace,omitempty"`
}

// A Workspace holds folders and documents for those who have a grant on it.
type Workspace struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

// CreateTeam adds a team and, unless the ID is empty, a workspace of its name, to which
// the team can contribute. Names with a comma are refused: no URL could name them.
func (s *State) CreateTeam(by Address, name string, workspace ID) error {
	if err := s.administers(by); err != nil {
		return err
	}
	if err := checkRoom("teams", len(s.Teams), MaxTeams); err != nil {
		return err
	}
	if err := checkTeamName(name); err != nil {
		return err
	}
	if _, taken := s.Teams[name]; taken {
		return problem(Exists, "name", "there is a team %q", name)
	}
	if workspace != "" {
		if err := s.checkWorkspace(name); err != nil {
			return err
		}
		s.Workspaces[workspace] = Workspace{workspace, name}
		s.Grants[GrantKey{TeamNamed(name), Object{InWorkspace, workspace}}] = CanContribute
	}
	s.Teams[name] = Team{name, workspace}
	return nil
}

func checkTeamName(name string) error {
	if err := checkName("name", name); err != nil {
		return err
	}
	if slices.Contains([]rune(name), ',') {
		return problem(Invalid, "name", "%q has a comma, which parts team names in a URL", name)
	}
	return nil
}

// DeleteTeam removes a team with its grants. A workspace of its own stays.
func (s *State) DeleteTeam(by Address, name string) error {
	if err := s.administers(by); err != nil {
		return err
	}
	if _, ok := s.Teams[name]; !ok {
		return missing("team", name)
	}
	for _, u := range s.Users {
		if slices.Contains(u.Teams, name) {
			return problem(InUse, "", "%s is in the team %q", u.Email, name)
		}
	}
	maps.DeleteFunc(s.Grants, func(key GrantKey, _ Level) bool { return key.Subject == TeamNamed(name) })
	delete(s.Teams, name)
	return nil
}

// CreateWorkspace adds a workspace that belongs to no team.
func (s *State) CreateWorkspace(by Address, id ID, name string) error {
	if err := s.administers(by); err != nil {
		return err
	}
	if err := s.checkWorkspace(name); err != nil {
		return err
	}
	s.Workspaces[id] = Workspace{id, name}
	return nil
}

func (s *State) checkWorkspace(name string) error {
	if err := checkRoom("workspaces", len(s.Workspaces), MaxTeams); err != nil {
		return err
	}
	for _, w := range s.Workspaces {
		if w.Name == name {
			return problem(Exists, "name", "there is a workspace %q", name)
		}
	}
	return checkName("name", name)
}

// knownTeams sorts names of teams, each once, and refuses one that does not exist.
func (s *State) knownTeams(names []string) ([]string, error) {
	for _, name := range names {
		if _, ok := s.Teams[name]; !ok {
			return nil, missing("team", name)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(names))), nil
}
