package main

import "github.com/embedsign/embedsign/signer"

// form is every parameter in the place where the page asks for it.
type form struct {
	Content  []field // what each URL needs: what is embedded,
	Person   []field // for whom,
	Once     []field // and what makes this URL one of its kind
	ClientID field
	Groups   []group // all the rest, folded
}

// A group is a folded part of the form.
type group struct {
	Title  string
	Fields []field
}

// arrange sorts the table of parameters, which begins with what each URL needs.
// The signature ends that part; it has no field, because it is the result.
func arrange(request signer.Request) form {
	var f form
	place := f.need
	for _, parameter := range signer.Parameters() {
		if parameter.Name == ":signature" {
			place = f.fold
			continue
		}
		place(field{parameter, valueOf(parameter, request)})
	}
	return f
}

func (f *form) need(one field) {
	switch {
	case one.Name == ":client_id":
		f.ClientID = one
	case one.Field == "":
		f.Once = append(f.Once, one)
	case one.Group == signer.GroupPerson:
		f.Person = append(f.Person, one)
	default:
		f.Content = append(f.Content, one)
	}
}

func (f *form) fold(one field) {
	title := groupTitles[one.Group]
	if last := len(f.Groups) - 1; last >= 0 && f.Groups[last].Title == title {
		f.Groups[last].Fields = append(f.Groups[last].Fields, one)
		return
	}
	f.Groups = append(f.Groups, group{title, []field{one}})
}

var groupTitles = map[signer.Group]string{
	signer.GroupURL:        "More about the URL",
	signer.GroupPerson:     "More about the person",
	signer.GroupAppearance: "Appearance",
	signer.GroupMenus:      "Menus",
	signer.GroupData:       "Data",
	signer.GroupSharing:    "Sharing",
	signer.GroupLegacy:     "Anonymous modes (legacy)",
}

// Set counts what the worked example fills.
func (g group) Set() int {
	set := 0
	for _, f := range g.Fields {
		set += len(f.Value.Rows)
		if f.Value.Text != "" {
			set++
		}
	}
	return set
}
