# make test      all checks and tests but the longest, in some minutes; what CI runs
# make test-all  make test with the longest too, the code in other languages, the page's grades by
#                Lighthouse, pictures of it in internal/e2e/testdata-out, opening each of
#                10 000 URLs once, the k6 extension, and each fuzz target for FUZZTIME
# make compile   what make test compiles first
# make k6        the tests of the k6 extension, which has a module of its own
# make lint      the checks alone
# make limits    the limits on signing speed, with the benchmark harness
# make gate      signing speed against main, or against BASE
# make generate  what site/ serves, after a change to what it is made of
# make offline   the playground as one HTML file: bin/embedsign-offline.html
# make serve     the playground on http://127.0.0.1:8080

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GUEST       = GOOS=wasip1 GOARCH=wasm
# Races are looked for neither in SQLite, which is C that was translated, nor in brotli: both
# take ten times as long then. In code that shares memory by atomic operations of its own,
# such as wazero's, leaving it out makes races of what is none.
NORACE      = modernc.org/... github.com/andybalholm/brotli/...
RACE        = $(if $(shell command -v gcc),-race $(foreach p,$(NORACE),-gcflags=$(p)=-race=false))
# With the flags of the tests, so that what both need is compiled once. The tests themselves
# start compilers, which must not inherit them.
AS_TESTED   = CGO_ENABLED=$(if $(RACE),1,0) GOFLAGS="$(RACE)"

# Packages are tested so many at a time: those of the browsers and of the harness
# wait more than they work.
PACKAGES    = $(shell echo $$(($$(nproc) * 3 / 2)))

FUZZTIME    = 30s

.PHONY: test test-all compile k6 fuzz lint tools limits gate generate offline serve

test: tools lint
	CGO_ENABLED=$(if $(RACE),1,0) go test $(RACE) -vet=off -ldflags=-w -timeout 15m -p $(PACKAGES) ./internal/e2e ./... # vetted above; the longest first
	go test -run 'Budget|Allocate|Control' ./internal/wasmbuild ./signer ./site/... ./cmd/bench/internal/native ./cmd/bench/internal/controls

compile:
	CGO_ENABLED=$(if $(RACE),1,0) go build $(RACE) ./...

test-all: test
	@scripts/test-tools.sh all
	go vet -tags all ./...
	bin/staticcheck -tags all ./...
	@# one package after the other: the grades want a processor to themselves
	go test -tags all -p 1 -count=1 -timeout 30m -v -run 'OnDebian|Scores|TestChromium/Axe|TestChromium/(Latency|Causes|EveryParameter|Lessons|Secrets|Address)|Firefox|Screenshots|LabKeeps|AcceptOnce|ExamplesRun|LongScripts' ./internal/wasmbuild ./cmd/bench ./cmd/serve ./signer/code ./internal/lighthouse ./internal/e2e
	@$(MAKE) k6 fuzz

k6: bin/staticcheck
	cd deploy/k6 && go mod tidy -diff && go vet ./... && ../../bin/staticcheck ./... && go test -count=1 -timeout 9m ./...

fuzz:
	@scripts/fuzz.sh $(FUZZTIME)

tools:
	@scripts/test-tools.sh

lint: bin/staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "not gofmt-clean"; exit 1; }
	go mod tidy -diff
	$(AS_TESTED) go vet ./...
	$(GUEST) go vet ./wasm/... ./signer/...
	$(AS_TESTED) bin/staticcheck ./...
	$(GUEST) bin/staticcheck -checks inherit,-U1000 ./wasm/... ./signer/... # it does not know go:wasmexport

bin/staticcheck: Makefile
	GOBIN="$(CURDIR)/bin" go install $(STATICCHECK)

limits:
	go build -o bin/bench ./cmd/bench
	bin/bench run --limits cmd/bench/limits.yaml

gate:
	go build -o bin/bench ./cmd/bench
	@.ci/gate

generate:
	go generate ./site

OFFLINE ?= bin/embedsign-offline.html

offline:
	@mkdir -p "$(dir $(OFFLINE))"
	go run ./site/gen -from site -offline "$(OFFLINE)"

serve:
	go run ./cmd/serve
