"""Builds killed at random moments, each followed by one that is not: `python -m tests.killed [times] [seed]`.

The database at the end has to be the one of a build that nobody disturbed. Every second build is killed with all its
processes at once, the others alone; some are killed several times.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from pipeline.query import open_database

ROOT = Path(__file__).resolve().parents[1]
FILES = 200
# A build as the command makes it, but that rows are written down more often: this one takes some seconds only.
SCRIPT = """
import sys
from pathlib import Path
from pipeline import parts
from pipeline.build import build
from tests.line_reader import read_slowly
parts.SECONDS = 0.1
def tell(step):
    print("read", step.files, flush=True)
report = build([Path(sys.argv[1])], Path(sys.argv[2]), jobs=2, extract=read_slowly, progress=tell)
print("resumed", report.resumed)
"""
# What tells one run from another.
RUN = {"builds": "* EXCLUDE (started_at, finished_at)"}


def main(times: int = 50, seed: int = 1) -> None:
    """Kill so many builds, print when, and fail where a database differs."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = write_plans(Path(place, "plans"))
        whole, seconds = undisturbed(folder, Path(place, "whole.duckdb"))
        print(f"{FILES} files in {seconds:.1f} s, {sum(map(len, whole.values()))} rows")
        for number in range(times):
            db = Path(place, f"{number}.duckdb")
            moments = [chance.uniform(0, seconds) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
            ended = [kill_at(moment, folder, db, everything=number % 2 == 0) for moment in moments]
            resumed = finish(folder, db)
            differ = {name for name, rows in dump(db).items() if rows != whole[name]}
            told = ", ".join(f"{m:.2f} s {how}" for m, how in zip(moments, ended, strict=True))
            print(f"{number + 1:3} {told}: {resumed} files were there, {f'other {differ}' if differ else 'the same'}")
            if differ or leftovers(db):
                sys.exit(f"seed {seed}, build {number + 1}: {leftovers(db)}")


def write_plans(folder: Path) -> Path:
    """Write two hundred small plans, one of which ends its reader and one of which cannot be read."""
    folder.mkdir()
    for number in range(FILES):
        text = f"{number}/KH-UBND\nSở Mẫu giảm {number} phần trăm\n" + f"đến {2000 + number}\n" * (number % 7)
        (folder / f"{number:03}.txt").write_text(text, "utf8")
    (folder / "007.txt").write_text("DIE", "utf8")
    (folder / "008.txt").write_text("RAISE", "utf8")
    return folder


def undisturbed(folder: Path, db: Path) -> tuple[dict[str, list[str]], float]:
    """Return what a build gives that ends by itself, and how long it takes."""
    started = time.monotonic()
    finish(folder, db)
    return dump(db), time.monotonic() - started


def _start(folder: Path, db: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder), str(db)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def kill_at(moment: float, folder: Path, db: Path, *, everything: bool) -> str:
    """Start a build, kill it after so many seconds, alone or with its processes, and say what became of it."""
    with _start(folder, db) as running:
        try:
            running.wait(moment)
        except subprocess.TimeoutExpired:
            return _kill(running, everything)
    return "over"


def kill_after(files: int, folder: Path, db: Path, *, everything: bool) -> None:
    """Start a build and kill it when so many files have been read now."""
    with _start(folder, db) as running:
        assert running.stdout is not None
        while running.stdout.readline().split() != ["read", str(files)]:
            assert running.poll() is None
        _kill(running, everything)


def _kill(running: subprocess.Popen[str], everything: bool) -> str:
    build = psutil.Process(running.pid)
    family = [build, *(build.children(recursive=True) if everything else ())]
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    running.wait()
    return f"{len(family)} killed"


def finish(folder: Path, db: Path) -> int:
    """Build to the end, and return how many files earlier builds had left."""
    with _start(folder, db) as running:
        said, _ = running.communicate(timeout=300)
    assert running.returncode == 0, said
    return int(said.split()[-1])


def dump(db: Path) -> dict[str, list[str]]:
    """Return all rows of all tables as text, in order."""
    with open_database(db) as con:
        names = [
            str(row[0])
            for row in con.execute(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' ORDER BY 1"
            ).fetchall()
        ]
        return {
            name: sorted(map(repr, con.execute(f"SELECT {RUN.get(name, '*')} FROM {name}").fetchall()))
            for name in names
        }


def leftovers(db: Path) -> list[str]:
    """Return the names of files that a build should have taken away."""
    return sorted(p.name for p in db.parent.iterdir() if p.name.startswith(f"{db.name}."))


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:]))
