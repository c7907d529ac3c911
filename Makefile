# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
# Torget: every command of the house. `make` alone lists them.

SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help install run test check bench contracts lock demo chaos load fuzz oracle clean

help: ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort | expand -t 14

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.txt | .venv/bin/python
	$(PIP) -r requirements/run.txt
	@printf '#!/bin/sh\nhere=$$(CDPATH= cd -- "$$(dirname -- "$$0")/../.." && pwd)\nPYTHONPATH="$$here$${PYTHONPATH:+:$$PYTHONPATH}" exec "$$here/.venv/bin/python" -m gateway.city.cli "$$@"\n' > $(BIN)/torget
	@chmod +x $(BIN)/torget
	@$(BIN)/python -m compileall -q gateway services i18n
	@touch $@

.venv/.test: requirements/test.txt .venv/.run
	$(PIP) -r requirements/test.txt
	@touch $@

.venv/.check: requirements/check.txt .venv/.test
	$(PIP) -r requirements/check.txt
	@touch $@

install: .venv/.run ## Install what running needs; leaves the torget command in .venv/bin

run: install ## Run the whole city with demo data (PORT=8000)
	$(BIN)/torget serve --port $(PORT)

test: .venv/.test ## Run the full test suite, PostgreSQL and Redis included
	sh tests/support/debian.sh
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup

check: .venv/.check ## Run the gates: lint, types, import layers, licences, contracts, languages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/torget contracts --check
	$(BIN)/torget i18n check
	$(BIN)/python -m pytest -q tests/house

bench: .venv/.test ## Measure: start, memory, home query, verdict, engines, data seam
	$(BIN)/python -m tests.benchmarks

contracts: install ## Write openapi/ anew from the code
	$(BIN)/torget contracts

demo: install ## Ask the running city the first queries as a demo resident
	$(BIN)/torget demo ask --port $(PORT)

chaos: .venv/.test ## Long runs of kill and restart
	$(BIN)/python -m pytest -q tests/chaos

load: .venv/.test ## Load the doors on loopback: requests, ten thousand subscriptions
	$(BIN)/python -m tests.benchmarks doors subscriptions fanout

fuzz: .venv/.test ## Long property and fuzz runs
	TORGET_HYPOTHESIS=fuzz $(BIN)/python -m pytest -q -n $(WORKERS) tests -k "property or fuzz or equivalence or oracle"

oracle: .venv/.test ## Compare with foreign implementations from npm and PyPI (development only)
	sh tests/npm/oracle.sh
	sh tests/services/participation/oracle.sh

lock: ## Resolve the dependencies anew into requirements/
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
	sh requirements/lock.sh .venv-lock/bin/uv
	rm -rf .venv-lock

clean: ## Remove what was installed and the demo city's data
	rm -rf .venv var
