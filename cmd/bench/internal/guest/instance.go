package guest

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// An Instance is one running guest. One goroutine uses it at a time.
type Instance struct {
	module  api.Module
	alloc   api.Function
	call    api.Function
	prepare api.Function
	signed  api.Function
}

// Instantiate starts a guest: Go's runtime runs in it when this returns.
func (m *Module) Instantiate(ctx context.Context) (*Instance, error) {
	return m.instantiate(ctx, m.config)
}

func (m *Module) instantiate(ctx context.Context, config wazero.ModuleConfig) (*Instance, error) {
	module, err := m.runtime.InstantiateModule(ctx, m.compiled, config)
	if err != nil {
		return nil, fmt.Errorf("instantiate signer.wasm: %w", err)
	}
	i := &Instance{module: module}
	for name, f := range map[string]*api.Function{
		"alloc": &i.alloc, "call": &i.call, "prepare": &i.prepare, "signed": &i.signed,
	} {
		if *f, err = i.export(name); err != nil {
			return nil, err
		}
	}
	return i, nil
}

func (i *Instance) export(name string) (api.Function, error) {
	f := i.module.ExportedFunction(name)
	if f == nil {
		return nil, fmt.Errorf("signer.wasm: no export %q", name)
	}
	return f, nil
}

// Close frees the guest's memory.
func (i *Instance) Close(ctx context.Context) error { return i.module.Close(ctx) }

// MemoryBytes is the size of the guest's memory, which never shrinks.
func (i *Instance) MemoryBytes() uint32 { return i.module.Memory().Size() }

// write puts a request into a buffer of the guest.
func (i *Instance) write(ctx context.Context, request []byte) (ptr uint64, err error) {
	result, err := i.alloc.Call(ctx, uint64(len(request)))
	if err != nil {
		return 0, fmt.Errorf("alloc: %w", err)
	}
	if result[0] == 0 || !i.module.Memory().Write(uint32(result[0]), request) {
		return 0, fmt.Errorf("alloc: no room for a request of %d bytes", len(request))
	}
	return result[0], nil
}

// read copies what a pointer and a length in one word point to.
func (i *Instance) read(location uint64) ([]byte, error) {
	view, ok := i.module.Memory().Read(uint32(location>>32), uint32(location))
	if !ok {
		return nil, fmt.Errorf("an answer at %#x, outside of the guest's memory", location)
	}
	return append([]byte(nil), view...), nil
}

// ask sends a request through the JSON door and decodes the answer's value.
func (i *Instance) ask(ctx context.Context, request, value any) error {
	text, err := json.Marshal(request)
	if err != nil {
		return err
	}
	answer, err := i.answer(ctx, text)
	if err != nil {
		return err
	}
	return decode(answer, value)
}

// answer sends a request through the JSON door.
func (i *Instance) answer(ctx context.Context, request []byte) ([]byte, error) {
	ptr, err := i.write(ctx, request)
	if err != nil {
		return nil, err
	}
	result, err := i.call.Call(ctx, ptr, uint64(len(request)))
	if err != nil {
		return nil, fmt.Errorf("call: %w", err)
	}
	return i.read(result[0])
}

// decode takes the value out of an answer.
func decode(answer []byte, value any) error {
	var a struct {
		Value json.RawMessage `json:"value"`
		Error *struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return fmt.Errorf("the guest's answer: %w", err)
	}
	if a.Error != nil {
		return fmt.Errorf("the guest refused: %s: %s", a.Error.Code, a.Error.Message)
	}
	return json.Unmarshal(a.Value, value)
}

// readSigned gives what the last kernel made, a URL or a nonce.
func (i *Instance) readSigned(ctx context.Context) (string, error) {
	result, err := i.signed.Call(ctx)
	if err != nil {
		return "", fmt.Errorf("signed: %w", err)
	}
	text, err := i.read(result[0])
	return string(text), err
}
