"""A real cluster of several worker processes gives the rows that one process gives, whatever happens to it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from pipeline import cluster as cluster_module
from pipeline import parts
from pipeline.build import Progress, build
from pipeline.engines import Engine
from pipeline.errors import KehoachError
from pipeline.find import Found
from pipeline.options import Options
from pipeline.parts import Task
from pipeline.storage import Place
from tests.line_reader import read_lines, read_slowly
from tests.test_build import codes, rows_of

pytestmark = pytest.mark.slow

PLANS = Path(__file__).resolve().parent.parent / "corpus" / "plans"


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", protocol="tcp", silence_logs=50
    ) as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "plans"
    root.mkdir()
    for number in range(60):
        (root / f"{number:02}.txt").write_text(f"{number}/KH-UBND\nSở Mẫu giảm {number}\n", "utf8")
    (root / "chet.txt").write_text("DIE", "utf8")
    (root / "hong.txt").write_text("RAISE", "utf8")
    return root


@pytest.mark.slow
def test_rows_are_those_of_one_process(cluster: LocalCluster, tmp_path: Path) -> None:
    files = sorted(PLANS.glob("ke-hoach-*.txt"))
    here, there = tmp_path / "here.duckdb", tmp_path / "there.duckdb"
    build(files, here, jobs=1)
    report = build(files, there, engine=Engine("dask", scheduler=cluster.scheduler_address))
    assert (report.engine, report.read, report.failures) == ("dask", len(files), [])
    assert rows_of(there) == rows_of(here)


def test_a_worker_that_is_killed_costs_nothing(cluster: LocalCluster, folder: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here.duckdb", tmp_path / "there.duckdb"
    build([folder], here, jobs=2, extract=read_slowly)
    killed = []

    def kill(step: Progress) -> None:
        if step.files == 12:
            killed.append(cluster.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    engine = Engine("dask", scheduler=cluster.scheduler_address)
    report = build([folder], there, engine=engine, extract=read_slowly, progress=kill)
    assert killed
    assert codes(report) == {"chet.txt": "KH205", "hong.txt": "KH201"}
    assert rows_of(there) == rows_of(here)


def test_a_cluster_that_is_lost_is_told_and_the_next_build_goes_on(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "out.duckdb"
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as started:

        def close(step: Progress) -> None:
            if step.files == 12:
                started.close()

        engine = Engine("dask", scheduler=started.scheduler_address)
        with pytest.raises(KehoachError, match=r"KH501: .*the connection was lost"):
            build([folder], db, engine=engine, extract=read_slowly, progress=close)
    assert build([folder], db, jobs=2, extract=read_slowly).resumed >= 12


def test_no_scheduler(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "_PATIENCE", 1)
    for address in ("tcp://127.0.0.1:1", "127.0.0.1", "no such thing", "http://127.0.0.1:1"):
        with pytest.raises(KehoachError, match="KH501"):
            build([folder], tmp_path / "out.duckdb", engine=Engine("dask", scheduler=address))


def test_workers_of_another_version_are_refused(
    cluster: LocalCluster, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "code_digest", lambda: "other")
    engine = Engine("dask", scheduler=cluster.scheduler_address)
    with pytest.raises(KehoachError, match=r"KH502: .*-other-.* here"):
        build([folder], tmp_path / "out.duckdb", engine=engine, extract=read_lines)
    # So are those that come later.
    found = Found(Place(str(folder / "00.txt")), "00.txt", "", 1)
    with pytest.raises(KehoachError, match="KH502"):
        cluster_module.read_one(found, Task(Options(), read_lines), "of another day", engine.limits)


def test_files_that_a_worker_cannot_reach(cluster: LocalCluster, tmp_path: Path) -> None:
    found = Found(Place(str(tmp_path / "no.txt")), "no.txt", "", 1)
    engine = Engine("dask", scheduler=cluster.scheduler_address)
    with pytest.raises(KehoachError, match=r"KH503: .*No such file.*tcp://"):
        next(engine.read([found], Task(Options(), read_lines)))


def test_without_dask(monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(KehoachError, match="KH505"):
        build([folder], tmp_path / "out.duckdb", engine=Engine("dask", scheduler="tcp://127.0.0.1:1"))
