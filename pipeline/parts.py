"""What a build has done so far: Parquet files beside the database, which a killed build leaves for the next one.

`DB.parts/KEY/BATCH/TABLE.parquet` holds the rows of one batch of files for one table. A batch is written under
another name and renamed when it is whole, so that what stands there can be trusted. KEY names everything besides
the files' bytes that rows depend on: version, rules, code and options.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

import rules
from pipeline import __version__
from pipeline.errors import KehoachError
from pipeline.find import Found
from pipeline.options import Options
from pipeline.read.ocr import state

Row = dict[str, object]
Rows = Mapping[str, Sequence[Row]]
# Makes rows of the bytes of a file, its name, its path in the database, and the options.
Extract = Callable[[bytes, str, str, Options], Rows]

# Filled by the build itself, not from files.
_NOT_FROM_FILES = frozenset({"builds", "agencies", "indicators", "places", "national_targets"})
_SKETCH = ".sketch"


@functools.cache
def schema_sql() -> str:
    """Return the statements that make the empty tables."""
    return importlib.resources.files("pipeline").joinpath("schema.sql").read_text("utf8")


@functools.cache
def table_schemas() -> dict[str, pa.Schema]:
    """Return the Arrow schema of every table that holds rows from files, in the order of `schema.sql`."""
    with duckdb.connect() as con:
        con.execute(schema_sql())
        names = [str(row[0]) for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        order = sorted(names, key=lambda n: schema_sql().index(f"CREATE TABLE {n} ("))
        return {n: con.sql(f"FROM {n} LIMIT 0").to_arrow_table().schema for n in order if n not in _NOT_FROM_FILES}


@functools.cache
def code_digest() -> str:
    """Return a hash of our own code: rows made by other code are made anew."""
    total = hashlib.sha256()
    for package in ("extractors", "pipeline", "rules"):
        folder = Path(str(importlib.resources.files(package)))
        for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.sql"))):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Key:
    """Everything besides a file's bytes that its rows depend on."""

    version: str
    rules_digest: str
    code_digest: str
    keep_names: bool
    ocr: str

    @classmethod
    def of_now(cls, options: Options) -> Key:
        """Return the key of these options and of the code, rules and engines that are installed."""
        return cls(__version__, rules.digest(), code_digest(), options.keep_names, state(options.ocr))

    def is_of(self, source: Mapping[str, Any]) -> bool:
        """Tell whether this row of `sources` was made under this key, or would be the same if it had been.

        What needed no recognition hangs on no engine; but all PDFs do where all pages are to be recognised.
        """
        same = all(source.get(name) == value for name, value in asdict(self).items() if name != "ocr")
        asked = self.ocr.startswith("always") and source.get("media_type") == "application/pdf"
        hangs = asked or source.get("ocr") is not None
        return same and (not hangs or source.get("ocr") == self.ocr)

    def __str__(self) -> str:
        """Return the name of the folder for parts made under this key."""
        names = "-names" if self.keep_names else ""
        engine = hashlib.sha256(self.ocr.encode()).hexdigest()[:8]
        return f"{self.version}-{self.rules_digest}-{self.code_digest}-{engine}{names}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that one worker reads in one go, and the folder their rows go to."""

    files: tuple[Found, ...]
    folder: Path
    options: Options

    @property
    def name(self) -> str:
        """A name that says which bytes the batch holds."""
        return hashlib.sha256("".join(f.sha256 for f in self.files).encode()).hexdigest()[:16]


def failure_row(source_path: str, error: KehoachError, *, stage: str, sha256: str | None = None) -> Row:
    """Return the `failures` row for a file or folder of which nothing else is known."""
    row: Row = {"failure_id": _failure_id(sha256 or source_path, None, error.code), "source_path": source_path}
    return row | {"sha256": sha256, "stage": stage, "code": error.code, "message": f"{error.message}. {error.hint}"}


def _failure_id(*what: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, ("failures", *what))).encode()).hexdigest()[:16]


def write_batch(batch: Batch, extract: Extract) -> int:
    """Extract the files of `batch` and leave their rows as Parquet; return the number of files with a failure.

    Raises OSError where the disk is full or cannot be written.
    """
    gathered: dict[str, list[pa.Table]] = defaultdict(list)
    failed = 0
    for found in batch.files:
        tables = _extract_one(found, batch.options, extract)
        failed += "failures" in tables
        for name, table in tables.items():
            gathered[name].append(table)
    _write(batch, gathered)
    return failed


def _extract_one(found: Found, options: Options, extract: Extract) -> dict[str, pa.Table]:
    """Return the rows of one file. Whatever it does to its reader, the other files are built."""
    try:
        rows = extract(found.read(), found.path.name, found.source_path, options)
        return _typed(
            _completed({name: [dict(row) for row in table] for name, table in rows.items()}, found, options)
        )
    except KehoachError as error:
        row = failure_row(found.source_path, error, stage="read", sha256=found.sha256)
    except Exception as error:
        detail = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        problem = KehoachError("KH201", detail=detail)
        row = failure_row(found.source_path, problem, stage="extract", sha256=found.sha256)
    return _typed({"failures": [row]})


def _typed(tables: Mapping[str, list[Row]]) -> dict[str, pa.Table]:
    schemas = table_schemas()
    return {name: pa.Table.from_pylist(rows, schema=schemas[name]) for name, rows in tables.items() if rows}


def _completed(tables: dict[str, list[Row]], found: Found, options: Options) -> dict[str, list[Row]]:
    """Return the rows of one file, checked, with what the build knows of the file put in."""
    if "agencies" in tables:
        tables["source_agencies"] = tables.pop("agencies")
    sources = tables.get("sources", [])
    source_id = sources[0]["source_id"] if sources else None
    for row in sources:
        row |= {"sha256": found.sha256, "byte_size": found.byte_size, "keep_names": options.keep_names}
    for rows in tables.values():
        for row in rows:
            row.setdefault("source_id", source_id)
    for row in tables.get("failures", []):
        # By its bytes, not by its path: a file that is renamed keeps its rows.
        row |= {"failure_id": _failure_id(found.sha256, row.get("page_no"), row["code"])}
        row |= {"sha256": found.sha256, "source_path": found.source_path}
    _check(tables, str(sources[0].get("text") or "") if sources else "")
    return tables


def _check(tables: Mapping[str, list[Row]], text: str) -> None:
    """Raise ValueError where rows of one file do not fit the schema, share an id, or quote what is not there."""
    for name, rows in tables.items():
        schema = table_schemas().get(name)
        if schema is None:
            raise ValueError(f"there is no table {name}")
        unknown = {column for row in rows for column in row} - set(schema.names)
        if unknown:
            raise ValueError(f"table {name} has no column {', '.join(sorted(unknown))}")
        first = schema.names[0]
        if name != "source_agencies" and len({row[first] for row in rows}) < len(rows):
            raise ValueError(f"two rows of {name} have one {first}")
        for row in rows:
            _check_span(name, row, text)


def _check_span(name: str, row: Row, text: str) -> None:
    quote, start, end = row.get("quote"), row.get("span_start"), row.get("span_end")
    if isinstance(quote, str) and isinstance(start, int) and isinstance(end, int) and text[start:end] != quote:
        raise ValueError(f"a row of {name} quotes {quote[:60]!r}, but {text[start:end][:60]!r} stands there")


def _write(batch: Batch, gathered: Mapping[str, list[pa.Table]]) -> None:
    target = batch.folder / batch.name
    sketch = batch.folder / f"{batch.name}.{os.getpid()}{_SKETCH}"
    shutil.rmtree(sketch, ignore_errors=True)
    sketch.mkdir(parents=True)
    try:
        for name, tables in gathered.items():
            pq.write_table(pa.concat_tables(tables), sketch / f"{name}.parquet", compression="zstd")
        sketch.joinpath("done.txt").write_text("".join(f"{f.sha256}\n" for f in batch.files), "ascii")
        sketch.rename(target)
    finally:
        shutil.rmtree(sketch, ignore_errors=True)


def done(folder: Path) -> set[str]:
    """Return the hashes of the files whose rows stand in `folder`; what a killed worker left half made is removed."""
    found: set[str] = set()
    for batch in sorted(folder.glob("*")):
        if batch.name.endswith(_SKETCH) or not (batch / "done.txt").is_file():
            shutil.rmtree(batch, ignore_errors=True)
        else:
            found.update((batch / "done.txt").read_text("ascii").split())
    return found


def shards(folder: Path, table: str) -> list[str]:
    """Return the Parquet files in `folder` that hold rows of `table`."""
    return sorted(str(p) for p in folder.glob(f"*/{table}.parquet"))


def make_batches(files: Iterable[Found], folder: Path, options: Options, workers: int) -> list[Batch]:
    """Return `files` in batches, large files first, small enough to keep all workers busy and little at risk."""
    ordered = sorted(files, key=lambda f: (-f.byte_size, f.sha256))
    size = max(1, min(64, len(ordered) // (workers * 8)))
    return [Batch(tuple(ordered[i : i + size]), folder, options) for i in range(0, len(ordered), size)]
