# `make run` and `make test` do all their own set-up on a fresh machine.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAMPLES := out/samples

.PHONY: setup system-libraries run test lint bench screenshots starter sample-model lock installer test-installer

setup: $(READY)

# Rebuilt from nothing whenever the lock or the project's own metadata change.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Lumenary needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. Install it with: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

system-libraries: setup
	@$(BIN)/python -c 'import cv2, PySide6.QtWidgets' || \
	  { echo "A system library is missing. Install all of them with:"; \
	    echo "  sudo apt-get install" $$(cat .ci/apt-packages); exit 1; }

run: system-libraries
	@test -d $(SAMPLES) || $(BIN)/lumenary samples --out $(SAMPLES) --stills 60
	$(BIN)/lumenary window $(SAMPLES)/unsorted --model sample --start || test $$? -eq 1

test: lint system-libraries
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m benchmarks

# Proves what `make installer` has built, in a file system made for it and without a
# network; needs root, and a Debian mirror for the first run.
test-installer:
	$(PYTHON) -m build_spec.proof

# Every state of the window as a picture in out/screenshots, to be looked at.
screenshots: system-libraries
	$(BIN)/python docs/screenshots.py

# The shipped models, made again by the program's own trainer. `make starter` needs
# the images and weights of docs/shipped-models.md: DATA names their folder. The old
# model has to go first, since a name is taken once; `git restore models` brings it back.
DATA ?= ../shared/data
WEIGHTS ?= $(DATA)/../weights/mobilenet_v2_1.0_224_imagenet_notop.weights.h5

starter: setup
	rm -rf build/starter models/starter
	LUMENARY_HOME=build/starter $(BIN)/lumenary train $(DATA)/gi --name starter \
	  --recipe endoscopy-mobilenetv2 --initial-weights $(WEIGHTS) \
	  --class-weights balanced --patience 6 --folds 5 --without-images --about resources/models/starter.toml
	mv build/starter/models/starter models/starter

sample-model: setup
	rm -rf build/sample models/sample
	$(BIN)/lumenary samples --out build/sample/stills --stills 360
	LUMENARY_HOME=build/sample $(BIN)/lumenary train build/sample/stills/labelled --name sample \
	  --recipe quick-tour --initial-weights $(WEIGHTS) --groups build/sample/stills/groups.csv \
	  --about resources/models/sample.toml || test $$? -eq 1 # one still is cut off
	mv build/sample/models/sample models/sample

# The built program in dist/lumenary and, on Linux, its packages and their digests.
installer: setup
	$(BIN)/python -m build_spec.build

# Needs uv; names, versions and hashes, no addresses. The second is the built program's:
# the same versions with the TensorFlow that has no CUDA.
LOCKED := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

lock:
	uv pip compile pyproject.toml --extra dev $(LOCKED) --upgrade -o requirements.lock
	uv pip compile pyproject.toml build_spec/requirements-cpu.in $(LOCKED) --upgrade \
	  --override build_spec/requirements-cpu.override --constraints requirements.lock \
	  -o build_spec/requirements-cpu.lock
