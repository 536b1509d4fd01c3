# The commands of the house. `make help` explains each; README.md shows the two that a newcomer needs.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo restructure-2025 run test test-slow check fix messages e2e bench bench-country bench-desk bench-feedback bench-restructure lock run-environment dev-environment

PORT ?= 8000
STORE ?= both
WORKERS ?= 2

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
POSTGRES := $(PYTHON) tools/throwaway_postgres.py
STEP := $(PYTHON) tools/step.py

# Vietnamese is read and printed also where the machine names no language.
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: run-environment ## build the demonstration and serve it (PORT=8000); Ctrl-C stops it
	@exec .venv/bin/lienthong demo --port $(PORT)

restructure-2025: run-environment ## take the country through 1 July 2025: build the eve, carry out the real plan, serve (PORT=8000)
	@exec .venv/bin/lienthong demo2025 --port $(PORT)

run: dev-environment ## serve the demonstration's data and reload on every change of the code (PORT=8000)
	@LIENTHONG_DEMO=1 LIENTHONG_DEBUG=1 DJANGO_SETTINGS_MODULE=lienthong.config.settings \
		exec $(PYTHON) -m django runserver $(PORT)

test: dev-environment ## run the tests on both stores (STORE=sqlite or STORE=postgresql for one)
	@$(call on-stores,$(PYTEST) -n $(WORKERS))

test-slow: dev-environment ## run the tests that take long, on both stores
	@$(call on-stores,$(PYTEST) -m slow)

check: dev-environment ## lint, types, boundaries, templates, migrations, translations, documents
	@$(STEP) "Lint" .venv/bin/ruff check .
	@$(STEP) "Format" .venv/bin/ruff format --check .
	@$(STEP) "Types" .venv/bin/mypy
	@$(STEP) "Boundaries" .venv/bin/lint-imports --no-logo
	@$(STEP) "Templates" .venv/bin/djlint --lint --quiet lienthong
	@$(STEP) "Migrations" env DJANGO_SETTINGS_MODULE=tests.settings $(PYTHON) -m django makemigrations --check --dry-run
	@$(STEP) "Translations" $(PYTHON) tools/translations.py --check
	@$(STEP) "Documents" $(PYTHON) tools/check_docs.py
	@$(STEP) "Reference" $(PYTHON) tools/reference.py --check

fix: dev-environment ## repair what lint and format can repair by themselves
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

messages: dev-environment ## collect the sentences to translate, and compile the translations
	@$(PYTHON) tools/translations.py

e2e: dev-environment ## walk the journeys in a real browser (Chromium)
	@$(PYTEST) -m e2e -p no:randomly tests/e2e

bench: dev-environment ## measure, and write docs/reference/performance.md
	@$(PYTHON) tools/bench.py

bench-country: dev-environment ## measure the whole country's Monday, a year of it, imports (STORE; half an hour; needs wrk, 15 GB)
	@case "$(STORE)" in sqlite) ;; *) $(POSTGRES) --durable -- $(PYTHON) tools/bench_country.py ;; esac
	@case "$(STORE)" in postgresql) ;; *) rm -rf var/bench-country; $(PYTHON) tools/bench_country.py --only import,burst ;; esac

bench-desk: dev-environment ## measure search, long work, my work and notices (some minutes; builds what it needs)
	@$(PYTHON) tools/bench_jobs.py
	@$(POSTGRES) --durable -- $(PYTHON) tools/bench_jobs.py
	@$(PYTHON) tools/bench_search.py
	@.venv/bin/lienthong demo --build-only && $(PYTHON) tools/bench_desk.py

bench-feedback: dev-environment ## measure what citizens send, beside a million of matters (twenty minutes; needs wrk, PostgreSQL, 8 GB)
	@$(POSTGRES) --durable -- $(PYTHON) tools/bench_feedback.py

bench-restructure: dev-environment ## measure the real plan of 2025, totals through time and old addresses (some ten minutes)
	@rm -rf var/bench-2025
	@LIENTHONG_HOME=var/bench-2025 .venv/bin/lienthong demo2025 --approved-only --build-only
	@LIENTHONG_HOME=var/bench-2025 $(PYTHON) tools/bench_restructure.py
	@$(PYTHON) tools/bench_resolve.py

lock: dev-environment ## write the lock files again after a change of dependencies
	@$(PYTHON) tools/lock.py

run-environment:
	@sh tools/environment.sh requirements/run.lock

dev-environment:
	@sh tools/environment.sh requirements/dev.lock

# Run a command once for each store that STORE names.
define on-stores
case "$(STORE)" in sqlite|postgresql|both) ;; *) echo "STORE is sqlite, postgresql or both, not $(STORE)" >&2; exit 2;; esac; \
if [ "$(STORE)" != postgresql ]; then \
  echo "── SQLite ──"; env -u LIENTHONG_DATABASE_URL $(1) || exit; \
fi; \
if [ "$(STORE)" != sqlite ]; then \
  echo "── PostgreSQL ──"; $(POSTGRES) -- $(1) || exit; \
fi
endef
