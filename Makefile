# `make demo` and `make test` are all that a fresh machine needs (Python 3.11 or later, make).
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
STUDY := SPECIOSA_TEST_SETTINGS=speciosa.study.server.settings

.PHONY: demo app test check knowledge bench bench-peers release-check venv lock clean

demo: venv  ## The report of a made-up person
	$(BIN)/speciosa demo --out speciosa-demo

app: venv  ## The app, in your browser
	$(BIN)/speciosa app

test: venv  ## Every test that needs nothing but Python
	$(RUN) pytest -n auto --dist loadfile
	$(STUDY) $(RUN) pytest -n auto --dist loadfile tests/study_server src/speciosa/study/server

check: venv  ## Format, lint, types, import rules, knowledge: under a minute when warm
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(RUN) speciosa.knowledge --check
	$(RUN) speciosa.exposure --check
	$(RUN) speciosa.report.languages --check

knowledge: venv  ## Check the knowledge tables, calibrate the kratom model, and write their reference pages
	$(RUN) speciosa.knowledge
	$(RUN) speciosa.exposure

bench: venv  ## Measure, and write bench/RESULTS.md
	$(RUN) bench

bench-peers: venv  ## The parts that stand beside other engines, with those; bench/peers/README.md says how to install them
	@test -n "$$SPECIOSA_PEERS_PYTHON" || { echo "SPECIOSA_PEERS_PYTHON names no interpreter: see bench/peers/README.md"; exit 2; }
	$(RUN) bench exposure effect

release-check: venv  ## The full-size fuzz, kill and calibration runs
	SPECIOSA_FULL=1 $(RUN) pytest -n auto --dist loadfile
	SPECIOSA_FULL=1 $(STUDY) $(RUN) pytest -n auto --dist loadfile tests/study_server src/speciosa/study/server

venv: .venv/ready  ## The virtual environment, from the locked requirements

.venv/ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(RUN) pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

lock:  ## Pin every dependency by hash, without naming where it comes from
	$(RUN) pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --group dev pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv speciosa-demo build dist
