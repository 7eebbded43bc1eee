package jwt

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"testing"
	"time"

	"github.com/embedsign/embedsign/signer"
	oracle "github.com/golang-jwt/jwt/v5"
)

// foreign makes a token with golang-jwt.
func foreign(t *testing.T, method oracle.SigningMethod, key any, claims oracle.MapClaims) string {
	t.Helper()
	token := oracle.NewWithClaims(method, claims)
	token.Header["kid"] = readVectors(t).ClientID
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func foreignClaims() oracle.MapClaims {
	return oracle.MapClaims{
		"sub": "ada@example.com", "jti": "j-1", "iat": issued, "exp": issued + 600, "ver": "1.1", "aud": Audience,
		"account_type": "Viewer+", "teams": []string{"R&D Team", "Café"}, "user_attributes": map[string]string{"Region": "East <West>"},
	}
}

// golang-jwt escapes &, < and > in JSON, which is to be read as what it means.
func TestForeignTokensVerify(t *testing.T) {
	token := foreign(t, oracle.SigningMethodHS256, []byte(readVectors(t).Secret), foreignClaims())
	session, err := receiver(t).Verify(t.Context(), token, time.Unix(issued, 0))
	if err != nil {
		t.Fatal(err)
	}
	wantJSON(t, session.Claims, Claims{
		Sub: "ada@example.com", JTI: "j-1", IssuedAt: issued, Expires: issued + 600, Version: "1.1", Audience: Audience,
		AccountType: "Viewer+", Teams: []string{"R&D Team", "Café"}, UserAttributes: []Pair{{"Region", "East <West>"}},
	})
}

func TestOurTokensVerifyElsewhere(t *testing.T) {
	v := readVectors(t)
	r := goodRequest(t)
	r.Claims.Teams = []string{"R&D \"Team\"", "Café\u2028<b>", "\\"}
	r.Claims.UserAttributes = []Pair{{"Región", "East & West"}, {"b", ""}}
	r.Claims.ConnectionOAuthTokens = []Pair{{"c", "x"}}
	parsed, err := oracle.Parse(sign(t, r), func(token *oracle.Token) (any, error) {
		if token.Header["kid"] != v.ClientID || token.Header["typ"] != "JWT" {
			return nil, errors.New("wrong header")
		}
		return []byte(v.Secret), nil
	}, oracle.WithValidMethods([]string{"HS256"}), oracle.WithStrictDecoding(), oracle.WithAudience(Audience), oracle.WithExpirationRequired(),
		oracle.WithTimeFunc(func() time.Time { return time.Unix(issued+1, 0) }))
	if err != nil {
		t.Fatal(err)
	}
	claims := parsed.Claims.(oracle.MapClaims)
	wantJSON(t, claims["teams"], r.Claims.Teams)
	wantJSON(t, claims["user_attributes"], map[string]string{"Región": "East & West", "b": ""})
	wantJSON(t, []any{claims["sub"], claims["jti"], claims["iss"], claims["account_type"], claims["ver"]}, []string{r.Claims.Sub, r.Claims.JTI, v.ClientID, "View", "1.1"})
	wantJSON(t, []any{claims["iat"], claims["exp"]}, []int64{issued, issued + 3600})
}

// Attacks on the algorithm: whatever the header says and however well it is
// signed, only HS256 opens.
func TestOtherAlgorithmsAreRefused(t *testing.T) {
	secret := []byte(readVectors(t).Secret)
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{
		"none":  foreign(t, oracle.SigningMethodNone, oracle.UnsafeAllowNoneSignatureType, foreignClaims()),
		"HS384": foreign(t, oracle.SigningMethodHS384, secret, foreignClaims()),
		"HS512": foreign(t, oracle.SigningMethodHS512, secret, foreignClaims()),
		"RS256": foreign(t, oracle.SigningMethodRS256, private, foreignClaims()),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := receiver(t).Verify(t.Context(), token, time.Unix(issued, 0))
			wantVerdict(t, err, CodeUnsupportedAlgorithm, "alg")
		})
	}
	for _, alg := range []string{"None", "nOnE", "hs256", "HS256 ", "", "dir"} {
		name, err := json.Marshal(alg)
		if err != nil {
			t.Fatal(err)
		}
		token := forge(t, `{"alg":`+string(name)+`,"kid":"`+readVectors(t).ClientID+`"}`, minimal)
		_, err = receiver(t).Verify(t.Context(), token, time.Unix(issued, 0))
		wantVerdict(t, err, CodeUnsupportedAlgorithm, "alg")
	}
}

// The confusion of RS256 and HS256 signs with the public key of a receiver that
// knows one. This receiver has no other key than the secret.
func TestPublicKeyIsNoSecret(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	token := foreign(t, oracle.SigningMethodHS256, public, foreignClaims())
	_, err = receiver(t).Verify(t.Context(), token, time.Unix(issued, 0))
	wantVerdict(t, err, signer.CodeInvalidSignature, "signature")
}
