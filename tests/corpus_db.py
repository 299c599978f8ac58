"""The sample corpus as a database: built once in a run of the tests, for all its processes.

A database of the corpus with more files starts from it, so that only these are read: a build takes over what is
unchanged, row for row (tests/test_build.py).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.options import Options


def corpus_db(root: Path, folders: pytest.TempPathFactory) -> Path:
    """Return a database of the sample plans, read without OCR; nobody may change it."""
    with made_once(folders, "corpus") as folder:
        db = folder / "plans.duckdb"
        if not db.exists():
            build([root / "corpus" / "plans"], db, jobs=2, options=Options(ocr="never"))
    return db


def build_with_corpus(root: Path, folders: pytest.TempPathFactory, more: Sequence[Path], db: Path) -> Path:
    """Build the sample plans and what is at and below `more` into the new database `db`, and return that."""
    shutil.copy(corpus_db(root, folders), db)
    build([root / "corpus" / "plans", *more], db, jobs=2, options=Options(ocr="never"))
    return db


@contextlib.contextmanager
def made_once(folders: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """Give a folder of this run of the tests to one process at a time: who comes second finds what the first made."""
    base = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each worker has a folder of its own in that of the run
        base = base.parent
    folder = base / f"once-{name}"
    folder.mkdir(exist_ok=True)
    with (base / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
