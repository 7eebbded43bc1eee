package jwt_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/embedsign/embedsign/signer"
	"github.com/embedsign/embedsign/signer/jwt"
)

// The credentials of these examples are made up.
var credentials = signer.Credentials{
	ClientID: "ba6609d000daf9196fd3dbf1b878a452ddaf27fcbf028ff7df23aab9fa9cb607",
	Secret: signer.NewSecret("ef36b2852ae4a84225ec63a994730763d8381f3cf402a853c6139fdb4a8f15b6" +
		"4e9a74b02b007c6afb038218361ba6a39b6b3801d3c0511d2ff1a7bbf8c7c397"),
}

var viewer = jwt.Claims{
	Sub:         "ada@example.com",
	JTI:         "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11", // signer.NewNonce(rand.Reader)
	IssuedAt:    1700000000,                             // time.Now().Unix()
	Expires:     1700003600,
	AccountType: "View",
	Teams:       []string{"FinanceViewers"},
}

func ExampleSignURL() {
	url, err := jwt.SignURL(jwt.Request{
		Workbook:    "https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example",
		Credentials: credentials,
		Claims:      viewer,
		Options:     []signer.Option{{Name: ":theme", Value: "Dark"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	before, token, _ := strings.Cut(url, "?:jwt=")
	_, after, _ := strings.Cut(token, "&")
	fmt.Println(before, after)
	// Output: https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example :embed=true&:theme=Dark
}

func ExampleSign() {
	token, err := jwt.Sign(jwt.Request{Credentials: credentials, Claims: viewer})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(token), strings.Count(token, "."))
	// Output: 383 2
}

func ExampleLooks() {
	fmt.Println(jwt.Looks("https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example?:jwt=x&:embed=true"))
	fmt.Println(jwt.Looks("https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST?:mode=view"))
	// Output:
	// true
	// false
}

func ExampleSign_invalid() {
	claims := viewer
	claims.Expires = claims.IssuedAt + 31*24*3600
	_, err := jwt.Sign(jwt.Request{Credentials: credentials, Claims: claims})
	var invalid *signer.InvalidError
	fmt.Println(errors.As(err, &invalid), err)
	// Output: true exp: is 2678400 seconds after iat; the maximum is 2592000 (30 days); shorten it; 3600 is usual
}

func ExampleVerifier() {
	verifier := &jwt.Verifier{
		Secret: func(id string) (signer.Secret, bool) { return credentials.Secret, id == credentials.ClientID },
		Ledger: signer.NewMemoryLedger(1_000_000),
	}
	token, err := jwt.Sign(jwt.Request{Credentials: credentials, Claims: viewer})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Unix(1700000000, 0)
	session, err := verifier.Verify(context.Background(), token, now)
	fmt.Println(session.Claims.Sub, session.Claims.AccountType, err)

	_, err = verifier.Verify(context.Background(), token, now)
	var refusal *signer.Refusal
	fmt.Println(errors.As(err, &refusal), refusal.Code)
	// Output:
	// ada@example.com View <nil>
	// true jti_reused
}

func ExampleInspect() {
	token, err := jwt.Sign(jwt.Request{Credentials: credentials, Claims: viewer})
	if err != nil {
		fmt.Println(err)
		return
	}
	other := signer.NewSecret(credentials.Secret.Reveal() + "\n")
	got := jwt.Inspect(jwt.Inspection{URL: token, Secret: other})
	fmt.Println(got.Verdict.Code)
	fmt.Println(got.Causes[0].Code, got.Causes[0].Proved)
	// Output:
	// invalid_signature
	// secret_outer_space true
}

func ExampleMigrate() {
	m := jwt.Migrate(signer.Request{
		Embed: signer.Embed{
			Path: "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST", Mode: signer.UserBacked,
			Email: "ada@example.com", ExternalUserID: "u-1001", Teams: []string{"FinanceViewers"}, AccountType: "View", SessionLength: 600,
		},
		Credentials: credentials, Nonce: "n-1", Time: time.Unix(1700000000, 0),
	}, "https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example")
	for _, row := range m.Rows[4:7] {
		fmt.Printf("%s -> %s %s\n", row.From, row.To, row.Value)
	}
	// Output:
	// :account_type -> account_type "View"
	// :external_user_team -> teams ["FinanceViewers"]
	// :email -> sub "ada@example.com"
}
