# Two commands: `make run` and `make test`. Both set up what they need, and do
# nothing twice. `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
export PYTHON PORT

BIN := .venv/bin
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)

# A stamp whose work was deleted by hand counts for nothing.
ifeq ($(wildcard $(BIN)/python),)
$(shell rm -f .make/python .make/production)
endif
ifeq ($(wildcard node_modules/@digdir),)
$(shell rm -f .make/node)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test production setup demo check lint fmt messages lock clean system-run system-test

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: system-run setup ## Run Rödtråd with a demo municipality on http://localhost:8000
	@$(BIN)/python scripts/run_dev.py

test: system-test setup ## Run every check and every test
	@$(BIN)/python scripts/run_tests.py

setup: .make/python static/theme/rodtrad.css $(CATALOGUES:.po=.mo) .env ## Install packages, build the theme

production: system-run .make/production static/theme/rodtrad.css $(CATALOGUES:.po=.mo) ## Install what bin/web and bin/worker need
	@! grep -qs '^DEBUG=1' .env || { echo "The file .env turns DEBUG on, as for a developer: remove it." >&2; exit 1; }
	@DEBUG=0 SECRET_KEY=only-for-this-step DATABASE_URL=sqlite://:memory: \
		$(BIN)/python manage.py collectstatic --no-input --verbosity 0

demo: system-run setup ## Load the demo municipality
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo

check: system-run setup ## Check style, types, templates, translations and migrations
	@$(BIN)/python scripts/run_tests.py lint types templates translations migrations

lint: setup ## Check style only
	@$(BIN)/python scripts/run_tests.py lint

fmt: setup ## Format code and templates
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@$(BIN)/djangofmt templates

messages: system-run .make/python .env ## Bring the catalogue of messages up to date
	@mkdir -p locale/sv/LC_MESSAGES
	@$(BIN)/python manage.py makemessages --locale sv --domain django --no-wrap --no-obsolete --add-location file $(MESSAGES_IGNORE)
	@$(BIN)/python manage.py makemessages --locale sv --domain djangojs --no-wrap --no-obsolete --add-location file $(MESSAGES_IGNORE)

MESSAGES_IGNORE := $(foreach folder,node_modules staticfiles var tests docs .venv,--ignore $(folder))

# Names, versions and hashes, but no addresses. UPGRADE=1 takes the newest allowed.
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

lock: .make/python ## Lock the versions of Python and npm packages
	@$(COMPILE) pyproject.toml --output-file requirements.lock
	@$(COMPILE) pyproject.toml --group dev --constraint requirements.lock --no-annotate --output-file requirements-dev.lock
	@npm install --package-lock-only --ignore-scripts
	@$(BIN)/python scripts/strip_addresses.py package-lock.json

clean: ## Remove everything that was made, but not the database
	rm -rf .make .venv node_modules static/theme staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -f $(CATALOGUES:.po=.mo)

system-run:
	@scripts/install_system_packages.sh run

system-test:
	@scripts/install_system_packages.sh test

.make/python: requirements-uv.lock requirements-dev.lock | .make
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Python packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock requirements-uv.lock
	@rm -f .make/production
	@touch $@

# The same without what only developers need: each takes the other's place.
.make/production: requirements-uv.lock requirements.lock | .make
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Python packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock requirements-uv.lock
	@rm -f .make/python
	@touch $@

.make/node: package.json package-lock.json .npmrc | .make
	@echo "Installing style sheets and fonts"
	@npm ci --loglevel=error
	@touch $@

static/theme/rodtrad.css: designsystemet.config.json scripts/build_theme.sh .make/node
	@echo "Building the theme"
	@scripts/build_theme.sh
	@touch $@

%.mo: %.po
	@msgfmt --check-format --output-file=$@ $<

.env:
	@printf '%s\n' '# For this computer only: never in production.' 'DEBUG=1' 'MUNICIPALITY="Stockholms stad"' > $@

.make:
	@mkdir -p $@
