"""How a build grows with its archive: `python -m tests.bench growth [--files 100,1000,10000] [--formats txt]`.

Archives of made plans (`tests/archive`) are built by the command, as a user builds them. Measured are processor and
wall time a file, the memory of the largest worker, the size of what a build leaves, the time of a first question, and
a second build after one file in a hundred has changed. From the last two sizes follows what a million files need.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.archive.check import check
from tests.archive.write import MANIFEST, write_archive

_QUESTION = "SELECT indicator, count(*), avg(value_min) FROM v_commitments GROUP BY ALL ORDER BY 2 DESC"
_CHANGED = 100  # one file in so many
_EVERY = 0.05  # seconds between two looks at the processes
_MILLION = 1_000_000


@dataclass(slots=True)
class Run:
    """What a command took: wall and processor seconds, the most memory of its processes, the largest shards."""

    wall: float = 0.0
    cpu: float = 0.0
    worker: int = 0
    main: int = 0
    shards: int = 0


@dataclass(slots=True)
class Growth:
    """What an archive of so many files took to build, with so many jobs."""

    files: int
    jobs: int
    bytes: int
    build: Run
    again: Run
    query: Run
    database: int
    facts: float


def main(arguments: Sequence[str] = ()) -> None:
    """Build archives of the sizes asked for and print what that took."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench growth")
    parser.add_argument("--files", default="100,1000,10000")
    parser.add_argument("--formats", default="txt")
    parser.add_argument("--jobs", default="1,2", help="numbers of processes, each size is built with each")
    parser.add_argument("--folder", type=Path, help="where archives and databases go (default: a temporary folder)")
    given = parser.parse_args(list(arguments))
    sizes = [int(size) for size in given.files.split(",")]
    jobs = [int(number) for number in given.jobs.split(",")]
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        found = [measure(Path(folder), files, number, given.formats.split(",")) for files in sizes for number in jobs]
    print("\n".join(report(found)))


def measure(folder: Path, files: int, jobs: int, formats: Sequence[str]) -> Growth:
    """Build an archive of `files` plans in `folder` with `jobs` processes."""
    archive, db = folder / f"plans-{files}", folder / f"plans-{files}-{jobs}.duckdb"
    size = write_archive(archive, files, formats)
    command = ["build", str(archive), "--db", str(db), "--jobs", str(jobs)]
    build = run(command, db.with_name(db.name + ".parts"))
    query = run(["sql", _QUESTION, "--db", str(db)])
    shares = check(db, archive)
    database = db.stat().st_size
    _change(archive)
    again = run(command)
    known, held = (sum(share[i] for share in shares.values()) for i in (0, 1))
    return Growth(files, jobs, size, build, again, query, database, held / known)


def _change(archive: Path) -> None:
    """Put other plans in the place of some, as many as a day may bring."""
    plans = sorted(path for path in archive.rglob("*") if path.is_file() and path.name != MANIFEST)
    with tempfile.TemporaryDirectory() as folder:
        chosen = plans[::_CHANGED]
        write_archive(Path(folder), len(chosen), [plans[0].suffix[1:]], seed=2)
        others = sorted(path for path in Path(folder).rglob("*") if path.is_file() and path.name != MANIFEST)
        for path, other in zip(chosen, others, strict=True):
            path.write_bytes(other.read_bytes())


def run(command: Sequence[str], shards: Path | None = None) -> Run:
    """Run `kehoach` with these arguments and return what it took; `shards` is the folder of the parts it makes."""
    done = Run()
    started = time.monotonic()
    process = subprocess.Popen(
        [Path(sys.executable).with_name("kehoach"), *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    watcher = threading.Thread(target=_watch, args=(process.pid, done, shards))
    watcher.start()
    _, said = process.communicate()
    done.wall = time.monotonic() - started
    watcher.join()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"kehoach {' '.join(command)}: {said.decode()[-500:]}")
    return done


def _watch(pid: int, done: Run, shards: Path | None) -> None:
    """Note what the process `pid` and those that it started take, until it ends.

    Each is asked for its own processor time: a worker that ends is not waited for by the command itself, so the
    system does not add it to the command's.
    """
    rounds = 0
    seconds: dict[tuple[int, float], float] = {}
    try:
        main = psutil.Process(pid)
        while main.status() != psutil.STATUS_ZOMBIE:
            done.main = max(done.main, _look(main, seconds))
            for child in main.children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    done.worker = max(done.worker, _look(child, seconds))
            done.cpu = sum(seconds.values())
            if shards is not None and rounds % 20 == 0:
                done.shards = max(done.shards, _size(shards))
            rounds += 1
            time.sleep(_EVERY)
    except psutil.NoSuchProcess:
        return


def _look(process: psutil.Process, seconds: dict[tuple[int, float], float]) -> int:
    """Note the processor time of one process so far, and return its memory in bytes."""
    with process.oneshot():
        times = process.cpu_times()
        seconds[process.pid, process.create_time()] = times.user + times.system
        return int(process.memory_info().rss)


def _size(folder: Path) -> int:
    """Return the size of what lies in `folder`, from which the build takes files away meanwhile."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                total += Path(parent, name).stat().st_size
    return total


_COLUMNS = (
    "files", "jobs", "MB", "build, s", "CPU ms a file", "wall ms a file", "worker, MB", "main, MB", "shards, MB",
    "database, MB", "first query, CPU s", "1% changed, CPU s", "known facts held",
)  # fmt: skip


def report(found: Sequence[Growth]) -> list[str]:
    """Return the lines of a Markdown table, and of what follows from it."""
    lines = ["| " + " | ".join(_COLUMNS) + " |", "|" + "---:|" * len(_COLUMNS)]
    for one in found:
        cells = (
            f"{one.files:,}", f"{one.jobs}", f"{one.bytes / 1e6:,.1f}", f"{one.build.wall:,.1f}",
            f"{1000 * one.build.cpu / one.files:.1f}", f"{1000 * one.build.wall / one.files:.1f}",
            f"{(one.build.worker or one.build.main) / 1e6:,.0f}", f"{one.build.main / 1e6:,.0f}",
            f"{one.build.shards / 1e6:,.1f}",
            f"{one.database / 1e6:,.1f}", f"{one.query.cpu:.2f}", f"{one.again.cpu:.1f}", f"{one.facts:.4f}",
        )  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, "", *_speedups(found), *_for_a_million(found)]


def _speedups(found: Sequence[Growth]) -> list[str]:
    alone = {one.files: one.build.wall for one in found if one.jobs == 1}
    return [
        f"{one.files:,} files: {one.jobs} jobs are {alone[one.files] / one.build.wall:.2f} times as fast as 1."
        for one in found
        if one.jobs > 1 and one.files in alone
    ]


def _for_a_million(found: Sequence[Growth]) -> list[str]:
    """Return what a million files need, by what each further file took between the two largest archives."""
    most = max(one.jobs for one in found)
    sizes = sorted((one for one in found if one.jobs == most), key=lambda one: one.files)
    if len(sizes) < 2:
        return []
    small, large = sizes[-2:]
    more = large.files - small.files

    def needs(of: Callable[[Growth], float]) -> float:
        return of(large) + max(0.0, (of(large) - of(small)) / more) * (_MILLION - large.files)

    cpu, wall = needs(lambda one: one.build.cpu) / 3600, needs(lambda one: one.build.wall) / 3600
    shards, database, memory = (
        needs(of) / 1e9 for of in (lambda one: one.build.shards, lambda one: one.database, lambda one: one.build.main)
    )
    return [
        f"A million such files need {cpu:,.0f} hours of processor time, {wall:,.0f} hours with {most} jobs here"
        f" and {cpu / 64:,.1f} on 64 cores; {shards:,.1f} GB of shards, a database of {database:,.1f} GB,"
        f" {memory:,.1f} GB of memory to load it; {needs(lambda one: one.query.cpu):,.0f} s of processor time for the"
        " first question.",
        f"All from the two largest archives: {small.files:,} and {large.files:,} files.",
    ]
