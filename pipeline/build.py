"""A folder of files becomes a database: what changed is read, the rest is taken over, and readers never see half.

The work goes in batches to a pool of processes; each leaves its rows beside the database (`pipeline/parts.py`). When
all are done, a new database is made of them and of the unchanged rows of the old one (`pipeline/load.py`) and takes
the old one's place in one step. A build that is killed leaves what it has done for the next one.
"""

from __future__ import annotations

import fcntl
import hashlib
import multiprocessing
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipeline import parts
from pipeline.errors import KehoachError
from pipeline.find import Finding, Found, find_files
from pipeline.load import Load, load
from pipeline.options import DEFAULT, Options
from pipeline.parts import Batch, Extract, Key, Row
from pipeline.query import open_database, records

# Fewer files than this are read here and now: a pool takes longer to start.
_WORTH_A_POOL = 6


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
    """What the database before holds: its sources by hash, and the id of its last run."""

    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_build: str | None = None
    counts: dict[str, int] = field(default_factory=dict)


def build(
    paths: Sequence[Path],
    db: Path,
    *,
    jobs: int = 0,
    options: Options = DEFAULT,
    prune: bool = False,
    progress: Callable[[Progress], None] | None = None,
    extract: Extract | None = None,
) -> BuildReport:
    """Build the files at and below `paths` into the database `db` and return what was done.

    `jobs` is the number of processes (0: one a core). `extract` makes rows of the bytes of one file; a function of a
    module, since it goes to other processes by name. Raises KehoachError: KH301 where the database cannot be written,
    KH302 where `db` is something else, KH304 where another build is at it, KH401 and KH402 where there is nothing to
    build.
    """
    started = time.monotonic()
    finding = find_files(paths)
    key = Key.of_now(options)
    with _alone(db):
        old = _read_old(db)
        report = BuildReport(db=db, files=len(finding.files), pruned=prune, left_out=finding.left_out)
        todo = _sort_out(finding, old, key, report)
        folder = db.with_name(db.name + ".parts") / str(key)
        run = _build_row(finding, key)
        dropped = prune and bool(report.gone)
        if todo or dropped or old.last_build != run["build_id"]:
            with _on_full_disk(db):
                report.engine = _extract_all(todo, folder, options, jobs, report, progress, extract)
                run["engine"] = report.engine
                report.counts = _replace(db, _plan(finding, old, todo, folder, run, report))
                shutil.rmtree(folder.parent, ignore_errors=True)
        else:
            report.counts = old.counts
        report.failures = _failures(db, finding)
    report.seconds = time.monotonic() - started
    return report


@contextmanager
def _alone(db: Path) -> Iterator[None]:
    """Keep other builds away from `db`. The lock ends with the process, however that ends."""
    lock = db.with_name(db.name + ".lock")
    while True:
        try:
            db.parent.mkdir(parents=True, exist_ok=True)
            file = lock.open("a")
        except OSError as error:
            raise KehoachError("KH301", detail=_why(error, db)) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise KehoachError("KH304", detail=f"another build of {db}") from error
            # The build that held the lock before may have taken its file away: then it locks nothing.
            if not (lock.exists() and os.path.samestat(os.fstat(file.fileno()), lock.stat())):
                continue
            try:
                yield
            finally:
                lock.unlink(missing_ok=True)
            return


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
    text = getattr(error, "strerror", None) or str(error).splitlines()[0]
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
    old = _Old({source["sha256"]: runs.get(source["build_id"], {}) | source for source in sources})
    if runs:
        old.last_build, last = list(runs.items())[-1]
        old.counts = last["counts"]
    return old


def _sort_out(finding: Finding, old: _Old, key: Key, report: BuildReport) -> list[Found]:
    """Return the files that have to be read, one for each content, and say in `report` what became of the others."""
    here = {f.sha256: f for f in reversed(finding.files)}
    todo = [f for sha, f in sorted(here.items()) if not _is_current(old.sources.get(sha), key)]
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
    return any(path == u or u == "./" or (u.endswith("/") and path.startswith(u)) for u in unread)


def _is_current(source: dict[str, Any] | None, key: Key) -> bool:
    return source is not None and key.is_of(source)


def _build_row(finding: Finding, key: Key) -> Row:
    seen = [f"{f.source_path}\0{f.sha256}" for f in finding.files]
    seen += [f"{u.source_path}\0{u.error.code}" for u in finding.unreadable]
    build_id = hashlib.sha256("\n".join([str(key), *sorted(seen)]).encode()).hexdigest()[:16]
    return {"build_id": build_id, "started_at": datetime.now(UTC).replace(tzinfo=None), **asdict(key)}


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
    return Load(
        parts=folder,
        old=report.db if kept else None,
        paths=paths,
        fresh=sorted(fresh),
        kept=sorted(kept),
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


def _extract_all(
    todo: Sequence[Found],
    folder: Path,
    options: Options,
    jobs: int,
    report: BuildReport,
    progress: Callable[[Progress], None] | None,
    extract: Extract | None,
) -> str:
    """Read `todo`, less what a killed build has left in `folder`, and return what did the work."""
    folder.mkdir(parents=True, exist_ok=True)
    have = parts.done(folder)
    left = [f for f in todo if f.sha256 not in have]
    report.read, report.resumed = len(left), len(todo) - len(left)
    workers = jobs or _cores()
    pooled = workers > 1 and (len(left) >= _WORTH_A_POOL or jobs > 1)
    batches = parts.make_batches(left, folder, options, workers)
    done, total = [0, 0, 0], (len(left), sum(f.byte_size for f in left))
    if progress:
        progress(Progress(0, total[0], 0, total[1], 0))
    for batch, failed in _in_pool(batches, workers, extract) if pooled else _in_process(batches, extract):
        done = [done[0] + len(batch.files), done[1] + sum(f.byte_size for f in batch.files), done[2] + failed]
        if progress:
            progress(Progress(done[0], total[0], done[1], total[1], done[2]))
    return "process pool" if pooled else "in process"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_process(batches: Sequence[Batch], extract: Extract | None) -> Iterator[tuple[Batch, int]]:
    for batch in batches:
        yield batch, _work(batch, extract)


def _in_pool(batches: Sequence[Batch], workers: int, extract: Extract | None) -> Iterator[tuple[Batch, int]]:
    """Yield batches as they are done. When a worker dies, the files left go one by one to workers of their own."""
    waiting = dict.fromkeys(batches)
    pool = _pool(workers)
    try:
        futures = {pool.submit(_work, batch, extract): batch for batch in batches}
        for future in as_completed(futures):
            failed = future.result()
            del waiting[futures[future]]
            yield futures[future], failed
    except BrokenProcessPool:
        pool.shutdown(wait=True, cancel_futures=True)
        # Workers that lived on have ended a batch or two that nobody waited for any more.
        have = parts.done(batches[0].folder)
        for batch in waiting:
            for found in batch.files:
                single = Batch((found,), batch.folder, batch.options)
                yield single, 0 if found.sha256 in have else _alone_in_pool(single, extract)
    except KeyboardInterrupt:
        for worker in multiprocessing.active_children():
            worker.terminate()  # what they have not ended, the next build does
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone_in_pool(batch: Batch, extract: Extract | None) -> int:
    pool = _pool(1)
    try:
        return pool.submit(_work, batch, extract).result()
    except BrokenProcessPool:
        return parts.write_batch(batch, _died)
    finally:
        pool.shutdown()


def _died(*_: object, **__: object) -> parts.Rows:
    raise KehoachError("KH201", detail="the process that read the file died, perhaps for want of memory")


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare)


def _prepare() -> None:
    """Make a worker leave the keyboard to its parent, and end when its parent is killed."""
    import signal
    import threading
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def end_with_parent() -> None:
            wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=end_with_parent, daemon=True).start()


def _work(batch: Batch, extract: Extract | None) -> int:
    if extract is None:
        from pipeline.extract import extract_bytes

        extract = extract_bytes
    return parts.write_batch(batch, extract)
