package signer_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/embedsign/embedsign/signer"
)

// The credentials of these examples are made up.
var credentials = signer.Credentials{
	ClientID: "ba6609d000daf9196fd3dbf1b878a452ddaf27fcbf028ff7df23aab9fa9cb607",
	Secret: signer.NewSecret("ef36b2852ae4a84225ec63a994730763d8381f3cf402a853c6139fdb4a8f15b6" +
		"4e9a74b02b007c6afb038218361ba6a39b6b3801d3c0511d2ff1a7bbf8c7c397"),
}

var viewer = signer.Embed{
	Path:           "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST",
	Mode:           signer.UserBacked,
	Email:          "ada@example.com",
	ExternalUserID: "u-1001",
	Teams:          []string{"FinanceViewers"},
	AccountType:    "Viewer+",
	SessionLength:  600,
}

func ExampleSign() {
	url, err := signer.Sign(signer.Request{
		Embed:       viewer,
		Credentials: credentials,
		Nonce:       "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11", // signer.NewNonce(rand.Reader)
		Time:        time.Unix(1700000000, 0),               // time.Now()
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(url), url[len(url)-64:])
	// Output: 420 18f41dced29ea94d0b68d6677322fc996cf9781e9a2c27bfb5194db6d1e769b4
}

func ExampleSign_invalid() {
	e := viewer
	e.Email = "ada@example"
	_, err := signer.Sign(signer.Request{Embed: e, Credentials: credentials, Nonce: "n", Time: time.Unix(1700000000, 0)})
	var invalid *signer.InvalidError
	if errors.As(err, &invalid) {
		fmt.Println(invalid)
		fmt.Println(invalid.Findings[0].Code, "-", invalid.Findings[0].Fix)
	}
	// Output:
	// :email: "ada@example" has a domain without a dot; use an address like name+embed@example.com
	// invalid_email - Use an address like name+embed@example.com.
}

func ExampleVerifier() {
	key, err := signer.NewKey(credentials.Secret)
	if err != nil {
		fmt.Println(err)
		return
	}
	verifier := &signer.Verifier{
		Key:    func(id string) (*signer.Key, bool) { return key, id == credentials.ClientID },
		Ledger: signer.NewMemoryLedger(1_000_000),
	}
	nonce, err := signer.NewNonce(rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Unix(1700000000, 0)
	url, err := signer.Sign(signer.Request{Embed: viewer, Credentials: credentials, Nonce: nonce, Time: now})
	if err != nil {
		fmt.Println(err)
		return
	}
	session, err := verifier.Verify(context.Background(), url, now)
	fmt.Println(session.Embed.Email, session.Embed.AccountType, err)

	_, err = verifier.Verify(context.Background(), url, now)
	var refusal *signer.Refusal
	fmt.Println(errors.As(err, &refusal), refusal.Code)
	// Output:
	// ada@example.com Viewer+ <nil>
	// true nonce_reused
}
