package jwt

import "github.com/embedsign/embedsign/signer"

// Built is a token and its URL with everything there is to say about how they
// came about.
type Built struct {
	Token string `json:"token"`
	// URL is the workbook's with the token; empty if there is no workbook.
	URL string `json:"url"`
	// Header and Payload are the JSON texts.
	Header       string `json:"header"`
	Payload      string `json:"payload"`
	SigningInput string `json:"signing_input"`
	Signature    string `json:"signature"`
	// Parts are those of the URL and TokenParts those of the token in it; see
	// [Inspected]. Without a workbook both are of the token alone.
	Parts      []signer.Part    `json:"parts"`
	TokenParts []signer.Part    `json:"token_parts"`
	Steps      []signer.Step    `json:"steps"`
	Findings   []signer.Finding `json:"findings"`
}

// Build makes the token and the URL of a request and explains them. Unlike [Sign]
// it goes on with broken input and reports what is wrong.
func Build(r Request) Built {
	h := r.header()
	b := Built{Header: headerJSON(&h), Payload: payloadJSON(&r.Claims), Findings: r.findings(&h)}
	b.SigningInput = encode(b.Header) + "." + encode(b.Payload)
	b.Signature = signatureOf(r.Credentials.Secret.Reveal(), b.SigningInput)
	b.Token = b.SigningInput + "." + b.Signature
	text := b.Token
	if r.Workbook != "" {
		b.URL = urlOf(r.Workbook, b.Token, r.Options, r.Controls)
		text = b.URL
	}
	seen := Inspect(Inspection{URL: text, InternalUser: &r.InternalUser})
	b.Parts, b.TokenParts = seen.Parts, seen.TokenParts
	b.Steps = steps(&b, r.Credentials.Secret)
	return b
}

func (r *Request) findings(h *Header) []signer.Finding {
	c := checker{collector{findings: []signer.Finding{}}, h, &r.Claims}
	if r.Credentials.Secret.IsZero() {
		c.say(secretEmpty, "", "")
	}
	c.token(r.InternalUser)
	around := surroundings{c.collector}
	around.of(r.Workbook, r.Options, r.Controls)
	return around.findings
}

// stepTexts say what is done, in order; a $ stands for a number of bytes.
var stepTexts = [...]signer.Step{
	{ID: "header", Title: "Write the header", Detail: "A JSON object: how it is signed, and by kid whose secret verifies."},
	{ID: "payload", Title: "Write the claims", Detail: "A JSON object: who the user is, what the user may do, and for how long. Text of your own goes through a JSON encoder, never between quotes by hand."},
	{ID: "input", Title: "Encode both and join them with a dot", Detail: "Base64url without padding. Nothing is encrypted: whoever sees it can read it. These $ bytes are signed."},
	{ID: "hmac", Title: "Sign with HMAC-SHA256", Detail: "The key is the text of the secret, $ bytes of UTF-8, not the bytes that its hex stands for. The 32 bytes of the digest are written in base64url too, not in hex."},
	{ID: "token", Title: "Append the signature", Detail: "Header, payload, signature. It opens once, because of its jti."},
	{ID: "url", Title: "Put the token into the workbook's URL", Detail: "?:jwt= and the token, &:embed=true, then options and controls. Only the token is signed: everything else in the URL can be changed by whoever sees it."},
}

// steps tells how the token came about. It shows every byte but those of the key.
func steps(b *Built, secret signer.Secret) []signer.Step {
	list := append([]signer.Step(nil), stepTexts[:]...)
	for i, text := range [...]string{b.Header, b.Payload, b.SigningInput, b.Signature, b.Token, b.URL} {
		length := len(text)
		if list[i].ID == "hmac" {
			length = len(secret.Reveal())
		}
		list[i].Text, list[i].Detail = text, fill(list[i].Detail, itoa(int64(length)))
	}
	if b.URL == "" {
		return list[:len(list)-1]
	}
	return list
}
