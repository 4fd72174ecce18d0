# Recipes for developers. Users need only ./run and ./test.
# Checks do not wait for each other; what each says is printed whole.
MAKEFLAGS += --jobs=2 --output-sync=target

PYTHON := .venv/bin/python
BIN := .venv/bin
UV := $(PYTHON) -m uv
COMPILE := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links
CODE := src tests scripts benchmarks run test manage.py

.PHONY: check fix format lint types layers house templates migrations words docs deps bench lock messages reference

check: format lint types layers house templates migrations words docs deps  ## everything but the tests

format:
	$(BIN)/ruff format --check $(CODE)

lint:
	$(BIN)/ruff check $(CODE)

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

house:
	$(BIN)/ast-grep test --skip-snapshot-tests
	$(BIN)/ast-grep scan src

templates:
	$(BIN)/djlint --lint --quiet src/stocktake

migrations:
	STOCKTAKE_HOME=$$(mktemp -d) $(PYTHON) manage.py makemigrations --check --dry-run

words:
	$(BIN)/codespell src docs tests scripts benchmarks *.md Makefile

docs:
	$(PYTHON) scripts/reference_docs.py --check

deps:
	$(BIN)/deptry src

fix:
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

reference:  ## write the generated pages of docs/ again
	$(PYTHON) scripts/reference_docs.py

bench:  ## figures for docs/benchmarks.md; needs STOCKTAKE_SHARED
	$(PYTHON) benchmarks/run.py

lock:  ## compile the hashed locks again
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	echo uv | $(COMPILE) - -o requirements-setup.lock

messages:  ## collect the interface's strings (needs gettext) and compile the catalogues
	$(PYTHON) scripts/messages.py collect
	$(PYTHON) scripts/messages.py compile
