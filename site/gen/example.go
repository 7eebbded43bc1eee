package main

import (
	"time"

	"github.com/embedsign/embedsign/signer"
)

// exampleTime is that of the test vectors: 2023-11-14 22:13:20 UTC.
const exampleTime = 1700000000

// example is the request behind the worked example. Credentials and nonce are
// those of the test vectors, which are synthetic; the page replaces them by its
// own as soon as it can. The values are chosen so that each role of a part is
// seen, and so that some of them have to be encoded.
func example() signer.Request {
	return signer.Request{
		Embed: signer.Embed{
			Path:           "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST",
			Mode:           signer.UserBacked,
			SessionLength:  signer.AdvisedSessionLength,
			AccountType:    "Viewer",
			Teams:          []string{"FinanceViewers"},
			Email:          "ada+embed@example.com",
			ExternalUserID: "u-1001",
			Attributes:     []signer.Attribute{{Name: "Region", Values: []string{"East", "West"}}},
			Options:        []signer.Option{{Name: ":theme", Value: "Dark"}},
			Controls:       []signer.Control{{ID: "Store-Region", Values: []string{"Mid West"}}},
		},
		Credentials: signer.Credentials{
			ClientID: "ba6609d000daf9196fd3dbf1b878a452ddaf27fcbf028ff7df23aab9fa9cb607",
			Secret:   signer.NewSecret("ef36b2852ae4a84225ec63a994730763d8381f3cf402a853c6139fdb4a8f15b64e9a74b02b007c6afb038218361ba6a39b6b3801d3c0511d2ff1a7bbf8c7c397"),
		},
		Nonce: "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11",
		Time:  time.Unix(exampleTime, 0),
	}
}
