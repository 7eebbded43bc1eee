package k6

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/grafana/sobek"

	"github.com/embedsign/embedsign/signer"
)

// The variables are those of serve.
const (
	clientIDVariable = "EMBEDSIGN_CLIENT_ID"
	secretVariable   = "EMBEDSIGN_SECRET"
)

// maxSecretFile is what serve reads at most: far above any secret.
const maxSecretFile = 64 << 10

// options are what a script may say about credentials.
type options struct {
	ClientID   string `json:"client_id"`
	SecretFile string `json:"secret_file"`
	// Secret is there to be refused.
	Secret any `json:"secret"`
}

// credentials takes the client ID from the script or from EMBEDSIGN_CLIENT_ID, and
// the secret from the file that the script names or from EMBEDSIGN_SECRET. A secret
// in the script is refused: scripts are committed, archived and shown.
func credentials(given sobek.Value, o outside) (none signer.Credentials, err error) {
	var from options
	if !absent(given) {
		if err := read("options", given, &from); err != nil {
			return none, err
		}
	}
	if from.Secret != nil {
		return none, fmt.Errorf("options.secret: not taken from a script; set %s, or name a secret_file", secretVariable)
	}
	if from.ClientID == "" {
		from.ClientID, _ = o.lookup(clientIDVariable)
	}
	if from.ClientID == "" {
		return none, fmt.Errorf("client ID: not given; set %s, or name a client_id", clientIDVariable)
	}
	secret, err := secretOf(from.SecretFile, o)
	return signer.Credentials{ClientID: from.ClientID, Secret: secret}, err
}

func secretOf(file string, o outside) (signer.Secret, error) {
	if file != "" {
		text, err := readSecret(file, o.open)
		if err != nil {
			return signer.Secret{}, fmt.Errorf("secret file %q: %w", file, err)
		}
		return signer.NewSecret(text), nil
	}
	text, _ := o.lookup(secretVariable)
	if text == "" {
		return signer.Secret{}, fmt.Errorf("secret: not given; set %s (an --env of k6 does not count, it is kept in archives), or name a secret_file", secretVariable)
	}
	return signer.NewSecret(text), nil
}

// readSecret drops the one newline with which editors end a file, and nothing
// else. Every VU reads the file, so it has to be one that can be read again.
func readSecret(name string, open func(string) (fs.File, error)) (string, error) {
	file, err := open(name)
	if err != nil {
		return "", withoutPath(err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil {
		return "", withoutPath(err)
	} else if !info.Mode().IsRegular() {
		return "", errors.New("not a regular file")
	}
	text, err := io.ReadAll(io.LimitReader(file, maxSecretFile+1))
	secret := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	switch {
	case err != nil:
		return "", withoutPath(err)
	case len(text) > maxSecretFile:
		return "", errors.New("longer than 64 KiB, which no secret is")
	case secret == "":
		return "", errors.New("it is empty")
	}
	return secret, nil
}

// withoutPath keeps the reason alone: the caller names the file.
func withoutPath(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
