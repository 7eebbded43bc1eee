package oauthtoken

import (
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/embedsign/embedsign/internal/testneeds"
	"github.com/embedsign/embedsign/internal/vectors"
	"github.com/embedsign/embedsign/signer"
)

func secretOf(t *testing.T) signer.Secret {
	t.Helper()
	return signer.NewSecret(vectors.Read(t, "../../..").Secret)
}

// few are the iterations of what does not depend on how many there are.
const few = 10

func TestEncryptAndDecrypt(t *testing.T) {
	secret := secretOf(t)
	const token = "eyJhbGciOiJSUzI1NiJ9.é.x\n"
	text := encrypted(t, secret, token, few)
	if strings.Count(text, ".") != 3 || strings.Contains(text, token) {
		t.Fatalf("encrypted: %s", text)
	}
	if plain, err := decrypt(secret, text, few); err != nil || plain != token {
		t.Errorf("got %q, %v", plain, err)
	}
	if plain, err := decrypt(signer.NewSecret(secret.Reveal()+"\n"), text, few); !errors.Is(err, ErrNotDecrypted) || plain != "" {
		t.Errorf("under another secret: %q, %v", plain, err)
	}
	for i := range 4 {
		changed := strings.Split(text, ".")
		changed[i] = flip(changed[i])
		if plain, err := decrypt(secret, strings.Join(changed, "."), few); !errors.Is(err, ErrNotDecrypted) || plain != "" {
			t.Errorf("with part %d changed: %q, %v", i, plain, err)
		}
	}
	if again := encrypted(t, secret, token, few); again == text {
		t.Error("salt and IV are not random")
	}
}

func encrypted(t *testing.T, secret signer.Secret, token string, iterations int) string {
	t.Helper()
	text, err := encrypt(rand.Reader, secret, token, iterations)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What is public takes all the iterations that the SDK takes.
func TestIterations(t *testing.T) {
	secret := secretOf(t)
	text, err := EncryptOAuthToken(rand.Reader, secret, "x")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := decrypt(secret, text, 600_000); err != nil || plain != "x" {
		t.Errorf("got %q, %v", plain, err)
	}
	if plain, err := DecryptOAuthToken(secret, encrypted(t, secret, "y", 600_000)); err != nil || plain != "y" {
		t.Errorf("got %q, %v", plain, err)
	}
}

// flip changes the first character of base64 into another.
func flip(part string) string {
	if part[0] == 'A' {
		return "B" + part[1:]
	}
	return "A" + part[1:]
}

func TestFormIsChecked(t *testing.T) {
	const good = "AAAAAAAAAAAAAAAAAAAAAA==.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA==.AAAA"
	for text, says := range map[string]string{
		"":                                "1 parts",
		good + ".":                        "5 parts",
		good[:22] + good[24:]:             "salt is not standard base64",
		good[:21] + "B" + good[22:]:       "salt is not standard base64",
		"AAAA" + good[24:]:                "salt has 3 bytes, want 16",
		good[:25] + "AAAA" + good[41:]:    "IV has 3 bytes, want 12",
		good[:25] + good[:24] + good[41:]: "IV has 16 bytes, want 12",
		good[:42] + "AAAA" + good[66:]:    "tag has 3 bytes, want 16",
		good[:len(good)-4] + "AA-_":       "ciphertext is not",
	} {
		if plain, err := DecryptOAuthToken(secretOf(t), text); err == nil || !strings.Contains(err.Error(), says) || plain != "" {
			t.Errorf("%q: got %q, %v, want %q", text, plain, err, says)
		}
	}
}

func TestWhatIsNeeded(t *testing.T) {
	if _, err := EncryptOAuthToken(rand.Reader, signer.Secret{}, "x"); err == nil || !strings.Contains(err.Error(), "secret is empty") {
		t.Errorf("without a secret: %v", err)
	}
	dry := errors.New("dry")
	if _, err := EncryptOAuthToken(iotest.ErrReader(dry), secretOf(t), "x"); !errors.Is(err, dry) {
		t.Errorf("without randomness: %v", err)
	}
}

// nodeScript does with Node's own crypto what Sigma's SDK describes: it decrypts
// its first argument and encrypts its second.
const nodeScript = `
const crypto = require("node:crypto");
const [encrypted, plain] = process.argv.slice(1);
const key = (salt) => crypto.pbkdf2Sync(process.env.EMBED_SECRET, salt, 600000, 32, "sha256");
const [salt, iv, tag, text] = encrypted.split(".").map((part) => Buffer.from(part, "base64"));
const decipher = crypto.createDecipheriv("aes-256-gcm", key(salt), iv);
decipher.setAuthTag(tag);
console.log(Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8"));
const fresh = [crypto.randomBytes(16), crypto.randomBytes(12)];
const cipher = crypto.createCipheriv("aes-256-gcm", key(fresh[0]), fresh[1]);
const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
console.log([...fresh, cipher.getAuthTag(), sealed].map((part) => part.toString("base64")).join("."));
`

func TestNodeAgrees(t *testing.T) {
	node := testneeds.Program(t, "node")
	secret := secretOf(t)
	const ours, theirs = "token from Go: é", "token from Node: ü"
	cmd := exec.CommandContext(t.Context(), node, "-e", nodeScript, encrypted(t, secret, ours, iterations), theirs)
	cmd.Env = append(os.Environ(), "EMBED_SECRET="+secret.Reveal())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	decrypted, text, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if decrypted != ours {
		t.Errorf("Node decrypts %q", decrypted)
	}
	if plain, err := DecryptOAuthToken(secret, text); err != nil || plain != theirs {
		t.Errorf("of Node's %s: %q, %v", text, plain, err)
	}
}
