package jwt

import "github.com/embedsign/embedsign/signer"

// meanings say what the parts of this scheme are, where signed URLs have none of
// that role or where it says something else there.
var meanings = [...]struct {
	role signer.Role
	text string
}{
	{signer.RoleOrigin, "Where the platform is. Nothing signs it: only the token is signed."},
	{signer.RolePath, "The published workbook, as the address bar shows it; /tag/<name> may follow. Nothing signs it."},
	{signer.RoleControl, "A value for a control of the workbook. Nothing signs it: whoever sees the URL can change it."},
	{RoleToken, "The token: who the user is, what the user may do, and until when. It alone is signed."},
	{RoleHeader, "How the token is signed, and by kid with which secret."},
	{RoleDot, "Stands between the three parts of a token."},
	{RolePayload, "The claims: who the user is, what the user may do, and until when."},
	{RoleDigest, "The proof that header and payload were written by someone who knows the secret."},
	{RoleSurplus, "Does not belong to the token."},
}

// explain says of each part what it is in this scheme.
func explain(parts []signer.Part) {
	for i := range parts {
		parts[i].Meaning = meaningOf(&parts[i])
	}
}

// meaningOf is empty where a part means what it means in signed URLs too: an
// option, for instance, has its text in signer.Parameters.
func meaningOf(p *signer.Part) string {
	if p.Role == RoleWithdrawn {
		return withdrawnMeaning(p.Name)
	}
	if p.Name == ":embed" {
		return "Opens the workbook as an embed. Each URL with a token has it."
	}
	for i := range meanings {
		if meanings[i].role == p.Role {
			return meanings[i].text
		}
	}
	return ""
}

func withdrawnMeaning(name string) string {
	p := urlParameterNamed(name)
	if p.Use == UseClaim {
		return "Does nothing here: the token says it, as " + p.Instead + "."
	}
	text := "A parameter of signed URLs. Beside a token it does nothing."
	if p.Instead != "" {
		text += " " + p.Instead
	}
	return text
}
