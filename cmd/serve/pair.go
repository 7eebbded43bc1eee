package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/embedsign/embedsign/internal/lab"
	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/signer"
)

// errOtherSecret is the answer where the database knows the client ID with another secret.
var errOtherSecret = errors.New("the database has another secret for this client ID: revoke it there, or give that one")

// settle brings the credentials of this run and those of the organisation together. A
// pair that was given is known to the organisation from now on, unless embedding is off. Otherwise the example's
// takes the place of the throw-away one, if the organisation still has it; if not,
// known is false, and the lab's application begins without credentials.
func (s *storage) settle(ctx context.Context, pair signer.Credentials, given bool) (settled signer.Credentials, known bool, err error) {
	if given {
		if err := s.store.Update(ctx, func(state *tenant.State) error { return s.add(state, pair) }); err != nil {
			return pair, false, err
		}
	}
	state, err := s.store.Load(ctx)
	if err != nil {
		return pair, false, err
	}
	if given {
		_, known = state.Credentials[pair.ClientID]
		return pair, known, nil
	}
	for id, c := range state.Credentials {
		if c.Example {
			secret, err := s.vault.Unseal(id, c.Sealed)
			return signer.Credentials{ClientID: id, Secret: secret}, true, err
		}
	}
	return pair, false, nil
}

// add adds a pair that is not there yet, maybe since another server has added it.
func (s *storage) add(state *tenant.State, pair signer.Credentials) error {
	stored, ok := state.Credentials[pair.ClientID]
	switch {
	case !ok && !state.Settings.SecureEmbedding:
		return nil // an administrator can switch it on again, if the server starts
	case !ok:
		n := tenant.NewCredential{Name: "given to serve: " + fingerprint(pair.ClientID), Owner: lab.Administrator, Embedding: true}
		return state.CreateCredential(lab.Administrator, n, pair, s.vault, time.Now())
	}
	secret, err := s.vault.Unseal(pair.ClientID, stored.Sealed)
	if err == nil && secret.Reveal() != pair.Secret.Reveal() {
		err = errOtherSecret
	}
	return err
}

// revoked asks whether the organisation opens nothing for a pair any more. Then the rules
// of the format alone do not either.
func (s *storage) revoked(clientID string) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		state, err := s.store.Load(ctx)
		if err != nil {
			return false, err
		}
		return state.Refuses(clientID), nil
	}
}

// fingerprint tells client IDs apart, whatever is in them.
func fingerprint(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:8])
}
