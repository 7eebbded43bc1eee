package k6

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/grafana/sobek"
)

func absent(v sobek.Value) bool {
	return v == nil || sobek.IsUndefined(v) || sobek.IsNull(v)
}

// read takes an object of the script over into a Go struct, by way of the JSON that
// the script itself would write of it. Undefined and null mean absent. A field that
// there is not, or of another type, is an error that names it.
func read(what string, from sobek.Value, into any) error {
	text, err := toJSON(from)
	if err != nil { // it refers to itself, or its own toJSON threw
		return fmt.Errorf("%s: %w", what, err)
	}
	if bytes.Equal(text, []byte("null")) {
		return fmt.Errorf("%s: want an object with fields, got nothing", what)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(into)
	var wrongType *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrongType) && wrongType.Field == "":
		return fmt.Errorf("%s: want an object with fields, got %s", what, wrongType.Value)
	case errors.As(err, &wrongType):
		return fmt.Errorf("%s.%s: want %s, got %s", what, wrongType.Field, wanted(wrongType.Type), wrongType.Value)
	}
	return fmt.Errorf("%s: %s", what, strings.TrimPrefix(err.Error(), "json: "))
}

// toJSON is JSON.stringify, which has no text for undefined and for functions.
func toJSON(v sobek.Value) ([]byte, error) {
	if object, ok := v.(*sobek.Object); ok {
		return object.MarshalJSON()
	}
	if absent(v) {
		return []byte("null"), nil
	}
	return json.Marshal(v.Export())
}

// wanted names a type of Go as the author of a script knows it.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Int64:
		return "a whole number"
	case reflect.Slice:
		return "an array"
	}
	return "an object"
}
