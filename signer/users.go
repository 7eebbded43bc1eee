package signer

// CheckUsers looks at several users at once. One e-mail that is used for
// several roles is a warning: each sign-in overwrites type and teams, and what
// the address owns keeps the rights of the highest role.
func CheckUsers(users []Embed) []Finding {
	var c checker
	first := map[string]*Embed{}
	for i := range users {
		u := &users[i]
		if u.Email == "" {
			continue
		}
		if before, ok := first[u.Email]; ok && !sameRole(before, u) {
			c.warn("email_in_several_roles", ":email", quote(u.Email)+" is used with different account types or teams",
				"Give each role an address of its own, such as name+viewer@example.com.", Documented)
			continue
		}
		first[u.Email] = u
	}
	return c.findings
}

func sameRole(a, b *Embed) bool {
	if a.AccountType != b.AccountType || len(a.Teams) != len(b.Teams) {
		return false
	}
	for i := range a.Teams {
		if a.Teams[i] != b.Teams[i] {
			return false
		}
	}
	return true
}
