# Two commands do all the set-up: `make site` builds the demo company into site/, `make test` passes every test.
VENV ?= .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.ready
N ?= 10000

.PHONY: site test lint types check verify ci bench browse audit clean help

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(STAMP): pyproject.toml constraints.txt .ci/environment
	@bash .ci/environment $(VENV)
	@touch $@

site: $(STAMP) ## build the demo company into site/
	@$(VENV)/bin/crmsite build
	@echo "file://$(CURDIR)/site/index.html"

test: $(STAMP) ## run every test, those in a real browser among them
	@CHROMIUM="$$(bash .ci/browser)" $(PY) -m pytest -n auto --dist loadgroup tests

audit: $(STAMP) ## look at every page type with everything that takes long
	@CHROMIUM="$$(bash .ci/browser)" AUDITORS="$$(bash .ci/auditors)" $(PY) -m pytest -n auto --dist loadgroup -m audit tests/browser

lint: $(STAMP) ## lint
	@$(VENV)/bin/ruff check .

types: $(STAMP) ## check types, strictly
	@$(VENV)/bin/mypy

check: $(STAMP) ## check the demo's records, and their form
	@$(VENV)/bin/crmsite check --format concise
	@$(VENV)/bin/crmsite fmt --check

verify: $(STAMP) ## prove that the incremental site equals a clean one
	@$(VENV)/bin/crmsite build --verify

bench: $(STAMP) ## measure against Hugo, in one run: make bench N=10000
	@$(PY) bench/run.py $(N)

browse: $(STAMP) ## measure a long list in a real browser: make browse N=10000
	@CHROMIUM="$$(bash .ci/browser)" $(PY) bench/browsing.py $(N)

clean: ## remove everything that is made
	@rm -rf site site.* .crmsite build dist $(VENV)
