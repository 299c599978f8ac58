"""What is finished is written down in time, whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import parts
from pipeline.find import Found
from pipeline.options import Options
from pipeline.parts import Shelf, Task, done, shards
from pipeline.storage import Place
from tests.line_reader import read_lines


def plan(folder: Path, number: int) -> Found:
    path = folder / f"{number}.txt"
    path.write_text(f"{number}/KH-UBND\ngiảm {number}\n", "utf8")
    data = path.read_bytes()
    return Found(Place(str(path)), path.name, hashlib.sha256(data).hexdigest(), len(data))


def test_rows_come_back_as_they_went(tmp_path: Path) -> None:
    files = [plan(tmp_path, number) for number in range(5)]
    folder = tmp_path / "parts"
    with Shelf(folder) as shelf:
        for found in files:
            shelf.add(found, Task(Options(), read_lines)(found))
        assert done(folder) == set()
    assert done(folder) == {f.sha256 for f in files}
    (targets,) = shards(folder, "targets")
    assert sorted(pq.read_table(targets)["quote"].to_pylist()) == sorted(f"{n}" for n in range(5) for _ in range(2))


def test_what_waits_is_written_when_it_is_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SECONDS", 0.5)
    found = plan(tmp_path, 1)
    with Shelf(tmp_path / "parts") as shelf:
        shelf.add(found, Task(Options(), read_lines)(found))
        # Nothing else comes; the clock of the shelf looks once a second.
        shelf._clock.join(3)
        assert done(tmp_path / "parts") == {found.sha256}


def test_many_bytes_do_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_SHARD_BYTES", 1)
    files = [plan(tmp_path, number) for number in range(3)]
    with Shelf(tmp_path / "parts") as shelf:
        for found in files:
            shelf.add(found, Task(Options(), read_lines)(found))
            assert found.sha256 in done(tmp_path / "parts")


def test_half_a_shard_is_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    (folder / "abc.sketch").mkdir(parents=True)
    (folder / "def").mkdir()
    (folder / "def/targets.parquet").write_bytes(b"PAR1")
    assert done(folder) == set()
    assert list(folder.iterdir()) == []


def test_a_long_run_leaves_few_shards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(parts.time, "monotonic", lambda: now[0])
    shelf, written = Shelf(tmp_path), 0
    for second in range(86_400):
        now[0] = float(second)
        if shelf._is_time():
            shelf._written, written = now[0], written + 1
    assert 500 < written < 700


def test_a_full_disk_is_told_by_the_next_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plan(tmp_path, 1)
    rows = Task(Options(), read_lines)(found)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts.pq, "write_table", refuse)
    monkeypatch.setattr(parts, "SECONDS", 0.5)
    shelf = Shelf(tmp_path / "parts")
    shelf.__enter__()
    shelf.add(found, rows)
    shelf._clock.join()
    with pytest.raises(OSError, match="No space"):
        shelf.add(found, rows)
    monkeypatch.undo()
    with pytest.raises(OSError, match="No space"):
        shelf.__exit__()
