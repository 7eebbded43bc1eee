package tinyjson

import "strconv"

// Object reads an object and calls member for each name; member must read the
// value.
func (r *Reader) Object(member func(name string)) {
	if !r.enter(Object) {
		return
	}
	seen := map[string]bool{}
	for first := true; r.more('}', first); first = false {
		name := r.name()
		if seen[name] && !r.KeepDuplicates {
			r.fail("the name " + string(AppendString(nil, name)) + " stands twice in one object")
		}
		if r.err != nil {
			break
		}
		seen[name] = true
		r.path[len(r.path)-1].name = name
		member(name)
	}
	r.leave()
}

// Array reads an array and calls element for each index; element must read the
// value.
func (r *Reader) Array(element func(i int)) {
	if !r.enter(Array) {
		return
	}
	for i := 0; r.more(']', i == 0); i++ {
		r.path[len(r.path)-1].ordinal = i + 1
		element(i)
	}
	r.leave()
}

// enter steps over the opening brace or bracket.
func (r *Reader) enter(kind Kind) bool {
	if !r.want(kind) {
		return false
	}
	if len(r.path) == MaxDepth {
		r.fail("nested deeper than " + strconv.Itoa(MaxDepth) + " objects and arrays")
		return false
	}
	r.at++
	r.path = append(r.path, step{})
	return true
}

func (r *Reader) leave() { r.path = r.path[:len(r.path)-1] }

// more goes on to the next value, or steps over what closes the last one.
func (r *Reader) more(closing byte, first bool) bool {
	if r.err != nil {
		return false
	}
	r.path[len(r.path)-1] = step{}
	r.Offset()
	switch {
	case r.pass(string(closing)):
		return false
	case !first && !r.pass(","):
		r.unexpected("a comma or " + string(closing))
	}
	return r.err == nil
}

// name reads the name of a member and the colon after it.
func (r *Reader) name() string {
	if r.Kind() != String {
		r.unexpected("a name in double quotes")
		return ""
	}
	name := r.quoted()
	if r.Offset(); !r.pass(":") {
		r.unexpected("a colon after the name")
	}
	return name
}
