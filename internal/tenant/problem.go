package tenant

import "fmt"

// A Problem says why something was not done. Nothing has changed then.
type Problem struct {
	Code ProblemCode
	// Field is the argument at fault, by its name in JSON, or empty.
	Field string
	// Message says what is wrong and what would be right, for the person who asked.
	Message string
}

// Error gives the message, after the field.
func (p *Problem) Error() string {
	if p.Field == "" {
		return p.Message
	}
	return p.Field + ": " + p.Message
}

// A ProblemCode is the kind of a [Problem].
type ProblemCode string

// The kinds of problems.
const (
	// Forbidden: the account type or the grants of the person do not allow it.
	Forbidden ProblemCode = "forbidden"
	// NotFound: it does not exist, or the person may not know whether it does.
	NotFound ProblemCode = "not_found"
	// Exists: a unique name is taken.
	Exists ProblemCode = "exists"
	// Invalid: an argument is not of the form it has to be.
	Invalid ProblemCode = "invalid"
	// Conflict: somebody else changed it meanwhile.
	Conflict ProblemCode = "conflict"
	// InUse: it cannot go while something else needs it.
	InUse ProblemCode = "in_use"
	// TooMany: a list is full; see [MaxUsers] and its neighbours.
	TooMany ProblemCode = "too_many"
)

func problem(code ProblemCode, field, format string, arguments ...any) error {
	return &Problem{code, field, fmt.Sprintf(format, arguments...)}
}

func missing(what string, name any) error {
	return problem(NotFound, "", "there is no %s %q", what, name)
}
