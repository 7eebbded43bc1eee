package signer

// Sign makes the signed URL of a request. It refuses what the platform would
// refuse and what would be read otherwise than meant; the error is an
// [*InvalidError] then, or says that the secret is empty. Warnings, such as that
// of a missing account type, it passes over; [Build] gives them.
func Sign(r Request) (string, error) {
	key, err := NewKey(r.Credentials.Secret)
	if err != nil {
		return "", err
	}
	c := checker{errorsOnly: true}
	c.request(&r)
	if err := c.err(); err != nil {
		return "", err
	}
	text := unsigned(&r)
	return string(text) + signatureName + signatureOf(key, string(text)), nil
}
