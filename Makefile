VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
BROWSER := $(VENV)/.browser
export OMP_NUM_THREADS := 1

.PHONY: setup run test bench lint lock translations

setup: $(STAMP)

$(STAMP): requirements.lock setup.cfg pyproject.toml $(wildcard portal/translations/*/LC_MESSAGES/*.po)
	@sh .ci/install-python $(VENV)
	@if ls portal/translations/*/LC_MESSAGES/*.po >/dev/null 2>&1; then $(BIN)/pybabel -q compile -d portal/translations; fi
	@touch $@

$(BROWSER): $(STAMP)
	@sh .ci/install-browser $(BIN)
	@touch $@

run: setup
	@$(BIN)/waypost up --demo

test: setup $(BROWSER)
	@$(BIN)/python -m pytest -q

bench: setup
	@$(BIN)/python -m benchmarks

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/mypy portal notifications returns eta_model tracking commerce
	@$(BIN)/bandit -q -r portal notifications returns eta_model tracking commerce --severity-level medium

lock: setup
	@$(BIN)/uv pip compile -q --universal --no-annotate --no-header --no-emit-index-url --extra test setup.cfg -o requirements.lock

translations: setup
	@$(BIN)/pybabel -q extract --no-location --no-wrap --sort-output --header-comment "# Messages of Waypost, to be translated" -F portal/translations/babel.cfg -k _l -k ngettext:1,2 --project Waypost -o portal/translations/messages.pot .
	@$(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i portal/translations/messages.pot -d portal/translations
