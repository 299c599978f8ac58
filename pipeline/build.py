"""A folder of files becomes a database: what changed is read, the rest is taken over, and readers never see half.

Files are read by other processes (`pipeline/engines.py`), and their rows are written down beside the database
(`pipeline/parts.py`). When all are done, a new database is made of them and of the unchanged rows of the old one
(`pipeline/load.py`) and takes the old one's place in one step. A build that is killed leaves what it has done for the
next one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipeline import parts
from pipeline.engines import NAMES, POOL, Engine
from pipeline.errors import LASTING, OVER_LIMITS, KehoachError, first_line
from pipeline.find import Finding, Found, find_files
from pipeline.load import Load, load
from pipeline.lock import alone
from pipeline.options import DEFAULT, Options
from pipeline.parts import Extract, Key, Row, Task
from pipeline.query import open_database, records
from pipeline.workers import Limits


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: files and bytes read, of those that have to be, and files with a failure."""

    files: int
    total_files: int
    bytes: int
    total_bytes: int
    failed: int


@dataclass(slots=True)
class BuildReport:
    """What a build did.

    `files` were found, `read` of them were read now, `resumed` had been read by a build that was killed,
    `unchanged` were taken over. `gone` are the paths of sources that are no longer there (`pruned`: and dropped).
    `left_out` are files of other kinds. `failures` are the rows of the table for the files of this run; `counts` the
    rows of each table.
    """

    db: Path
    files: int = 0
    read: int = 0
    resumed: int = 0
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)
    pruned: bool = False
    left_out: list[str] = field(default_factory=list)
    failures: list[Row] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    engine: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class _Old:
    """What the database before holds: its sources by hash, files that gave none, and the id of its last run."""

    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    failed: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_build: str | None = None
    counts: dict[str, int] = field(default_factory=dict)


def build(
    paths: Sequence[Path | str],
    db: Path,
    *,
    jobs: int = 0,
    engine: Engine = POOL,
    options: Options = DEFAULT,
    prune: bool = False,
    progress: Callable[[Progress], None] | None = None,
    extract: Extract | None = None,
) -> BuildReport:
    """Build the files at and below `paths` into the database `db` and return what was done.

    A path may be an address of fsspec; `db` lies on this machine. `engine` is what reads the files, with `jobs`
    processes (0: one a core). `extract` makes rows of the bytes of one: a function of a module, since it goes to
    other processes by name. Raises KehoachError: KH301 where the database cannot be written, KH302 where `db` is
    something else, KH304 where another build is at it, KH401 and KH402 where there is nothing to build, and what
    `Engine.read` and `find_files` raise.
    """
    started = time.monotonic()
    finding = find_files(paths)
    key = Key.of_now(options)
    with alone(db):
        old = _read_old(db)
        report = BuildReport(db=db, files=len(finding.files), pruned=prune, left_out=finding.left_out)
        todo = _sort_out(finding, old, key, engine.limits, report)
        folder = db.with_name(db.name + ".parts") / str(key)
        run = _build_row(finding, key, engine.limits)
        dropped = prune and bool(report.gone)
        if todo or dropped or old.last_build != run["build_id"]:
            with _on_full_disk(db):
                _read_files(todo, folder, Task(options, extract), engine, jobs, report, progress)
                run["engine"] = report.engine = NAMES[engine.kind]
                report.counts = _replace(db, _plan(finding, old, todo, folder, run, report))
                shutil.rmtree(folder.parent, ignore_errors=True)
        else:
            report.counts = old.counts
        if report.counts["failures"]:
            report.failures = _failures(db, finding)
    report.seconds = time.monotonic() - started
    return report


@contextmanager
def _on_full_disk(db: Path) -> Iterator[None]:
    """Turn what a full or unwritable disk raises into KH301, and take half a database away."""
    new = _new(db)
    try:
        yield
    except (OSError, duckdb.Error, ValueError) as error:
        raise KehoachError("KH301", detail=_why(error, db)) from error
    finally:
        for left in (new, new.with_name(new.name + ".wal")):
            left.unlink(missing_ok=True)
        shutil.rmtree(new.with_name(new.name + ".tmp"), ignore_errors=True)


def _why(error: BaseException, db: Path) -> str:
    text = getattr(error, "strerror", None) or first_line(error)
    return f"{db}: {text}"


def _new(db: Path) -> Path:
    return db.with_name(db.name + ".new")


def _read_old(db: Path) -> _Old:
    """Return what `db` holds. Another version may have made it, with other columns: nothing of it is current then."""
    if not db.exists():
        return _Old()
    if not db.is_file():
        raise KehoachError("KH302", detail=db)
    with open_database(db) as con:
        runs = {run["build_id"]: run for run in records(con, "SELECT * FROM builds ORDER BY finished_at")}
        sources = records(con, "SELECT * EXCLUDE (text) FROM sources")
        failures = records(con, "SELECT * FROM failures WHERE source_id IS NULL AND sha256 IS NOT NULL")
    old = _Old({source["sha256"]: runs.get(source["build_id"], {}) | source for source in sources})
    old.failed = {row["sha256"]: row | runs.get(row.get("build_id"), {}) for row in failures}
    if runs:
        old.last_build, last = list(runs.items())[-1]
        old.counts = last["counts"]
    return old


def _sort_out(finding: Finding, old: _Old, key: Key, limits: Limits, report: BuildReport) -> list[Found]:
    """Return the files that have to be read, one for each content, and say in `report` what became of the others."""
    here = {f.sha256: f for f in reversed(finding.files)}
    todo = [
        found
        for sha, found in sorted(here.items())
        if not _is_current(old.sources.get(sha), key) and not _would_fail(old.failed.get(sha), key, limits)
    ]
    report.unchanged = len(here) - len(todo)
    paths = {f.source_path for f in finding.files}
    report.gone = sorted(
        path
        for sha, source in old.sources.items()
        if sha not in here and (path := source["source_path"]) not in paths and not _is_hidden_by(finding, path)
    )
    return todo


def _is_hidden_by(finding: Finding, path: str) -> bool:
    """Tell whether `path` may still be there: what cannot be read just now is not gone."""
    unread = [u.source_path for u in finding.unreadable]
    return any(path == u or u == "./" or path.startswith(u.rstrip("/") + "/") for u in unread)


def _is_current(source: dict[str, Any] | None, key: Key) -> bool:
    return source is not None and key.is_of(source)


def _would_fail(failure: dict[str, Any] | None, key: Key, limits: Limits) -> bool:
    """Tell whether a file of which nothing could be read would fail again: by its bytes, or by the same limits."""
    if failure is None or any(failure.get(name) != value for name, value in asdict(key).items()):
        return False
    return failure["code"] in LASTING or (failure["code"] in OVER_LIMITS and failure["limits"] == str(limits))


def _build_row(finding: Finding, key: Key, limits: Limits) -> Row:
    seen = [f"{f.source_path}\0{f.sha256}" for f in finding.files]
    seen += [f"{u.source_path}\0{u.error.code}" for u in finding.unreadable]
    build_id = hashlib.sha256("\n".join([str(key), *sorted(seen)]).encode()).hexdigest()[:16]
    now = datetime.now(UTC).replace(tzinfo=None)
    return {"build_id": build_id, "started_at": now, **asdict(key), "limits": str(limits)}


def _plan(finding: Finding, old: _Old, todo: Sequence[Found], folder: Path, run: Row, report: BuildReport) -> Load:
    """Return what the new database is made of. A file that changed leaves; one that is gone stays, unless pruned."""
    paths: dict[str, list[str]] = defaultdict(list)
    for found in finding.files:
        if found.source_path not in paths[found.sha256]:
            paths[found.sha256].append(found.source_path)
    gone, fresh = set(report.gone), {f.sha256 for f in todo}
    kept = [
        source["source_id"]
        for sha, source in old.sources.items()
        if (sha in paths and sha not in fresh)
        or (sha not in paths and _is_hidden_by(finding, source["source_path"]))
        or (source["source_path"] in gone and not report.pruned)
    ]
    failed = [sha for sha in old.failed if sha in paths and sha not in fresh]
    return Load(
        parts=folder,
        old=report.db if kept or failed else None,
        paths=paths,
        fresh=sorted(fresh),
        kept=sorted(kept),
        failed=sorted(failed),
        build=run,
        unreadable=[parts.failure_row(u.source_path, u.error, stage="find") for u in finding.unreadable],
    )


def _replace(db: Path, plan: Load) -> dict[str, int]:
    new = _new(db)
    for left in (new, new.with_name(new.name + ".wal")):
        left.unlink(missing_ok=True)
    counts = load(plan, new)
    with new.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(new, db)
    return counts


def _failures(db: Path, finding: Finding) -> list[Row]:
    here = {f.source_path for f in finding.files} | {u.source_path for u in finding.unreadable}
    with open_database(db) as con:
        rows = records(con, "SELECT * FROM failures ORDER BY source_path, page_no, code")
    return [row for row in rows if row["source_path"] in here]


def _read_files(
    todo: Sequence[Found],
    folder: Path,
    task: Task,
    engine: Engine,
    jobs: int,
    report: BuildReport,
    progress: Callable[[Progress], None] | None,
) -> None:
    """Read `todo`, less what a killed build has left in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    have = parts.done(folder)
    # Large files first, so that none is left for one process at the end.
    left = sorted((f for f in todo if f.sha256 not in have), key=lambda f: (-f.byte_size, f.sha256))
    report.read, report.resumed = len(left), len(todo) - len(left)
    if not left:
        return
    step = Progress(0, len(left), 0, sum(f.byte_size for f in left), 0)
    if progress:
        progress(step)
    with parts.Shelf(folder) as shelf, closing(engine.read(left, task, jobs)) as answers:
        for found, tables in answers:
            shelf.add(found, tables)
            failed = step.failed + ("failures" in tables)
            step = replace(step, files=step.files + 1, bytes=step.bytes + found.byte_size, failed=failed)
            if progress:
                progress(step)
