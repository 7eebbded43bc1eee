package tenant

import "slices"

// A Place is where a folder or document lies: in a workspace or in the My Documents of
// a user, and there in a folder or at the top.
type Place struct {
	Workspace ID      `json:"workspace,omitempty"`
	Home      Address `json:"home,omitempty"`
	Folder    ID      `json:"folder,omitempty"`
}

// A Folder holds documents and folders.
type Folder struct {
	ID    ID     `json:"id"`
	Name  string `json:"name"`
	Place Place  `json:"place"` // in which it lies
}

// inside is the place in the folder.
func (f Folder) inside() Place {
	return Place{f.Place.Workspace, f.Place.Home, f.ID}
}

// checkPlace refuses a place that does not exist.
func (s *State) checkPlace(p Place) error {
	if (p.Workspace == "") == (p.Home == "") {
		return problem(Invalid, "place", "want either a workspace or somebody's My Documents")
	}
	if _, ok := s.Workspaces[p.Workspace]; !ok && p.Workspace != "" {
		return missing("workspace", p.Workspace)
	}
	if _, ok := s.Users[p.Home]; !ok && p.Home != "" {
		return missing("user", p.Home)
	}
	if p.Folder == "" {
		return nil
	}
	f, ok := s.Folders[p.Folder]
	if !ok || f.inside() != p {
		return missing("folder", p.Folder)
	}
	return nil
}

// CreateFolder adds a folder, where the person can contribute.
func (s *State) CreateFolder(by Address, id ID, name string, at Place) error {
	if err := checkRoom("folders", len(s.Folders), MaxFolders); err != nil {
		return err
	}
	if err := checkName("name", name); err != nil {
		return err
	}
	if err := s.contributes(by, at); err != nil {
		return err
	}
	if len(s.folders(at)) >= MaxDepth {
		return problem(TooMany, "place", "folders lie %d deep at most", MaxDepth)
	}
	if _, taken := s.folderNamed(at, name); taken {
		return problem(Exists, "name", "there is a folder %q", name)
	}
	s.Folders[id] = Folder{id, name, at}
	return nil
}

func (s *State) folderNamed(at Place, name string) (Folder, bool) {
	for _, f := range s.Folders {
		if f.Place == at && f.Name == name {
			return f, true
		}
	}
	return Folder{}, false
}

// contributes refuses who may not put anything into a place.
func (s *State) contributes(by Address, at Place) error {
	if at.Workspace == "" && at.Home != "" && at.Home != by && !s.isAdministrator(by) { // also where nobody lives
		return problem(Forbidden, "place", "%s cannot contribute there", by)
	}
	if err := s.checkPlace(at); err != nil {
		return err
	}
	if s.levelAt(by, at) < CanContribute {
		return problem(Forbidden, "place", "%s cannot contribute there", by)
	}
	return nil
}

// folders are the folders around a place, the innermost first. There can be more than
// [MaxDepth]: an archive is put into another one as it is.
func (s *State) folders(at Place) []Folder {
	var around []Folder
	for id := at.Folder; id != "" && len(around) <= MaxFolders; {
		f, ok := s.Folders[id]
		if !ok {
			break
		}
		around = append(around, f)
		id = f.Place.Folder
	}
	return around
}

// pathOf writes a place for a person, from the outside in.
func (s *State) pathOf(at Place, who Address) []string {
	var names []string
	for _, f := range s.folders(at) {
		names = append(names, f.Name)
	}
	top := "My Documents"
	switch {
	case at.Workspace != "":
		top = s.Workspaces[at.Workspace].Name
	case at.Home != who:
		top += " of " + string(at.Home)
	}
	names = append(names, top)
	slices.Reverse(names)
	return names
}
