package vectors

import "testing"

// A Mistake is a URL that was made by making a mistake.
type Mistake struct {
	// Code is that of the cause which has to be found, or two joined by a plus
	// sign.
	Code string `json:"code"`
	Why  string `json:"why"`
	URL  string `json:"url"`
	// Secret is what is entered by the person who looks for the mistake.
	Secret string `json:"secret"`
	// Signed is what was signed of a token, where it is not what is sent; empty
	// for signed URLs.
	Signed string `json:"signed"`
}

// Causes gives the mistakes of signed URLs.
func Causes(t testing.TB, root string) []Mistake {
	t.Helper()
	return mistakes(t, root, "signer/testdata/causes/node.json", "signer/testdata/causes/python.json")
}

// TokenCauses gives those of JSON web tokens.
func TokenCauses(t testing.TB, root string) []Mistake {
	t.Helper()
	return mistakes(t, root, "signer/jwt/testdata/mistakes/python.json")
}

// mistakes reads files. It ends the test when one of them is not there, holds
// nothing, or has a mistake of which the code or the URL is missing.
func mistakes(t testing.TB, root string, names ...string) (all []Mistake) {
	t.Helper()
	secret := Read(t, root).Secret
	for _, name := range names {
		var some []Mistake
		if read(t, root+"/"+name, &some); len(some) == 0 {
			t.Fatalf("%s: holds no mistakes", name)
		}
		for _, m := range some {
			if m.Code == "" || m.URL == "" {
				t.Fatalf("%s: %+v", name, m)
			}
			if m.Secret == "" {
				m.Secret = secret
			}
			all = append(all, m)
		}
	}
	return all
}
