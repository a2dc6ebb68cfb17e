VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
BROWSER := $(VENV)/.browser
PACKAGES := portal notifications returns eta_model tracking commerce
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard portal/translations/*/LC_MESSAGES/*.po))
export OMP_NUM_THREADS := 1
# Without compiled modules each of the many processes would compile them all again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test bench lint lock translations

setup: $(STAMP) $(CATALOGUES)
	@:

$(STAMP): requirements.lock setup.cfg pyproject.toml .ci/install-python
	@sh .ci/install-python $(VENV)
	@touch $@

%.mo: %.po $(STAMP)
	@$(BIN)/pybabel -q compile -i $< -o $@

$(BROWSER): $(STAMP) .ci/install-browser
	@sh .ci/install-browser $(BIN)
	@touch $@

run: setup
	@$(BIN)/waypost up --demo

test: setup $(BROWSER)
	@PYTHONHASHSEED=0 $(BIN)/python -m pytest -q -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder  # the seed: workers must name tests alike

bench: setup
	@$(BIN)/python -m benchmarks

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(PACKAGES)
	@$(BIN)/bandit -q -r $(PACKAGES) --severity-level medium --skip B305,B608,B701,B704  # ruff's S305, S608, S701 and S704, answered line by line

lock: setup
	@PATH=$(BIN):$$PATH uv pip compile -q --universal --no-annotate --no-header --no-emit-index-url --extra test setup.cfg -o requirements.lock

translations: setup
	@$(BIN)/pybabel -q extract --no-location --no-wrap --sort-output --header-comment "# Messages of Waypost, to be translated" -F portal/translations/babel.cfg -k _l -k ngettext:1,2 --project Waypost -o portal/translations/messages.pot .
	@$(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i portal/translations/messages.pot -d portal/translations
