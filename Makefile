# `make build` builds the example's documents, `make test` runs all checks. Both do their own set-up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# pytest uses all cores; CI sets this to what it has.
JOBS ?= auto
# What `make fuzz` draws its examples from, and the files whose properties it tries.
SEED ?= $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')
TESTS ?= tests

.DEFAULT_GOAL := build
.PHONY: build test test-all fuzz check bench generate vendor pictures clean

build: $(VENV)/.installed
	$(BIN)/conceptnote build

test: check node_modules/.installed $(VENV)/.system-test
	$(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not slow"

# All tests, and six times the examples of each property.
test-all: check node_modules/.installed $(VENV)/.system-test
	$(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --hypothesis-profile all

# Searches for examples that break a property: ten times as many as in `make test-all`, and others each time.
fuzz: SEED := $(SEED)
fuzz: $(VENV)/.installed-dev node_modules/.installed $(VENV)/.system-test
	@echo "seed $(SEED); to draw the same examples again: make fuzz SEED=$(SEED)"
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m hypothesis --hypothesis-profile fuzz --hypothesis-seed $(SEED) $(TESTS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/funders.py
	$(BIN)/python benchmarks/collection.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/studio.py
	$(BIN)/python benchmarks/notes.py

# Writes what is generated: from the schema data/event.schema.json, docs/event-file.md and docs/funders.md, and from the
# checks docs/checks.md.
generate: $(VENV)/.installed
	PYTHONPATH=tools:tests $(BIN)/python -m reference.generate

# Bundles what the page of the studio is made of besides our own modules; it is checked in, for users need no Node.
vendor: node_modules/.installed
	node tools/studio/build.mjs src/conceptnote/studio/static/vendor

# The pictures of the README, and of docs/agendas.md and docs/papers.md: an event file, its paper, and the page that shows it best.
SHAPES := two-days-three-tracks:programme:1 four-days-with-showcases:programme:2 protocol:programme:1 hybrid-two-zones:programme:1
PAPERS := protocol:name-plates:7 protocol:badges:1 protocol:speaker-brief:5 two-days-three-tracks:run-of-show:1 \
    half-a-day:invitation:1 protocol:attendance-sheet:1

pictures: SHELL := bash
pictures: build
	pdftoppm -r 80 -png -f 1 -l 1 out/concept-note.pdf docs/images/concept-note
	pdftoppm -r 80 -png -f 1 -l 1 out/programme.pdf docs/images/programme
	for one in $(SHAPES) $(PAPERS); do IFS=: read -r name paper page <<< $$one; \
	  $(BIN)/conceptnote build -q -d $$paper -f pdf -o out/shapes tests/events/$$name.yaml; \
	  file=$$(ls out/shapes/$$name/$$paper.pdf out/shapes/$$name/internal/$$paper.pdf 2>/dev/null); \
	  picture=paper-$$paper; [ $$paper != programme ] || picture=shape-$$name; \
	  pdftoppm -r 70 -png -singlefile -f $$page -l $$page $$file docs/images/$$picture || exit; \
	done
	PYTHONPATH=tests $(BIN)/python tools/studio/pictures.py docs/images
	for look in institute ministry agency; do \
	  $(BIN)/conceptnote build -q -d programme -f pdf -o out/looks --set look.like=$$look tests/looks.yaml; \
	  pdftoppm -r 50 -png -singlefile out/looks/programme.pdf docs/images/look-$$look || exit; \
	done

clean:
	rm -rf $(VENV) node_modules out dist

$(VENV)/.system:
	tools/system-packages run
	$(PYTHON) -c 'import sys; sys.exit("conceptnote needs Python 3.11 or newer: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: $(VENV)/.system pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .[studio]
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --requirement requirements-dev.txt
	touch $@

$(VENV)/.system-test: $(VENV)/.system
	tools/system-packages test
	touch $@

node_modules/.installed: package.json tools/studio/package-lock.json $(VENV)/.system-test
	npm install --silent --no-package-lock --no-fund --no-audit
	npm ci --silent --no-fund --no-audit --prefix tools/studio
	touch $@
