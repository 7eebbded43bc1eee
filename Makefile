# make test      all checks and tests, in some minutes; what CI runs
# make test-all  make test, and each fuzz target for FUZZTIME
# make lint      the checks alone
# make limits    the limits on signing speed, with the benchmark harness
# make generate  signer.wasm and index.html, after a change to what they are made of
# make serve     the playground on http://127.0.0.1:8080

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GUEST       = GOOS=wasip1 GOARCH=wasm
RACE        = $(if $(shell command -v gcc),-race)

FUZZTIME    = 30s

.PHONY: test test-all fuzz lint tools limits generate serve

test: tools lint
	CGO_ENABLED=$(if $(RACE),1,0) go test $(RACE) -timeout 9m ./...
	go test -run 'Budget|Allocate' ./internal/wasmbuild ./signer ./site/... ./cmd/bench/internal/native

test-all: test fuzz

fuzz:
	@for package in ./signer ./wasm; do \
	  for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	  done; \
	done

tools:
	@scripts/test-tools.sh

lint: bin/staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "not gofmt-clean"; exit 1; }
	go mod tidy -diff
	go vet ./...
	$(GUEST) go vet ./wasm/... ./signer/...
	bin/staticcheck ./...
	$(GUEST) bin/staticcheck -checks inherit,-U1000 ./wasm/... ./signer/... # it does not know go:wasmexport

bin/staticcheck: Makefile
	GOBIN="$(CURDIR)/bin" go install $(STATICCHECK)

limits:
	go build -o bin/bench ./cmd/bench
	bin/bench run --limits cmd/bench/limits.yaml

generate:
	go generate ./site

serve:
	go run ./cmd/serve
