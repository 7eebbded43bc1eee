package tinyjson

// A Kind says what a value is by the byte that it begins with; 0 stands for all
// digits, t for both truths.
type Kind byte

// The kinds of values. None is no value: the text is over or broken there.
const (
	None   Kind = 0
	Null   Kind = 'n'
	Bool   Kind = 't'
	Number Kind = '0'
	String Kind = '"'
	Array  Kind = '['
	Object Kind = '{'
)

// String names the kind in a sentence, with its article.
func (k Kind) String() string {
	switch k {
	case Null:
		return "null"
	case Bool:
		return "true or false"
	case Number:
		return "a number"
	case String:
		return "a string"
	case Array:
		return "an array"
	case Object:
		return "an object"
	}
	return "no value"
}

// kindOf tells a kind by the first byte of a value.
func kindOf(c byte) Kind {
	switch c {
	case 'n', '"', '[', '{':
		return Kind(c)
	case 't', 'f':
		return Bool
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return Number
	}
	return None
}
