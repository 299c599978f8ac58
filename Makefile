# `make run` and `make test` are all that is needed on a fresh machine with Python 3.11.

PYTHON ?= python3.11
BIN := .venv/bin
DB := outputs/plans.duckdb

# Tesseract's data for Vietnamese: the better of two kinds, which Debian does not have.
TESSDATA := .venv/share/tessdata/vie.traineddata

.PHONY: run test test-slow check bench gains tessdata labelstudio clean help

help:
	@echo "make run     build corpus/ into $(DB) and print a summary"
	@echo "make test    run the tests"
	@echo "make test-slow  run those that take minutes: scans, builds that are killed"
	@echo "make check   ruff, mypy and the import layers"
	@echo "make bench   time the text core and the PDF reader beside their peers"
	@echo "make tessdata fetch Tesseract's data for Vietnamese (npm), for the reading of scans"
	@echo "make labelstudio  an environment with Label Studio's own package, by which a test checks the tasks made for it"
	@echo "make gains   count the facts of the real plans (../shared/plans) and tell what differs from tests/gains.csv"

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

run: .venv/ready
	$(BIN)/kehoach build corpus/plans --db $(DB)

tessdata: $(TESSDATA)

$(TESSDATA): .venv/ready
	mkdir -p $(@D)
	cd $(@D) && npm pack --silent @tesseract.js-data/vie@1.0.0 >/dev/null
	tar -xzOf $(@D)/tesseract.js-data-vie-1.0.0.tgz package/4.0.0_best_int/vie.traineddata.gz | gunzip >$@.part
	rm $(@D)/tesseract.js-data-vie-1.0.0.tgz
	mv $@.part $@

# In the main environment it would replace OpenCV by another.
labelstudio: .venv/labelstudio/ready

.venv/labelstudio/ready: .venv/ready
	$(PYTHON) -m venv .venv/labelstudio
	.venv/labelstudio/bin/pip install --quiet label-studio-sdk==2.1.2
	touch $@

# Where the machine keeps no compiled modules, each process of the tests would compile all of them anew.
test test-slow: export PYTHONDONTWRITEBYTECODE =

test: .venv/ready
	$(BIN)/pytest -n 2 --dist loadfile

test-slow: .venv/ready
	$(BIN)/pytest -n 2 --dist load -m slow

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev,bench]'
	$(BIN)/python -m tests.bench

gains: .venv/ready
	$(BIN)/python -m tests.gains

clean:
	rm -rf .venv outputs/*.duckdb outputs/*.duckdb.*
