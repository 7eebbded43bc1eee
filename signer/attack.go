package signer

// An Attack is a way to misuse a signed URL without knowing the secret.
type Attack struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Description says what the attacker is after, and why it fails.
	Description string `json:"description"`
	// Expect is the verdict on an ordinary URL after the attack; see
	// [Broken].Expect.
	Expect Code       `json:"expect"`
	Kind   AttackKind `json:"kind"`
}

// AttackKind says what an [Attack] touches.
type AttackKind string

// The kinds of attacks.
const (
	AttackText      AttackKind = "text"      // what is signed
	AttackSignature AttackKind = "signature" // the signature, or what is around it
	AttackUse       AttackKind = "use"       // how often the URL is opened
	AttackTime      AttackKind = "time"      // when the URL is opened
)

// Broken is what an attack makes of a URL.
type Broken struct {
	// URL is the URL after the attack, in its own spelling.
	URL string `json:"url"`
	// Opens is how often it is opened, 1 or 2. The verdict is on the last time.
	Opens int `json:"opens"`
	// Wait is by how many seconds the clock moves on before that, from a time at
	// which the URL was good. What leeway the receiver grants comes on top.
	Wait int64 `json:"wait"`
	// Expect is the verdict of a receiver that accepted the URL before and knows
	// no other client ID.
	Expect Code `json:"expect"`
	// Parameters are those that were touched, by their decoded names, or "path".
	// For what is done to the URL as a whole they are those that give it away.
	Parameters []string `json:"parameters"`
	// Differences lead from the URL before to the URL after.
	Differences []Difference `json:"differences"`
}

// An AttackError says why an attack cannot be made on a URL.
type AttackError struct {
	Attack string // its ID
	Why    string
}

// Error names the attack and gives the reason.
func (e *AttackError) Error() string { return "attack " + quote(e.Attack) + ": " + e.Why }

// Attacks lists the attacks in the order to show them.
func Attacks() []Attack {
	list := make([]Attack, len(attacks))
	for i := range attacks {
		list[i] = attacks[i].Attack
	}
	return list
}

// An attackWay is how an attack is done: by a method that says why it cannot be
// done, or nothing.
type attackWay struct {
	Attack
	parameters []string
	do         func(*tampering) string
}

var attacks = []attackWay{
	{Attack{"change_email", "Change the e-mail", "To sign in as someone else. The address is part of the signed text.",
		CodeInvalidSignature, AttackText}, []string{":email"}, (*tampering).changeEmail},
	{Attack{"raise_account_type", "Raise the account type", "To be allowed more. The account type is part of the signed text.",
		CodeInvalidSignature, AttackText}, []string{":account_type"}, (*tampering).raiseAccountType},
	{Attack{"add_team", "Add a team", "To see what another team sees. The teams are part of the signed text.",
		CodeInvalidSignature, AttackText}, []string{":external_user_team"}, (*tampering).addTeam},
	{Attack{"lengthen_session", "Lengthen the session", "To stay for 30 days. The session length is part of the signed text.",
		CodeInvalidSignature, AttackText}, []string{":session_length"}, (*tampering).lengthenSession},
	{Attack{"swap_path", "Swap the path", "To open other content with the same rights. Host and path are signed too, not only the parameters.",
		CodeInvalidSignature, AttackText}, []string{"path"}, (*tampering).swapPath},
	{Attack{"reorder", "Reorder two parameters", "Nothing else is changed, as when a program sorts them on the way. The text is signed byte by byte, so this breaks it as well.",
		CodeInvalidSignature, AttackText}, nil, (*tampering).reorder},
	{Attack{"flip_digit", "Flip one digit of the signature", "To guess a signature. One bit is as wrong as all 256.",
		CodeInvalidSignature, AttackSignature}, []string{":signature"}, (*tampering).flipDigit},
	{Attack{"append_parameter", "Append a parameter", "As link trackers do. The signature covers only what stands before it, so nothing may follow it.",
		CodeMalformed, AttackSignature}, []string{"utm_source"}, (*tampering).appendParameter},
	{Attack{"strip_signature", "Strip the signature", "To see if anyone looks. Without it, nothing proves where the URL comes from.",
		CodeMissingParameter, AttackSignature}, []string{":signature"}, (*tampering).stripSignature},
	{Attack{"replay", "Open it twice", "To use a link that someone else opened before. The nonce lets each URL open once; reloading the frame fails for the same reason.",
		CodeNonceReused, AttackUse}, []string{":nonce"}, (*tampering).replay},
	{Attack{"wait", "Wait until it expires", "To keep a link for later. A URL is good from its time on, for its session length.",
		CodeExpired, AttackTime}, []string{":time", ":session_length"}, (*tampering).wait},
	{Attack{"wrong_client_id", "Use a wrong client ID", "The last character got lost, as in the debugging section of the QuickStart. Without a known client there is no secret to check with.",
		CodeUnknownClient, AttackText}, []string{":client_id"}, (*tampering).wrongClientID},
}
