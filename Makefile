# Needs Python 3.11 or newer, make and a C compiler; everything else is installed into this folder.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PY := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

CLIENT := $(shell find client -type f -not -path 'client/tests/*' 2>/dev/null)
TEXTS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

.PHONY: help
help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: .venv/ready build/client $(TEXTS) ## Set everything up, fill the demo and serve it on http://127.0.0.1:8000
	@exec $(PY) -m demo

.PHONY: codes
codes: .venv/ready ## Print the demo officers' present sign-in codes
	@$(PY) -m demo codes

.PHONY: test
test: setup ## Set everything up, then run every check and every test on SQLite and on PostgreSQL
	@$(PY) -m tools.checks test

.PHONY: check
check: setup ## Run every check; change nothing
	@$(PY) -m tools.checks check

.PHONY: fix
fix: setup ## Repair what a tool can repair: formatting, generated documents, catalogues
	@$(PY) -m tools.checks fix

.PHONY: bench
bench: setup ## Measure every budget and write docs/benchmarks.md
	@$(PY) -m bench

.PHONY: setup
setup: .venv/ready build/client build/browser $(TEXTS) compiled ## Install everything that the project needs, and build the client

.PHONY: clean
clean: ## Remove everything that make made, the demo included
	rm -rf .venv .uv node_modules build var

.venv/ready: pyproject.toml uv.lock package.json package-lock.json tools/install.py tests/ledger/foreign.txt
	@$(PYTHON) tools/install.py
	@touch $@

build/client: .venv/ready Makefile $(CLIENT)
	@mkdir -p build && node client/build.mjs
	@SECRET_KEY=unused $(PY) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

$(TEXTS): %.mo: %.po .venv/ready tools/catalogue.py
	@$(PY) -m tools.catalogue --compile

# Whoever serves may not be able to write here, and would then compile everything at each start.
.PHONY: compiled
compiled: .venv/ready
	@$(PY) -m compileall -q hoeder

build/browser: .venv/ready tools/browser.py
	@mkdir -p build && $(PY) -m tools.browser > $@
