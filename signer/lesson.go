package signer

// A Lesson is a small task about signed URLs. [CheckLesson] says whether it is
// done.
type Lesson struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Task  string `json:"task"`
	Hint  string `json:"hint"`
	// Why is what there is to learn, for afterwards.
	Why string `json:"why"`
}

// An Attempt is what a learner did.
type Attempt struct {
	// URL is the URL at hand and Inspected the answer of [Inspect] about it.
	URL       string
	Inspected Inspected
	// From is the signed URL that URL was made from, for the lessons about
	// tampering.
	From string
	// Answer is what the learner typed, for the lessons that ask something.
	Answer string
}

// A LessonResult says whether a lesson is done and, if not, what is missing.
type LessonResult struct {
	Done    bool   `json:"done"`
	Message string `json:"message"`
}

// Lessons lists the lessons in the order to take them.
func Lessons() []Lesson {
	list := make([]Lesson, len(lessons))
	for i := range lessons {
		list[i] = lessons[i].Lesson
	}
	return list
}

// lessons are done when the URL gets a certain verdict, and when nothing else is
// missing.
var lessons = []struct {
	Lesson
	verdict Code // empty if none in particular is asked for
	missing func(*Attempt) string
}{
	{Lesson{"accepted", "Open the door",
		"Make a URL that is accepted.",
		"Press Open this URL in Break, at a time within the session.",
		"The receiver signs the same text with the same secret and gets the same signature. That is all the proof there is."},
		CodeAccepted, nil},
	{Lesson{"read_email", "Read without the secret",
		"Whose e-mail address is in the signed URL?",
		"Look for :email. In some URLs %40 stands for @.",
		"A URL is signed, not encrypted: whoever sees it can read it. Put nothing into it that they must not know."},
		"", (*Attempt).unread},
	{Lesson{"apostrophe", "Survive the browser",
		"Make an accepted URL with an apostrophe in a value, such as o'neil@example.com, that no browser changes.",
		"A browser writes ' as %27 on the way. Change the value in Build, with a dialect that writes so before signing, and take a new nonce; then come back and open the URL.",
		"What is signed must be what is sent. The safe dialect writes only what browsers leave alone."},
		CodeAccepted, (*Attempt).unsafe},
	{Lesson{"raise_account_type", "Ask for more rights",
		"Change the account type in a signed URL, and see that the signature no longer fits.",
		"Use the attack, or edit the value by hand and leave the signature as it is.",
		"The whole text is signed. Without the secret, nobody can make the signature for another text."},
		CodeInvalidSignature, (*Attempt).unraised},
	{Lesson{"find_tampered", "Find the tampered parameter",
		"One parameter of this URL was changed after signing. What is its name?",
		"Compare each value with what you entered in Build: one of them is not yours.",
		"A wrong signature says that something was changed, but not what. Only the original tells."},
		"", (*Attempt).unfound},
	{Lesson{"expired", "Come too late",
		"Make a URL that is refused as expired.",
		"Leave the URL as it is, and move the clock beyond :time plus :session_length.",
		"A link that leaks is worth nothing once its session is over. Keep sessions short."},
		CodeExpired, nil},
	{Lesson{"session_too_long", "Ask for too much time",
		"Make a URL that is refused because its session is too long.",
		"At most 2592000 seconds are allowed, which is 30 days.",
		"Rules like this one are checked before the signature, so signing well does not help."},
		CodeSessionLengthExceeded, nil},
	{Lesson{"reuse", "Knock twice",
		"Get a good URL refused because it was opened before.",
		"Open an accepted URL once more, without changing anything.",
		"The receiver remembers each nonce. So every load of a page needs a new URL, and a copied link opens nothing."},
		CodeNonceReused, nil},
}
