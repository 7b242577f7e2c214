# Two commands: `make run` opens the demo shop, `make test` runs what CI runs.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
COMPILE := build/uv/bin/uv pip compile --generate-hashes --no-emit-index-url --no-emit-package pandas --no-emit-package autograd --no-emit-package dill --python-version 3.11 --custom-compile-command "make lock"

.PHONY: help install install-dev native run test lint faults mutants bench screenshots lock browser clean

help:
	@echo "make run          install, start the shop and load the demo (PORT=8000)"
	@echo "make test         everything CI runs"
	@echo "make install      only prepare .venv with the regulars command"
	@echo "make faults       kill things on purpose, the long counts"
	@echo "make mutants      would the tests notice a small mistake in the engine? (docs/mutation.md)"
	@echo "make bench        measure this machine beside pgbench"
	@echo "make screenshots  the pictures of the README, taken anew"
	@echo "make lock         pin the newest allowed packages, with hashes"

install: .venv/.installed native
install-dev: .venv/.installed-dev

# The lock pins every package with its hashes, so nothing is resolved here; the build of our own command uses the setuptools just installed.
.venv/.installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv …"
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	@echo "Installing what the tests need …"
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# The first start does not wait for the compiler: it compiles beside, and the next start is the faster one.
run: .venv/.installed
	@nice $(BIN)/python -m regulars.cli.building 2>/dev/null &
	@exec $(BIN)/regulars serve --demo --port $(PORT)

# The engine's hottest modules as machine code, where there is a C compiler; the sources run otherwise.
native: .venv/.installed
	@$(BIN)/python -m regulars.cli.building

test: install-dev native browser lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run --settings regulars.config.settings

# Debian's Chromium and a Chinese font; without the font every Chinese character in a picture is a box.
browser:
	@if ! command -v chromium >/dev/null || ! ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium and a Chinese font …"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; \
	  else echo "The browser tests need: sudo apt-get install chromium fonts-noto-cjk" >&2; exit 1; fi; fi

faults: install-dev
	REGULARS_FAULTS=long $(BIN)/python -m pytest tests/faults tests/engine/test_agreement.py tests/engine/test_properties.py tests/journal/seal tests/simulation --timeout 14400

# A sample of 1,500; every one, with the properties on made-up cases too: make mutants MUTANTS="--all --laws" (hours).
mutants: install-dev
	nice $(BIN)/python tests/mutation $(MUTANTS)

bench: install
	$(BIN)/regulars bench live
	$(BIN)/regulars bench bulk
	$(BIN)/regulars bench clock

screenshots: install-dev browser
	$(BIN)/python tests/browser/screenshots.py

lock:
	@test -x build/uv/bin/uv || { $(PYTHON) -m venv build/uv && build/uv/bin/python -m pip --quiet install uv; }
	$(COMPILE) requirements.in -o requirements.lock
	$(COMPILE) requirements-dev.in -o requirements-dev.lock
	@rm -rf build/uv

clean:
	rm -rf .venv build *.egg-info
