"""Where exports go: names of files, what an export may take the place of, and the command."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import KehoachError
from pipeline.export import sheets
from pipeline.export.formats import Format, Job, Written, export
from pipeline.export.landing import MANIFEST
from pipeline.export.names import file_name
from tests.test_cli import run


@given(st.text(min_size=1, max_size=120), st.text("0123456789abcdef", min_size=16, max_size=16))
def test_names_are_safe(path: str, source_id: str) -> None:
    name = file_name(path, source_id)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(name) <= 80
    assert name.endswith(source_id[:12])
    assert PurePosixPath(name).name == name


@pytest.mark.parametrize("path", ["../../etc/passwd", "/", "..", "kho.zip/bên trong/Bản 1.docx", "CON", "a\\b\n"])
def test_names_of_hostile_paths(path: str) -> None:
    assert "/" not in file_name(path, "0" * 16)
    assert file_name("a/x.txt", "0" * 16) != file_name("b/x.txt", "1" * 16)


def test_an_export_takes_the_place_of_an_export_only(hard_db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "empty").mkdir()
    export(hard_db, "brat", tmp_path / "empty")
    export(hard_db, "brat", out)
    export(hard_db, "labelstudio", out)  # ours, and nobody has touched it
    assert json.loads((out / MANIFEST).read_text("utf8"))["format"] == "labelstudio"
    export(hard_db, "brat", out)
    mended = next(out.glob("*.ann"))
    mended.write_text(mended.read_text("utf8") + "#9999\tAnnotatorNotes T1\tmended by hand\n", "utf8")
    for path in (out, hard_db):
        with pytest.raises(KehoachError) as caught:
            export(hard_db, "brat", path)
        assert caught.value.code == "KH631"
    assert "mended by hand" in mended.read_text("utf8")
    export(hard_db, "brat", out, force=True)
    assert "mended by hand" not in mended.read_text("utf8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "out"]


def test_a_workbook_takes_the_place_of_ours_only(
    hard_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "_SHOWS", {"deadlines": "deadlines"})
    out = tmp_path / "x.xlsx"
    for _ in range(2):
        export(hard_db, "xlsx", out)
    mended = openpyxl.load_workbook(out)
    mended.properties.lastModifiedBy = "An"
    mended.save(out)
    with pytest.raises(KehoachError) as caught:
        export(hard_db, "xlsx", out)
    assert caught.value.code == "KH631"
    other = openpyxl.Workbook()
    other.save(out)
    with pytest.raises(KehoachError) as caught:
        export(hard_db, "xlsx", out)
    assert caught.value.code == "KH631"


@pytest.mark.parametrize("where", ["parent", "working"])
def test_what_holds_the_database_is_never_replaced(
    where: str, hard_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KehoachError) as caught:
        export(hard_db, "csv", hard_db.parent if where == "parent" else tmp_path, force=True)
    assert caught.value.code == "KH631"
    assert hard_db.is_file()


def test_a_full_disk_leaves_what_was_there(hard_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(hard_db, "webannotation", tmp_path / "x")
    before = (tmp_path / "x" / MANIFEST).read_text("utf8")

    def write(self: Format, job: Job) -> Written:
        (job.target / "half.txt").write_text("half", "utf8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Format, "write", write)
    with pytest.raises(KehoachError) as caught:
        export(hard_db, "webannotation", tmp_path / "x")
    assert (caught.value.code, "No space left" in caught.value.message) == ("KH632", True)
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
    assert (tmp_path / "x" / MANIFEST).read_text("utf8") == before


def test_command(
    hard_db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    narrowed = ("--document", "45/KH-UBND", "--within", "huyện Chi Lăng", "--db", hard_db)
    code, out, err = run(capsys, monkeypatch, "export", "webannotation", "-o", "out", *narrowed)
    assert (code, err) == (0, "")
    assert out.startswith("out: ")
    assert "1 pages" in out
    code, _, err = run(capsys, monkeypatch, "export", "csv", "-o", tmp_path, "--force", "--db", hard_db)
    assert code == 2
    assert err.startswith("KH631: ")
