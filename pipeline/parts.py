"""What a build has done so far: Parquet files beside the database, which a killed build leaves for the next one.

`DB.parts/KEY/SHARD/TABLE.parquet` holds the rows of some files for one table. A shard is written under another name
and renamed when it is whole, so that what stands there can be trusted. KEY names everything besides the files' bytes
that rows depend on: version, rules, code and options.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import os
import shutil
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

import rules
from pipeline import __version__
from pipeline.errors import KehoachError, fault
from pipeline.find import Found
from pipeline.options import Options
from pipeline.read.ocr import state

Row = dict[str, object]
Rows = Mapping[str, Sequence[Row]]
# Makes rows of the bytes of a file, its name, its path in the database, and the options.
Extract = Callable[[bytes, str, str, Options], Rows]
# The rows of one file by table, each as the message of an Arrow record batch: what goes from process to process.
Tables = dict[str, bytes]
# Files with their rows, as they come from what reads them.
Answers = Generator[tuple[Found, Tables], None, None]

# Filled by the build itself, not from files.
_NOT_FROM_FILES = frozenset({"builds", "agencies", "indicators", "places", "national_targets"})
_SKETCH = ".sketch"
# Work of so many seconds may be lost when a build is killed, and so many bytes of rows are kept in memory.
SECONDS = 5.0
_SHARD_BYTES = 64 << 20


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
class Task:
    """What is done to each file, by whatever process of whatever machine: its rows are made."""

    options: Options
    extract: Extract | None = None

    def __call__(self, found: Found) -> Tables:
        """Return the rows of one file. Whatever it does to its reader, the other files are built.

        Raises MemoryError where there is not enough for it.
        """
        try:
            rows = (self.extract or _own_extract())(found.read(), found.name, found.source_path, self.options)
            completed = {name: [dict(row) for row in table] for name, table in rows.items()}
            return _typed(_completed(completed, found, self.options))
        except KehoachError as error:
            return failed(found, error, stage="read")
        except MemoryError:
            raise
        except Exception as error:
            return failed(found, fault(error), stage="extract")


def _own_extract() -> Extract:
    from pipeline.extract import extract_bytes  # takes seconds, and only the processes that read need it

    return extract_bytes


def failure_row(source_path: str, error: KehoachError, *, stage: str, sha256: str | None = None) -> Row:
    """Return the `failures` row for a file or folder of which nothing else is known."""
    row: Row = {"failure_id": _failure_id(sha256 or source_path, None, error.code), "source_path": source_path}
    return row | {"sha256": sha256, "stage": stage, "code": error.code, "message": error.text}


def _failure_id(*what: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, ("failures", *what))).encode()).hexdigest()[:16]


def failed(found: Found, error: KehoachError, *, stage: str) -> Tables:
    """Return the rows of a file of which nothing could be read but its bytes."""
    return _typed({"failures": [failure_row(found.source_path, error, stage=stage, sha256=found.sha256)]})


def _typed(tables: Mapping[str, list[Row]]) -> Tables:
    schemas = table_schemas()
    return {
        name: pa.RecordBatch.from_pylist(rows, schema=schemas[name]).serialize().to_pybytes()
        for name, rows in tables.items()
        if rows
    }


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


class Shelf:
    """Takes rows in and leaves them in `folder`, so that little is lost however the build ends. Used as a context.

    What is not on the disk yet came in within the last `SECONDS`, or the last hundredth of the time where that is
    more: so a long run leaves some hundred shards, not many thousands.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[str] = []
        self._tables: dict[str, list[bytes]] = defaultdict(list)
        self._bytes = 0
        self._begun = self._written = time.monotonic()
        self._lock, self._over = threading.Lock(), threading.Event()
        self._clock = threading.Thread(target=self._watch_time, daemon=True)
        self._problem: Exception | None = None

    def __enter__(self) -> Shelf:
        self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._clock.join()
        self._write()
        self._complain()

    def add(self, found: Found, tables: Tables) -> None:
        """Take in the rows of one file. Raises OSError where the disk is full or cannot be written."""
        with self._lock:
            self._files.append(found.sha256)
            for name, rows in tables.items():
                self._tables[name].append(rows)
                self._bytes += len(rows)
            if self._bytes > _SHARD_BYTES or self._is_time():
                self._write()
        self._complain()

    def _watch_time(self) -> None:
        """Write what has come in when it is time, for the next file may take long."""
        while not self._over.wait(1):
            with self._lock:
                if not self._is_time():
                    continue
                try:
                    self._write()
                except OSError as error:
                    self._problem = error
                    return

    def _complain(self) -> None:
        if self._problem is not None:
            raise self._problem

    def _is_time(self) -> bool:
        now = time.monotonic()
        return now - self._written >= max(SECONDS, (now - self._begun) / 100)

    def _write(self) -> None:
        if not self._files:
            return
        name = hashlib.sha256("".join(self._files).encode()).hexdigest()[:16]
        sketch = self._folder / f"{name}{_SKETCH}"
        sketch.mkdir(parents=True)
        try:
            for table, messages in self._tables.items():
                schema = table_schemas()[table]
                rows = pa.Table.from_batches([pyarrow.ipc.read_record_batch(m, schema) for m in messages])
                pq.write_table(rows.combine_chunks(), sketch / f"{table}.parquet", compression="zstd")
            sketch.joinpath("done.txt").write_text("".join(f"{sha}\n" for sha in self._files), "ascii")
            _flush_to_disk(sketch)
            sketch.rename(self._folder / name)
        finally:
            shutil.rmtree(sketch, ignore_errors=True)
            self._files, self._tables, self._bytes = [], defaultdict(list), 0
            self._written = time.monotonic()


def _flush_to_disk(folder: Path) -> None:
    """Have the files of `folder` written out, lest a power cut leave a name without its content."""
    for path in (*folder.iterdir(), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def done(folder: Path) -> set[str]:
    """Return the hashes of the files whose rows stand in `folder`; what a killed build left half made is removed."""
    found: set[str] = set()
    for shard in sorted(folder.glob("*")):
        if shard.name.endswith(_SKETCH) or not (shard / "done.txt").is_file():
            shutil.rmtree(shard, ignore_errors=True)
        else:
            found.update((shard / "done.txt").read_text("ascii").split())
    return found


def shards(folder: Path, table: str) -> list[str]:
    """Return the Parquet files in `folder` that hold rows of `table`."""
    return sorted(str(p) for p in folder.glob(f"*/{table}.parquet"))
