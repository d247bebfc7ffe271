# varighet needs Go, make and git; everything else comes from the Go module proxy.
SHELL := /bin/sh
GO    ?= go
export CGO_ENABLED = 0

# Property tests draw the same cases every time; RAPID_SEED=0 draws others.
RAPID_SEED ?= 20150414
export RAPID_SEED

BIN   := bin/varighet
FLAGS := -trimpath -ldflags='-s -w'

.PHONY: demo test forms lint bench beside recipes fuzz figures schemas coverage mutants profile build dist clean

demo: build ## build, then run the built-in studies into out/
	$(BIN) demo -o out

build: ## one static binary, bin/varighet
	$(GO) build $(FLAGS) -o $(BIN) ./cmd/varighet

dist: ## what a release has, for six systems, in dist/ (DIST=, TARGETS='linux/amd64 …'): archives, SBOMs, .deb, SHA256SUMS
	packaging/dist

test: ## every test that needs nothing but this checkout (more with VARIGHET_SHARED set); TESTFLAGS= for go test
	$(GO) test $(TESTFLAGS) ./...

FORMS ?= 200
forms: ## from files to the true spells, for so many made-up registers of each form of dirt
	VARIGHET_FORMS=$(FORMS) $(GO) test -count=1 -timeout 3h -run '^TestFormsGiveTheTrueSpells$$' ./cmd/varighet

lint: ## formatting, vet, staticcheck, and comments on all that is exported
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo 'run gofmt -w on these files'; exit 1; }
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 -checks inherit,ST1000,ST1020,ST1021,ST1022 ./...
	$(GO) run github.com/mgechev/revive@v1.17.0 -config .ci/revive.toml ./...

BESIDE := internal/beside

bench: ## benchmarks of the hot paths, five times each, then beside other programs
	$(GO) test -run '^$$' -bench . -benchmem -count 5 ./...
	$(MAKE) beside

# The sizes, by the lists of 300 monthly files: 1.5 and 15 million rows. 48 and 150 million are
# 160000 and 500000, which take 3.4 and 11 GB of disk and as much again for what is made of them.
LISTS ?= 5000 50000
beside: ## docs/performance.md and README's table of speed: the same work by DuckDB and by R, in turn with ours; ten minutes, needs npm and Rscript
	@npm install --no-save --prefix $(BESIDE)/duckdb --no-audit --no-fund --silent || echo 'DuckDB cannot be installed here: left out'
	VARIGHET_BESIDE=1 VARIGHET_BESIDE_LISTS='$(LISTS)' $(GO) test -run '^$$' -bench Beside -benchtime 1x -timeout 4h -v ./$(BESIDE)

recipes: ## the recipes of docs/r, docs/python and docs/sql, and the documents in R of notebooks, held against the program; needs Rscript, pandas and npm, else leaves them out
	@npm install --no-save --prefix $(BESIDE)/duckdb --no-audit --no-fund --silent || echo 'DuckDB cannot be installed here: left out'
	$(GO) test -count=1 -v -run 'Recipes|InSQL' ./$(BESIDE)
	$(GO) test -count=1 -v -run 'Studies/r' ./notebooks

FUZZTIME ?= 30s
FUZZ ?= ^Fuzz
fuzz: ## each fuzz target for FUZZTIME, or those whose names match FUZZ: make fuzz FUZZ=FuzzStudy FUZZTIME=10m
	@set -e; found=0; \
	for pkg in $$(grep -rlE --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
	  for f in $$(grep -ohE '^func Fuzz[[:alnum:]_]*' $$pkg/*_test.go | cut -c6- | grep -E '$(FUZZ)' || true); do \
	    found=1; echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzzminimizetime 5x -fuzztime $(FUZZTIME) $$pkg; \
	  done; done; \
	[ $$found = 1 ] || { echo 'no fuzz target matches $(FUZZ)'; exit 1; }

figures: build ## remake the figures that the README shows
	$(BIN) demo -o out
	mkdir -p docs/figures
	cp out/alis-vest-2019/figures/figur-1-2.png out/alis-vest-2019/figures/figur-1-2.svg docs/figures/
	cp out/norge-simulert/figures/kaplan-meier.png docs/figures/
	@echo 'docs/figures/report.png is out/alis-vest-2019/report.html in a browser window of 900 by 1500'

schemas: ## docs/schemas.md and docs/schemas, from the types that are written as JSON and their comments; docs/columns.md, docs/codes.md, docs/glossary.md
	$(GO) run ./internal/schemas

REGISTERS ?= 2000
coverage: ## docs/coverage.md: in how many made-up registers the limits hold the truth; ten minutes for 2000
	$(GO) run ./internal/coverage -registers $(REGISTERS)

# All of a package are built together, and a mutant that is found takes less than a second; a survivor takes as
# long as the tests of its package and of those that use it. 100 of one package take about two minutes.
profile: ## packaging/release.pgo, by which releases are compiled, anew; half a minute
	VARIGHET_PROFILE='$(CURDIR)/packaging/release.pgo' $(GO) test -count=1 -run '^TestReleaseProfile$$' ./cmd/varighet

MUTANTS ?= 600
SEED ?= 20150414
mutants: ## docs/mutants.md: how many small faults in the source the tests find; MUTANTS=, SEED=, ONLY='survival/cox' for some packages, said on the screen
	$(GO) run ./internal/mutants -n $(MUTANTS) -seed $(SEED) -only '$(ONLY)'

clean:
	rm -rf bin out dist
