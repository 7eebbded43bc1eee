package guest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/tetratelabs/wazero/api"

	"github.com/embedsign/embedsign/cmd/bench/internal/audit"
	"github.com/embedsign/embedsign/cmd/bench/internal/measure"
	"github.com/embedsign/embedsign/cmd/bench/internal/subject"
	"github.com/embedsign/embedsign/signer"
)

// exports are the measuring exports of the operations.
var exports = map[string]string{
	"sign":          "sign_n",
	"sign-prepared": "sign_prepared_n",
	"verify":        "verify_n",
	"nonce":         "nonce_n",
	"reference":     "reference_n",
}

// codeRefused is what a kernel returns when the signer or the verifier refused.
const codeRefused = 3

var errRefused = errors.New("the guest refused a URL of its own")

// A kernel runs operations in a guest, many to a call: the way into the guest
// and out again takes the host some 20 ns.
type kernel struct {
	ctx       context.Context
	operation string
	instance  *Instance
	subject   *subject.Subject
	audit     *audit.Audit
	function  api.Function
	stack     [1]uint64 // argument and result of a call, so that it allocates nothing
}

// pair makes an operation and its reference in the same guest.
func (i *Instance) pair(ctx context.Context, operation string, s *subject.Subject, a *audit.Audit) (measure.Pair, error) {
	k, err := i.kernel(ctx, operation, s, a)
	if err != nil {
		return measure.Pair{}, err
	}
	reference, err := i.kernel(ctx, "reference", s, a)
	return measure.Pair{Operation: k, Reference: reference}, err
}

// Kernel makes the kernel of one operation in this guest.
func (i *Instance) Kernel(ctx context.Context, operation string, s *subject.Subject, a *audit.Audit) (measure.Kernel, error) {
	k, err := i.kernel(ctx, operation, s, a)
	if err != nil {
		return nil, err
	}
	return k, nil
}

func (i *Instance) kernel(ctx context.Context, operation string, s *subject.Subject, a *audit.Audit) (*kernel, error) {
	name, ok := exports[operation]
	if !ok {
		return nil, fmt.Errorf("operation %q: signer.wasm does not have it", operation)
	}
	function, err := i.export(name)
	if err != nil {
		return nil, err
	}
	return &kernel{ctx: ctx, operation: operation, instance: i, subject: s, audit: a, function: function}, nil
}

// Draw hands the guest a URL to make, with a fresh nonce.
func (k *kernel) Draw() error {
	nonce, err := signer.NewNonce(rand.Reader)
	if err != nil {
		return err
	}
	return k.instance.ready(k.ctx, k.subject, nonce, time.Now())
}

// ready calls prepare, which sets up all kernels.
func (i *Instance) ready(ctx context.Context, s *subject.Subject, nonce string, at time.Time) error {
	request, err := s.BuildRequest(nonce, at)
	if err != nil {
		return err
	}
	ptr, err := i.write(ctx, request)
	if err != nil {
		return err
	}
	result, err := i.prepare.Call(ctx, ptr, uint64(len(request)))
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	if result[0] != 0 {
		return fmt.Errorf("prepare: code %d", result[0])
	}
	return nil
}

// Run makes one call for n operations.
func (k *kernel) Run(n int) error {
	k.stack[0] = uint64(n)
	if err := k.function.CallWithStack(k.ctx, k.stack[:]); err != nil {
		return fmt.Errorf("%s: %w", exports[k.operation], err)
	}
	switch code := k.stack[0]; {
	case code == 0:
		return nil
	case code == codeRefused && k.operation == "verify":
		k.audit.Verified("wazero verify", errRefused) // a wrong result: go on
		return nil
	default:
		return fmt.Errorf("%s: code %d", exports[k.operation], code)
	}
}

// Check reads what the kernel made out of the guest's memory. The reference
// makes nothing to read, and verify has checked itself: any refusal is a code.
func (k *kernel) Check() {
	switch k.operation {
	case "sign", "sign-prepared":
		url, err := k.instance.readSigned(k.ctx)
		if err == nil {
			err = k.subject.Verify(url, time.Now())
		}
		k.audit.Verified("wazero "+k.operation, err)
	case "nonce":
		nonce, err := k.instance.readSigned(k.ctx)
		if err == nil {
			err = signer.CheckNonceForm(nonce)
		}
		if err != nil {
			k.audit.Wrong("wazero nonce", err)
		}
	}
}
