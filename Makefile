# What a person or CI runs, by the same names. Each target prepares what it needs and says in one line what is missing.
PYTHON := sh setup/python.sh
VENV := .venv/bin
PROCESSES ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test coverage check lock sbom audit soak mutants screens

help:  ## this list
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 16

setup:  ## everything a run needs: packages, models, the client's packages
	@$(PYTHON) -m setup.prepare run

setup-tests:  ## everything tests and checks need besides: test photos, chromium, types
	@$(PYTHON) -m setup.prepare test

run: setup  ## serve with the demo on http://127.0.0.1:8000 (LUGAS_HOST, LUGAS_PORT)
	@LUGAS_DEMO=1 $(VENV)/python wsgi.py --check
	@LUGAS_DEMO=1 $(VENV)/flask demo
	@LUGAS_DEMO=1 exec $(VENV)/python wsgi.py

test: setup-tests  ## all tests, unit to real browser, but the fault tests (make test-faults); PROCESSES=2 share them
	@$(VENV)/pytest -n $(PROCESSES) --durations=10 $(TESTS)

coverage: setup-tests  ## lines and branches of server that all tests but the browser's run, in their own processes only
	@$(VENV)/pytest -n $(PROCESSES) -q --cov=server --cov-branch --cov-report=term:skip-covered tests/house tests/unit tests/property tests/storage tests/api tests/realtime tests/workers tests/attacks

check: setup-tests  ## ruff, mypy, import-linter, tsc, eslint
	@$(VENV)/python -m setup.check

lock: setup-tests  ## compile requirements*.txt and client/package-lock.json anew
	@$(VENV)/python -m setup.lock

sbom: setup-tests  ## write what a hall runs on as CycloneDX lists to instance/sbom
	@$(VENV)/python -m setup.sbom

audit: setup-tests  ## ask the package indexes for known vulnerabilities of what a hall runs on
	@$(VENV)/python -m setup.audit

screens: setup-tests  ## write every page and state at three sizes to instance/screens, and renew those the README shows
	@$(VENV)/python -m tests.screens

test-%: setup-tests  ## one folder of tests, e.g. make test-browser, make test-faults
	@$(VENV)/pytest tests/$*

mutants: setup-tests  ## put small faults into a copy, one at a time, and say which of them no test notices
	@$(VENV)/python -m tests.mutants

soak: setup-tests  ## 60 seats for ten minutes (LUGAS_SOAK_MINUTES) under every attack at once
	@$(VENV)/python -m tests.soak

bench-%: setup-tests  ## run one benchmark, e.g. make bench-faces
	@$(VENV)/python -m tests.bench.$*
