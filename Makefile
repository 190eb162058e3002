# `make help` lists what there is. Every path is relative, so that a checkout may lie in a folder with a space.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
KIND := $(if $(LIGHT),light,full)
EXTRAS := notebooks,dev,frames,exchange,ducklake$(if $(LIGHT),,$(shell echo ,stanza))
READY := .venv/.ready-$(KIND)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help corpus test soak setup notebook lint types clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo "  LIGHT=1 before any of them leaves stanza and torch out (smaller, and no learned tagger)"

corpus: setup ## set up, then crawl the replica portals and publish data/demo/corpus.duckdb
	@.venv/bin/netra demo --data data/demo

test: setup ## set up, then lint, type check and run the tests with coverage
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/python -m pytest -m "not soak" --numprocesses auto --dist loadfile --cov --cov-report=term --cov-fail-under=85

soak: setup ## the long checks
	@.venv/bin/python -m pytest -m soak

notebook: setup ## open JupyterLab on the demo corpus (make corpus first)
	@test -f data/demo/corpus.duckdb || { echo "data/demo/corpus.duckdb is missing: run 'make corpus' first"; exit 2; }
	@NETRA_CORPUS="$(CURDIR)/data/demo/corpus.duckdb" .venv/bin/jupyter lab notebooks/first_look.ipynb

lint: setup ## format and fix what ruff can
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

types: setup ## mypy --strict
	@.venv/bin/mypy

setup: $(READY) ## make .venv with the pinned packages and import each of them once

# A changed pin or dependency sets up again; light and full share one environment, full adds to it.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "netra needs Python 3.11 or newer; name one with make PYTHON=python3.11")'
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv ($(KIND)): a few minutes the first time"
	@.venv/bin/python -m pip install --quiet --constraint constraints.txt --editable ".[$(EXTRAS)]"
	@.venv/bin/python -m corpus.selfcheck "$(EXTRAS)"
	@touch $@

clean: ## remove the environment, caches and the demo corpus
	@rm -rf .venv data/demo .pytest_cache .mypy_cache .ruff_cache *.egg-info
