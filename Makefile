# `make run` and `make test` need nothing but make and Python 3.11: they set the rest up in .venv.
INPUT ?= seeds/
OUTPUT ?= build/clean
INBOX ?= build/inbox
EVERY ?= 10m
PARTS ?= boilerplate extraction paraphrase duplicates copies stories scrapes labelled_scrapes intake pipeline
FLOORS ?=
FUZZ ?= readers pages texts
FUZZ_SECONDS ?= 60

VENV := .venv
PYTHON := $(VENV)/bin/python
UNSPUN := $(PYTHON) -m flows
# The tests wait for servers a quarter of their time: three processes keep two processors at work.
PYTEST := $(PYTHON) -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder
# Pip would compile the libraries for a minute, on one processor. What is no Python 3 is left as it is.
PIP_INSTALL := $(PYTHON) -m pip install -qq --disable-pip-version-check --no-compile --constraint constraints.txt
COMPILE := $(PYTHON) -W ignore -m compileall -qq -j 0 $(VENV)/lib || true
READY := $(VENV)/ready
TEST_READY := $(VENV)/ready-to-test
BENCH_READY := $(VENV)/ready-to-measure
FUZZ_READY := $(VENV)/ready-to-fuzz
FRESH := build/docs
# Warnings and dead links are errors. `make check` builds the site too: tests/test_site.py.
SITE := $(PYTHON) -m sphinx --fresh-env --fail-on-warning --keep-going --quiet --nitpicky --doctree-dir build/doctrees
PEERS := build/peers build/page_peers build/dolma_peer
ARTEFACTS := build/docs build/fuzz build/site build/doctrees build/bench build/bench-peers $(PEERS) build/constraints.txt dist
CACHES := .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The tests start the command a hundred times: without files of bytecode, each compiles the project.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test soak fuzz check serve server docs pictures data golden bench bench-peers constraints clean distclean

help: ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## Clean INPUT (seeds/) into OUTPUT (build/clean)
	@$(UNSPUN) clean --prefect "$(INPUT)" --output "$(OUTPUT)"

test: $(TEST_READY) ## Run the tests
	@$(PYTEST)

soak: $(TEST_READY) ## Run the long tests, about an hour: kills at random, disk errors at every step, hostile inputs
	@rm -rf build/soak && mkdir -p build/soak
	@failed=0; \
	UNSPUN_SOAK=1 $(PYTEST) --junitxml build/soak/flows.xml tests/flows/test_soak.py tests/flows/test_snapshots.py \
		tests/flows/test_conservation.py tests/flows/test_same_bytes.py tests/cleaners/test_boilerplate.py \
		tests/flows/test_cluster.py tests/flows/test_object_storage.py || failed=1; \
	UNSPUN_SOAK_CHARACTERS=2000000 $(PYTHON) -m pytest -q -s --junitxml build/soak/hostile.xml tests/soak || failed=1; \
	UNSPUN_SOAK_MOMENTS=20 $(PYTHON) -m pytest -q --junitxml build/soak/stopping.xml tests/flows/test_stopping.py || failed=1; \
	$(PYTHON) tests/bench/soak.py build/soak; \
	$(PYTHON) tests/bench/scoreboard.py; \
	exit $$failed

fuzz: $(FUZZ_READY) ## Try made-up inputs on readers, pages and texts, FUZZ_SECONDS (60) each; what breaks is in build/fuzz
	@for target in $(FUZZ); do $(PYTHON) -m tests.fuzz.run $$target $(FUZZ_SECONDS) build/fuzz || exit 1; done

check: $(TEST_READY) ## Run all that continuous integration runs: lint, layers, docs, then types beside the tests
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(VENV)/bin/lint-imports
	@mkdir -p $(FRESH)
	@$(PYTHON) -m flows.docs.rule_pages > $(FRESH)/rules.md
	@$(PYTHON) -m flows.docs.data_dictionary > $(FRESH)/data-dictionary.md
	@$(PYTHON) -m flows.docs.settings_page > $(FRESH)/settings.md
	@diff -u docs/rules.md $(FRESH)/rules.md && diff -u docs/data-dictionary.md $(FRESH)/data-dictionary.md \
		&& diff -u docs/settings.md $(FRESH)/settings.md \
		|| { echo "docs/ is out of date: run make docs" >&2; exit 1; }
	@$(PYTHON) -m mypy > $(FRESH)/types.txt 2>&1 & types=$$!; \
	failed=0; \
	$(PYTEST) || failed=1; \
	wait $$types || failed=1; \
	cat $(FRESH)/types.txt; \
	exit $$failed

serve: $(READY) ## Clean what is dropped into INBOX (build/inbox) EVERY 10m, or by CRON
	@mkdir -p "$(INBOX)"
	@$(UNSPUN) serve "$(OUTPUT)" --inbox "$(INBOX)" $(if $(CRON),--cron "$(CRON)",--every "$(EVERY)")

server: $(READY) ## Run a Prefect server with its web pages, for runs that set PREFECT_API_URL
	@DO_NOT_TRACK=1 PREFECT_SERVER_ANALYTICS_ENABLED=false PREFECT_SERVER_CORS_ALLOWED_ORIGINS=http://127.0.0.1:4200 \
		PREFECT_SERVER_UI_API_URL=http://127.0.0.1:4200/api PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT=false \
		PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED=events,flow_runs PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD=2592000 \
		$(PYTHON) -m prefect server start --host 127.0.0.1

docs: $(TEST_READY) ## Write the generated pages of docs/, and the site: build/site/index.html
	@mkdir -p docs build
	@$(PYTHON) -m flows.docs.rule_pages > docs/rules.md
	@$(PYTHON) -m flows.docs.data_dictionary > docs/data-dictionary.md
	@$(PYTHON) -m flows.docs.settings_page > docs/settings.md
	@$(PYTHON) -m flows.docs.before_after > build/README.md && mv build/README.md README.md
	@$(SITE) docs build/site
	@echo "$(CURDIR)/build/site/index.html"

pictures: $(TEST_READY) ## Take the pictures of docs/images from the sample data; needs Chromium
	@$(PYTHON) -m tests.browser.terminal_pictures
	@$(PYTHON) -m tests.browser.pictures
	@UNSPUN_PICTURES=docs/images $(PYTHON) -m pytest -q tests/flows/test_half_hour.py

data: $(READY) ## Write the data files that are computed from rules, lexicon and language model
	@$(PYTHON) -m flows.training.build_derived

golden: $(TEST_READY) ## Rewrite the golden output of seeds/; its diff is the review
	@$(PYTHON) tests/golden/rewrite.py

bench: $(if $(filter extraction,$(PARTS)),build/page_peers/ready)
bench: $(if $(filter pipeline,$(PARTS)),build/peers/ready build/dolma_peer/ready)
bench: $(BENCH_READY) ## Measure PARTS against the benchmark in BENCH_DATA, into docs/benchmarks.md
	@rm -rf build/bench
	@for part in $(PARTS); do $(PYTHON) "tests/bench/$$part.py" || exit 1; done
	@$(PYTHON) tests/bench/scoreboard.py $(FLOORS)

bench-peers: $(BENCH_READY) build/peers/ready ## Measure the search for copies beside other tools, in an environment of theirs
	@$(PYTHON) tests/bench/peers.py
	@$(PYTHON) tests/bench/scoreboard.py $(FLOORS)

$(PEERS:=/ready): build/%/ready: tests/bench/%/requirements.in tests/bench/%/constraints.txt
	@.ci/environment build/$*
	@build/$*/bin/python -m pip install -qq --disable-pip-version-check --requirement tests/bench/$*/requirements.in \
		--constraint tests/bench/$*/constraints.txt
	@test ! -e tests/bench/$*/alone.in || build/$*/bin/python -m pip install -qq --disable-pip-version-check --no-deps \
		--requirement tests/bench/$*/alone.in
	@touch $@

constraints: $(BENCH_READY) ## Pin what is installed now in constraints.txt
	@mkdir -p build
	@$(PYTHON) -m pip freeze --exclude-editable | grep -v -e ' @ ' -e '^-e' | LC_ALL=C sort -f > build/constraints.txt
	@mv build/constraints.txt constraints.txt

clean: ## Remove what was built; datasets, inboxes and the environment stay
	@OUTPUT="$(OUTPUT)" INBOX="$(INBOX)" .ci/clean $(ARTEFACTS)

distclean: ## Remove the environment and all of build/, datasets too; asks first
	@CONFIRM="$(CONFIRM)" .ci/distclean $(VENV) build dist $(CACHES)

$(PYTHON):
	@echo "Setting up $(VENV), once: this takes a minute or two" >&2
	@.ci/environment $(VENV)

$(READY): pyproject.toml constraints.txt | $(PYTHON)
	@$(PIP_INSTALL) --editable .
	@$(COMPILE)
	@touch $@

$(TEST_READY): pyproject.toml constraints.txt | $(PYTHON)
	@$(PIP_INSTALL) --editable '.[test]'
	@$(COMPILE)
	@touch $(READY) $@

$(FUZZ_READY): pyproject.toml constraints.txt | $(PYTHON)
	@$(PIP_INSTALL) --editable '.[test,fuzz]'
	@$(COMPILE)
	@touch $(READY) $(TEST_READY) $@

$(BENCH_READY): pyproject.toml constraints.txt | $(PYTHON)
	@$(PIP_INSTALL) --editable '.[test,bench]'
	@$(COMPILE)
	@touch $(READY) $(TEST_READY) $@
