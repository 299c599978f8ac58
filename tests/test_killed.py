"""A build that is killed or stopped goes on from where it was; `python -m tests.killed` tries it fifty times."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import rules
from pipeline import parts
from pipeline.options import Options
from tests.killed import FILES, dump, finish, kill_after, leftovers, undisturbed, write_plans
from tests.line_reader import Rows
from tests.test_build import PLANS, Spy, rows_of, run, write
from tests.test_build import leftovers as names_left

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of small plans."""
    for name, text in PLANS.items():
        write(tmp_path / "plans" / name, text)
    return tmp_path / "plans"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "out" / "plans.duckdb"


@pytest.mark.slow
def test_killed_again_and_again(tmp_path: Path) -> None:
    chance = random.Random(6)
    folder, db = write_plans(tmp_path / "plans"), tmp_path / "killed.duckdb"
    whole, _ = undisturbed(folder, tmp_path / "whole.duckdb")
    for everything in (False, True):
        kill_after(chance.randrange(FILES // 4, FILES // 2), folder, db, everything=everything)
    assert finish(folder, db) > FILES // 4
    assert dump(db) == whole
    assert leftovers(db) == []


BUILD = """
import os, sys
from pathlib import Path
import rules
from pipeline import parts
from pipeline.build import build
from tests.line_reader import read_or_stop
if __name__ == "__main__":
    # The same key as the test's own builds, even while somebody edits the code.
    rules.digest, parts.code_digest = (lambda: sys.argv[4]), (lambda: sys.argv[5])
    parts.SECONDS = 0
    os.environ["BUILD_PID"] = str(os.getpid())
    build([Path(sys.argv[1])], Path(sys.argv[2]), jobs=int(sys.argv[3]), extract=read_or_stop)
"""


def build_elsewhere(folder: Path, db: Path, jobs: int, root: Path, limit: int | None = None) -> Any:
    """Build in another process, which may be killed; return when it and its workers have ended."""
    script = folder.parent / "build_it.py"
    write(script, BUILD)

    def small_files() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, str(script), str(folder), str(db), str(jobs), rules.digest(), parts.code_digest()],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
        preexec_fn=small_files,
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_build_loses_nothing(jobs: int, folder: Path, db: Path, root: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.duckdb"
    run(folder, whole)
    run([folder / "bon.txt"], db)
    before = db.read_bytes()
    # The smallest file comes last.
    write(folder / "z.txt", "KILL")
    ended = build_elsewhere(folder, db, jobs, root)
    assert ended.returncode == -9, ended.stderr
    assert db.read_bytes() == before
    assert names_left(db) == {db.name + ".parts", db.name + ".lock"}
    (folder / "z.txt").unlink()
    spy = Spy()
    report = run(folder, db, extract=spy)
    assert (len(spy.seen) + report.resumed, report.unchanged) == (3, 1)
    assert rows_of(db) == rows_of(whole)
    assert names_left(db) == set()


def test_interrupted_build_goes_on(folder: Path, db: Path) -> None:
    spy = Spy()

    def interrupt(data: bytes, name: str, source_path: str, options: Options) -> Rows:
        if len(spy.seen) == 2:
            raise KeyboardInterrupt
        return spy(data, name, source_path, options)

    with pytest.raises(KeyboardInterrupt):
        run(folder, db, extract=interrupt)
    assert not db.exists()
    assert (run(folder, db).resumed, len(rows_of(db)["documents"])) == (2, 4)


def test_full_disk(folder: Path, db: Path, root: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.duckdb"
    run(folder, whole)
    run([folder / "bon.txt"], db)
    before = db.read_bytes()
    # Room for the parts, none for the database.
    ended = build_elsewhere(folder, db, 1, root, limit=100_000)
    assert "KH301" in ended.stderr.splitlines()[-1]
    assert db.read_bytes() == before
    assert names_left(db) == {db.name + ".parts"}
    spy = Spy()
    assert run(folder, db, extract=spy).resumed == 3
    assert spy.seen == []
    assert rows_of(db) == rows_of(whole)


def test_no_room_for_the_parts(folder: Path, db: Path, root: Path) -> None:
    run([folder / "bon.txt"], db)
    before = db.read_bytes()
    ended = build_elsewhere(folder, db, 2, root, limit=100)
    assert "KH301" in ended.stderr.splitlines()[-1]
    assert db.read_bytes() == before
