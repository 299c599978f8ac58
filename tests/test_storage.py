"""Files at addresses are found, read and known as those on a disk are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from pipeline.build import build
from pipeline.engines import Engine
from pipeline.errors import KehoachError
from pipeline.find import find_files
from tests.line_reader import read_lines
from tests.make_files import make_zip
from tests.test_build import rows_of

FILES = {"mot.txt": "1/KH-UBND\nmột 1\n", "tinh/hai.md": "2/KH-UBND\nhai 2\n", "tinh/anh.jpg": "\xff", ".an.txt": "0"}


@pytest.fixture
def far() -> Iterator[str]:
    """A folder at an address that this process alone can see."""
    memory = fsspec.filesystem("memory")
    for name, text in FILES.items():
        memory.pipe(f"/kho/{name}", text.encode())
    memory.pipe("/kho/a.zip", make_zip({"trong/ba.txt": "3/KH-UBND\nba 3\n"}))
    yield "memory://kho"
    memory.rm("/kho", recursive=True)


@pytest.fixture
def near(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "kho" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return tmp_path / "kho"


def test_files_at_an_address_are_those_of_a_folder(far: str, near: Path, tmp_path: Path) -> None:
    fsspec.filesystem("memory").rm("/kho/a.zip")
    for number, path in enumerate((far, near)):
        build([path], tmp_path / f"{number}.duckdb", engine=Engine("here"), extract=read_lines)
    assert rows_of(tmp_path / "0.duckdb") == rows_of(tmp_path / "1.duckdb")
    assert find_files([far]).left_out == find_files([near]).left_out == ["tinh/anh.jpg"]


def test_one_file_at_an_address(far: str) -> None:
    (found,) = find_files([f"{far}/tinh/hai.md"]).files
    assert (found.source_path, found.read()) == ("hai.md", FILES["tinh/hai.md"].encode())


def test_an_address_of_this_machine_is_a_path(near: Path, tmp_path: Path) -> None:
    (near / "a.zip").write_bytes(make_zip({"trong/ba.txt": "3/KH-UBND\nba 3\n"}))
    (near / "ra.txt").symlink_to(tmp_path)
    finding = find_files([near.as_uri()])
    assert [f.place for f in finding.files] == [f.place for f in find_files([near]).files]
    assert [u.error.code for u in finding.unreadable] == ["KH122"]


@pytest.mark.parametrize(
    ("address", "code"),
    [("memory://khong-co", "KH401"), ("khong://co", "KH504"), ("s3://kho/a", "KH504")],
)
def test_addresses_that_lead_nowhere(address: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)  # its package may be here or not
    with pytest.raises(KehoachError, match=code):
        find_files([address])


def test_without_fsspec(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(KehoachError, match=r"KH504: .*kehoach\[cluster\]"):
        find_files(["memory://kho"])
