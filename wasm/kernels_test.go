package main

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/embedsign/embedsign/signer"
)

func TestKernels(t *testing.T) {
	var k kernels
	if code := k.sign(1); code != kernelUnprepared {
		t.Errorf("before prepare: %d", code)
	}
	if code := k.prepare([]byte(buildRequest(t, 0, ""))); code != kernelOK {
		t.Fatalf("prepare: %d", code)
	}
	want := builtURL(t, 0)
	for name, sign := range map[string]func(uint32) int32{"sign": k.sign, "sign-prepared": k.signPrepared} {
		if code := sign(2); code != kernelOK || string(k.buffer) != want {
			t.Errorf("%s: %d, %s", name, code, k.buffer)
		}
	}
	if code := k.drawNonces(2); code != kernelOK || signer.CheckNonceForm(string(k.buffer)) != nil {
		t.Errorf("nonce: %d, %s", code, k.buffer)
	}
	for name, kernel := range map[string]func(uint32) int32{"verify": k.verify, "reference": k.reference} {
		if code := kernel(2); code != kernelOK {
			t.Errorf("%s: %d", name, code)
		}
	}
	if got := signer.Inspect(signer.Inspection{URL: want}).Signature.Given; hex.EncodeToString(k.sum) != got {
		t.Errorf("the reference computes another signature than the URL carries: %s", got)
	}
}

// What the kernels cannot measure must be refused, not measured wrongly.
func TestKernelsRefuse(t *testing.T) {
	good := buildRequest(t, 0, "")
	for name, c := range map[string]struct {
		request string
		want    int32
	}{
		"nothing":          {"", kernelBadRequest},
		"not JSON":         {"x", kernelBadRequest},
		"another op":       {strings.Replace(good, `"build"`, `"inspect"`, 1), kernelBadRequest},
		"another dialect":  {buildRequest(t, 0, "form"), kernelBadRequest},
		"an order":         {strings.Replace(good, `"op"`, `"order":[":time"],"op"`, 1), kernelBadRequest},
		"a broken embed":   {strings.Replace(good, "ada@example.com", "ada", 1), kernelRefused},
		"an empty secret":  {`{"op":"build","embed":{}}`, kernelRefused},
		"a broken time":    {strings.Replace(good, `"time":1700000000`, `"time":"now"`, 1), kernelBadRequest},
		"a client ID gone": {strings.Replace(good, `"client_id":"`, `"client_id":"\n`, 1), kernelRefused},
	} {
		var k kernels
		if code := k.prepare([]byte(c.request)); code != c.want {
			t.Errorf("%s: %d, want %d", name, code, c.want)
		}
		if code := k.sign(1); code != kernelUnprepared {
			t.Errorf("%s: sign afterwards: %d", name, code)
		}
	}
}
