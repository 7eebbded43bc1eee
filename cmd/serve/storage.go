package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/embedsign/embedsign/internal/api"
	"github.com/embedsign/embedsign/internal/lab"
	"github.com/embedsign/embedsign/internal/storage/redis"
	"github.com/embedsign/embedsign/internal/storage/sqlite"
	"github.com/embedsign/embedsign/internal/tenant"
	"github.com/embedsign/embedsign/internal/vault"
	"github.com/embedsign/embedsign/signer"
)

// vaultVariable has the key itself, as a file may; there is no flag for it, since the
// arguments of a process are there for every user of the machine to read.
const vaultVariable = "EMBEDSIGN_VAULT_KEY"

// maxSessions is how many sessions are kept in memory.
const maxSessions = 1 << 16

// A storage is where the organisation, the used nonces and the sessions are kept.
type storage struct {
	store    tenant.Store
	sessions tenant.Sessions
	ledger   signer.Ledger
	vault    tenant.Vault
	capacity int // of the ledger, if it is in memory
	warnings []string
	closers  []io.Closer
}

// Close closes what was opened.
func (s *storage) Close() error {
	var errs []error
	for _, c := range s.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// openStorage opens what the flags name. An organisation that is new is the example, with
// the pair of credentials.
func (o *options) openStorage(ctx context.Context, pair signer.Credentials) (s *storage, err error) {
	s = &storage{sessions: tenant.NewMemorySessions(maxSessions), ledger: signer.NewMemoryLedger(api.LedgerCapacity), capacity: api.LedgerCapacity}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	keys, err := o.openVault(s)
	if err != nil {
		return s, err
	}
	first := func() (*tenant.State, error) {
		example, err := tenant.NewExample(lab.Administrator, pair, s.vault, time.Now())
		return example.State, err
	}
	if err := o.openStore(ctx, s, first); err != nil {
		return s, err
	}
	if err := reseal(ctx, s, keys); err != nil {
		return s, err
	}
	return s, o.openNonces(ctx, s)
}

// openVault takes the keys from a file or the environment. What is only in memory needs
// none. The keys are nil for a vault without.
func (o *options) openVault(s *storage) (keys *vault.Vault, err error) {
	text, err := o.vaultKeys()
	switch {
	case err != nil:
		return nil, err
	case text != "" && o.insecureDev:
		return nil, wrongUsage("--insecure-dev keeps secrets unencrypted, and a key was given: leave one of them out")
	case text != "":
		if keys, err = vault.Parse(text); err != nil {
			return nil, fmt.Errorf("vault key: %w", err)
		}
		s.vault = keys
		return keys, nil
	case o.db == "":
		s.vault = tenant.InsecureVault{}
	case o.insecureDev:
		s.vault = tenant.InsecureVault{}
		s.warnings = append(s.warnings, "--insecure-dev: the secrets in the database are not encrypted")
	default:
		return nil, wrongUsage("--db keeps secrets, which have to be encrypted: give a key in --vault-key-file or %s (openssl rand -base64 32 makes one), or --insecure-dev", vaultVariable)
	}
	return nil, nil
}

func (o *options) vaultKeys() (string, error) {
	if o.vaultKeyFile == "" {
		return os.Getenv(vaultVariable), nil
	}
	if o.vaultKeyFile == "-" {
		return "", wrongUsage("--vault-key-file -: want the name of a file")
	}
	text, err := readSecret(o.vaultKeyFile, nil)
	if err != nil {
		return "", fmt.Errorf("vault key file %q: %w", o.vaultKeyFile, err)
	}
	return text, nil
}

func (o *options) openStore(ctx context.Context, s *storage, first func() (*tenant.State, error)) error {
	if o.db == "" {
		state, err := first()
		s.store = tenant.NewMemoryStore(state)
		return err
	}
	file, err := sqlite.Open(ctx, o.db, first)
	if err != nil {
		return err
	}
	s.store, s.sessions, s.ledger, s.capacity = file, file, file, 0
	s.closers = append(s.closers, file)
	return nil
}

// reseal sees that every secret opens, and seals those anew whose key is to be given up.
func reseal(ctx context.Context, s *storage, keys *vault.Vault) error {
	state, err := s.store.Load(ctx)
	if err != nil {
		return err
	}
	old := false
	for id, c := range state.Credentials {
		if _, err := s.vault.Unseal(id, c.Sealed); err != nil {
			return fmt.Errorf("secret of the credentials %q in the database: %w", c.Name, err)
		}
		old = old || keys != nil && keys.Old(c.Sealed)
	}
	if !old {
		return nil
	}
	return s.store.Update(ctx, func(state *tenant.State) error { return state.Reseal(s.vault, s.vault) })
}

// openNonces puts nonces and sessions where several servers share them.
func (o *options) openNonces(ctx context.Context, s *storage) error {
	if o.nonces == "" {
		return nil
	}
	server, err := redis.Open(ctx, o.nonces)
	if err != nil {
		return fmt.Errorf("nonces: %w", err) // the address may hold a password
	}
	s.sessions, s.ledger, s.capacity = server, server, 0
	s.closers = append(s.closers, server)
	s.warnings = append(s.warnings, server.Warnings...)
	return nil
}
