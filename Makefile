# Everything is set up in .venv; PYTHON may name any Python from 3.11 on.
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
WEB := experiments/page/web
NODE := $(VENV)/node
TOOLS := $(NODE)/.ready
AUDIT := $(VENV)/.audit
INSTALL := $(VENV)/bin/python -m pip install --disable-pip-version-check --editable '.[dev]' --constraint constraints.txt
PYTEST := $(VENV)/bin/python -m pytest -n auto --dist worksteal
# Bytecode is kept, whatever the shell says: tests start many processes, each of which would read every module anew.
export PYTHONDONTWRITEBYTECODE :=
PEOPLE ?= ../shared/data/casino.csv
SCENARIO ?= scenarios/second_meeting_2018_09.yaml

.PHONY: run check test nightly system tools kernel machine-code wasm live-page lint docs site tour tutorial experiments \
	validity sample-brief bench audit mutation coverage clean

run: $(READY)
	$(VENV)/bin/parley run $(SCENARIO)

test: $(READY) system
	$(MAKE) --jobs 2 lint kernel
	$(PYTEST)

# What could break it, tried for an hour or two; the figures are kept, and the page of them is made.
nightly: $(READY) kernel
	$(VENV)/bin/python -m tests.nightly; status=$$?; $(VENV)/bin/python -m tests.nightly page && exit $$status

check: lint
	$(PYTEST) -m "not slow"

# What is no package of Python's: a browser, and npm for what checks scripts.
system:
	sh tests/page/install.sh

tools: $(TOOLS)

# The rules as Numba compiles them, which what is shipped is compared with: made while lint reads, so that no two tests do.
kernel: $(READY)
	$(VENV)/bin/python -c 'from sim.engine.jit.block import make_ready; make_ready()'

# The rules as machine code for the common processors, to be shipped: when they have settled, not with every edit.
machine-code: $(READY)
	$(VENV)/bin/python -m sim.engine.ahead.build

# The same rules for browsers, which a page carries: when they have settled, too.
wasm: $(READY)
	$(VENV)/bin/python -m sim.engine.ahead.wasm

lint: $(READY) $(TOOLS)
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(NODE)/node_modules/.bin/tsc --project $(WEB)

docs: $(READY)
	$(VENV)/bin/python -m experiments.docs.reference
	$(VENV)/bin/python -m experiments.site.reference
	$(VENV)/bin/python -m experiments.docs.ladders_page
	$(VENV)/bin/python -m experiments.docs.model_diagram

# The pages of docs/tutorial: their commands run, what these print put in: half a minute.
tutorial: $(READY)
	$(VENV)/bin/python -m experiments.docs.tutorial

# The documentation as pages that open from disk: build/site/index.html.
site: $(READY)
	$(VENV)/bin/python -m experiments.site

# The notebook of the Python tour, played anew.
tour: $(READY)
	$(VENV)/bin/python -m experiments.site.tour

experiments: $(READY)
	$(VENV)/bin/python -m experiments.docs.shipped

validity: $(READY)
	$(VENV)/bin/parley calibrate --out docs/calibration --table experiments/defaults/posterior.csv
	$(VENV)/bin/python -m experiments.validation.intervals
	$(if $(wildcard $(PEOPLE)),$(VENV)/bin/python -m experiments.validation.human_bargaining --data $(PEOPLE))
	$(VENV)/bin/python -m experiments.validation.endings
	$(VENV)/bin/python -m experiments.validation.report

sample-brief: $(READY)
	$(VENV)/bin/python -m experiments.docs.sample_brief

live-page: $(READY)
	$(VENV)/bin/python -m experiments.docs.live_page

bench: $(READY) kernel
	$(VENV)/bin/python -m benchmarks

# Our own code, what is installed, and what is known of each pin: the last asks an advisory database, and fails if it cannot.
audit: $(AUDIT)
	$(VENV)/bin/bandit --quiet --configfile pyproject.toml --recursive agents experiments parley
	$(VENV)/bin/bandit --quiet --configfile pyproject.toml --skip $(SEEN_TO) --recursive sim
	$(VENV)/bin/python -m pip check
	$(VENV)/bin/pip-audit --strict --no-deps --disable-pip --requirement constraints.txt

# In sim/, where a comment would make another rule book: B102, a function that Numba wants made of text, which parley writes;
# B301, a kept kernel, which is read only from folders and files that are the user's own (sim/engine/cache.py).
SEEN_TO := B102,B301

# Faults put into the rules one by one, and which tests see them: an hour on one processor.
mutation: $(AUDIT)
	NUMBA_DISABLE_JIT=1 nice $(VENV)/bin/python -m tests.mutation

coverage: $(AUDIT)
	NUMBA_DISABLE_JIT=1 nice $(VENV)/bin/python -m tests.mutation.covered
	$(VENV)/bin/python -m tests.mutation --page

$(AUDIT): $(READY)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[audit]' --constraint constraints.txt
	touch $(AUDIT)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("parley needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@echo "Fetching the packages that parley needs into $(VENV): a minute or so, without a word"
	@$(INSTALL) --quiet || { echo "make: the packages could not be installed. Why, in pip's own words: $(INSTALL)" >&2; exit 1; }
	$(VENV)/bin/python -m compileall -q agents sim experiments parley
	touch $(READY)

$(TOOLS): $(WEB)/package.json | $(READY)
	@command -v npm > /dev/null || { echo "make: npm is missing, which installs what checks the page's scripts: on Debian," \
		"apt-get install nodejs npm; elsewhere see https://nodejs.org" >&2; exit 1; }
	mkdir -p $(NODE)
	cp $(WEB)/package.json $(NODE)
	npm install --prefix $(NODE) --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error
	touch $(TOOLS)

clean:
	rm -rf $(VENV) build *.egg-info
