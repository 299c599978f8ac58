"""The real plans beside the checkout, and tables in this folder of what was found in them: `*.csv`, a line a find."""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pipeline.build import build
from pipeline.options import Options

PLANS = Path(__file__).resolve().parents[2] / "shared" / "plans"

Line = TypeVar("Line")


def needed() -> Path:
    """Return the folder of the real plans; end the program where it is not here."""
    if not PLANS.is_dir():
        sys.exit("The real plans (../shared/plans) are not here.")
    return PLANS


@contextmanager
def database() -> Iterator[Path]:
    """Give a database of the real plans, without their scans, that is thrown away at the end."""
    plans = needed()
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "plans.duckdb")
        build([plans], db, options=Options(ocr="never"))
        yield db


def read_table(path: Path, kind: Callable[..., Line]) -> list[Line]:
    """Return the lines of a table, each made by `kind` of its columns by name; none where there is no table."""
    if not path.is_file():
        return []
    with path.open(encoding="utf8", newline="") as file:
        return [kind(**row) for row in csv.DictReader(file)]


def write_table(path: Path, columns: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """Write lines as a table."""
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)
