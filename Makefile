# Needs Python 3.10+ with its headers, make and a C++20 compiler. Everything else
# (cmake and ninja included) goes into .venv. `make help` lists the targets.

PYTHON  ?= python3
VENV    ?= .venv
JOBS    ?= 2
LM      ?= 1
PROBLEM ?= imo_2022_p4
FILE    ?= problems/imo_ag_30.txt
BUDGET  ?= 60
HTML    ?= proof.html
SITE    ?=
RESULTS ?= results/$(notdir $(basename $(FILE))).jsonl

BIN  := $(VENV)/bin
PIP  := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -qq -c constraints.txt
CORPUS := $(wildcard problems/*.txt corpora/*_ag_*.txt)
FIGURE := geometry/figure/core
CORE := $(wildcard $(FIGURE)/* ddar/core/*.cpp ddar/core/*.hpp ddar/core/bindings/*.?pp ddar/core/*.inc ddar/core/generate_rules.py geometry/rules.txt ddar/core/CMakeLists.txt)
CPP  := $(wildcard $(FIGURE)/*.?pp ddar/core/*.?pp ddar/core/bindings/*.?pp ddar/core/tests/*.?pp)
TIDIED := $(wildcard ddar/core/*.cpp) $(FIGURE)/least_squares.cpp
PY   := porism geometry ddar synth lm prover studio tests website $(wildcard benchmarks)
EDIT := --no-build-isolation -e
comma := ,
DEV  := dev$(comma)docs$(if $(filter 1,$(LM)),$(comma)lm)

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# -- what people type ---------------------------------------------------------

.PHONY: help build dev solve test corpora site lint format types tidy stub sanitize tsan bench wheel sdist lock clean \
  distclean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: $(VENV)/.built ## make .venv and build the prover into it

dev: $(VENV)/.dev $(VENV)/.built ## the same, with what the tests need (LM=0: without torch)

solve: build ## prove one problem: PROBLEM=name FILE=path BUDGET=seconds HTML=path
	@mkdir -p $(dir $(HTML))
	$(BIN)/porism solve $(FILE) --problem $(PROBLEM) --budget $(BUDGET) --html $(HTML)

test: dev ## run every check and every test, pytest last
	@lint=0; $(MAKE) --no-print-directory lint || { lint=$$?; echo "== LINT FAILED (see above)"; }; \
	echo "== pytest"; OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) $(ARGS) || exit $$?; \
	exit $$lint

corpora: dev ## fetch published problem files, which more tests then read (checked by hash)
	$(BIN)/python -m tests.fetch_corpora

site: dev ## write the site into build/site (SITE=quick: a gallery of a few)
	PORISM_SITE=$(SITE) DISABLE_MKDOCS_2_WARNING=true NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build -q

lint: dev ## ruff, mypy, the import contracts, clang-format, clang-tidy
	@status=0; \
	check() { echo "== $$*"; "$$@" || status=1; }; \
	check $(BIN)/ruff check $(PY); \
	check $(BIN)/ruff format --check $(PY); \
	check $(BIN)/lint-imports --no-cache --no-logo; \
	check $(BIN)/clang-format --dry-run --Werror $(CPP); \
	check $(MAKE) --no-print-directory -s -k -j$(JOBS) types tidy; \
	exit $$status

format: dev ## rewrite Python and C++ in the project's format
	$(BIN)/ruff check --fix-only $(PY)
	$(BIN)/ruff format $(PY)
	$(BIN)/clang-format -i $(CPP)

types: $(VENV)/.dev ## mypy --strict
	$(BIN)/mypy

# A stamp for each file, so that only what changed is looked at; any header makes all of them old.
tidy: $(patsubst %.cpp,build/tidy/%.tidy,$(TIDIED)) ## clang-tidy over the core

build/tidy/compile_commands.json: $(VENV)/.dev $(CORE)
	$(call NATIVE,build/tidy,)
	MAKEFLAGS= $(BIN)/cmake --build build/tidy --target porism_rules >/dev/null
	@touch $@

build/tidy/%.tidy: %.cpp .clang-tidy $(filter %.hpp,$(CORE)) | build/tidy/compile_commands.json
	$(BIN)/clang-tidy --quiet -p build/tidy $<
	@mkdir -p $(@D) && touch $@

STUBS := ddar/_core.pyi geometry/figure/_solver.pyi

stub: $(VENV)/.built ## write the stubs anew from the native modules
	$(BIN)/python -m nanobind.stubgen -q -m porism.ddar._core -o ddar/_core.pyi
	$(BIN)/python -m nanobind.stubgen -q -m porism.geometry.figure._solver -o geometry/figure/_solver.pyi
	-$(BIN)/ruff check -q --fix-only $(STUBS)
	$(BIN)/ruff format -q $(STUBS)

# The core's own tests, without Python: NATIVE configures a build folder for them.
NATIVE = $(BIN)/cmake -S ddar/core -B $(1) -G Ninja -DPORISM_PYTHON=OFF \
  -DPython_EXECUTABLE=$(abspath $(BIN)/python) -DCMAKE_MAKE_PROGRAM=$(abspath $(BIN)/ninja) \
  -DPORISM_WERROR=ON -DPORISM_CONTRACTS=ON $(2) >/dev/null

sanitize: $(VENV)/.built ## build the core with address and UB sanitizers, run its tests and the corpus
	$(call NATIVE,build/sanitize,-DCMAKE_BUILD_TYPE=RelWithDebInfo -DPORISM_SANITIZE=address)
	$(BIN)/cmake --build build/sanitize
	$(BIN)/ctest --test-dir build/sanitize --output-on-failure
	$(BIN)/python benchmarks/dump_corpus.py $(CORPUS) > build/corpus.txt
	build/sanitize/core_tests build/corpus.txt

tsan: $(VENV)/.built ## build the core with the thread sanitizer, run its tests, attempts by threads among them
	$(call NATIVE,build/tsan,-DCMAKE_BUILD_TYPE=RelWithDebInfo -DPORISM_SANITIZE=thread)
	$(BIN)/cmake --build build/tsan
	TSAN_OPTIONS=halt_on_error=1 build/tsan/core_tests

bench: build ## solve a whole file: FILE=path BUDGET=seconds JOBS=n RESULTS=path
	@mkdir -p $(dir $(RESULTS))
	$(BIN)/porism bench $(FILE) --budget $(BUDGET) --jobs $(JOBS) --out $(RESULTS)

wheel: $(VENV)/.tools ## build a wheel into dist/
	$(BIN)/python -m pip wheel -q --no-build-isolation --no-deps --wheel-dir dist .

sdist: $(VENV)/.tools ## build a source distribution into dist/
	$(BIN)/python -c 'from scikit_build_core.build import build_sdist; print(build_sdist("dist"))'

lock: ## print the installed versions, for constraints.txt
	@$(BIN)/python -m pip freeze --exclude porism | sed 's/+cpu//'

clean: ## remove build products and caches; keeps .venv
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis $(VENV)/.built
	find $(PY) -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove .venv as well
	rm -rf $(VENV)

# -- how it is made: each stamp in .venv says that a step is done ---------------

$(VENV)/.tools: constraints.txt
	@echo "== virtual environment ($(VENV)) and build tools"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "$(PYTHON) -m venv failed; Debian and Ubuntu keep it in python3-venv" >&2; exit 1; }
	@$(BIN)/python -c 'import os, sys, sysconfig as s; \
	  sys.exit(not os.path.exists(os.path.join(s.get_path("include"), "Python.h")))' || { \
	  echo "Python.h is missing; Debian and Ubuntu keep it in python3-dev" >&2; exit 1; }
	@$(PIP) pip
	@$(PIP) scikit-build-core nanobind cmake ninja
	@touch $@

# The build folder is kept, so only what changed is compiled.
$(VENV)/.built: $(CORE) pyproject.toml $(VENV)/.tools
	@echo "== building the native core"
	@$(PIP) $(EDIT) .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/.built
	@echo "== installing $(DEV) tools"
	@$(PIP) $(EDIT) '.[$(DEV)]'
	@touch $@
