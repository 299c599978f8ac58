"""Zip archives: their documents are files like others, and none of them can do harm."""

from __future__ import annotations

import copy
import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import archives
from pipeline.build import build
from pipeline.engines import Engine
from pipeline.errors import KehoachError
from pipeline.find import Finding, find_files
from pipeline.storage import Place
from tests.line_reader import read_lines
from tests.make_files import make_docx, make_zip, paragraph
from tests.test_build import rows_of

PLAN = "12/KH-UBND\nSở Mẫu giảm 15\n"


def found(root: Path, data: bytes, name: str = "a.zip") -> Finding:
    root.joinpath(name).write_bytes(data)
    return find_files([root])


def paths(finding: Finding) -> list[str]:
    return [f.source_path for f in finding.files]


def codes(finding: Finding) -> dict[str, str]:
    return {u.source_path: u.error.code for u in finding.unreadable}


def test_documents_are_found_with_their_inner_path(tmp_path: Path) -> None:
    inner = make_zip({"sâu/ba.txt": PLAN, "bon.md": "một 1"})
    page = "<!DOCTYPE html><html><body><p>Kế hoạch</p></body></html>"
    data = make_zip(
        {"mot.txt": PLAN, "thư mục/hai.md": "hai 2", "trong.zip": inner, "anh.jpg": b"\xff\xd8\xff", "trang": page}
        | {".an/x.txt": "1", "__MACOSX/mot.txt": "1", "~$x.docx": "1", "vb.docx": make_docx(paragraph("Một"))}
    )
    finding = found(tmp_path, data)
    assert paths(finding) == [
        "a.zip/mot.txt",
        "a.zip/thư mục/hai.md",
        "a.zip/trang",
        "a.zip/trong.zip/bon.md",
        "a.zip/trong.zip/sâu/ba.txt",
        "a.zip/vb.docx",
    ]
    assert finding.left_out == ["a.zip/anh.jpg"]
    assert codes(finding) == {}
    assert {f.source_path: f.read() for f in finding.files}["a.zip/trong.zip/sâu/ba.txt"] == PLAN.encode()


@pytest.mark.parametrize("engine", ["here", "pool"])
def test_rows_are_those_of_the_unpacked_files(engine: str, tmp_path: Path) -> None:
    files = {f"f/{number}.txt": f"{number}/KH-UBND\nSở Mẫu giảm {number}\n" for number in range(5)}
    packed, flat = tmp_path / "packed", tmp_path / "flat"
    packed.mkdir()
    (packed / "a.zip").write_bytes(make_zip(files))
    for name, text in files.items():
        path = flat / "a.zip" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf8")
    kind = Engine("here") if engine == "here" else Engine("pool")
    for folder in (packed, flat):
        report = build([folder], tmp_path / f"{folder.name}.duckdb", jobs=2, engine=kind, extract=read_lines)
        assert (report.read, report.failures) == (5, [])
    assert rows_of(tmp_path / "packed.duckdb") == rows_of(tmp_path / "flat.duckdb")
    again = build([packed], tmp_path / "packed.duckdb", engine=kind, extract=read_lines)
    assert (again.read, again.unchanged) == (0, 5)


def test_an_archive_may_be_named_itself(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(make_zip({"mot.txt": PLAN}))
    assert paths(find_files([tmp_path / "a.zip"])) == ["a.zip/mot.txt"]


def test_a_document_that_is_called_an_archive_is_a_document(tmp_path: Path) -> None:
    assert paths(found(tmp_path, make_docx(paragraph("Kế hoạch")), "vb.zip")) == ["vb.zip"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/mot.txt", "etc/mot.txt"),
        ("/tmp/mot.txt", "tmp/mot.txt"),
        ("C:\\Kế hoạch\\mot.txt", "Kế hoạch/mot.txt"),
        ("thư mục\\hai\\mot.txt", "thư mục/hai/mot.txt"),
        ("./a/./mot.txt", "a/mot.txt"),
        ("//may/chia se/mot.txt", "may/chia se/mot.txt"),
        ("Ke\u0302\u0301 hoa\u0323ch.txt", "Kế hoạch.txt"),
    ],
)
def test_names_stay_within_the_archive(name: str, clean: str, tmp_path: Path) -> None:
    finding = found(tmp_path, make_zip({name: PLAN}))
    assert paths(finding) == [f"a.zip/{clean}"]
    assert finding.files[0].read() == PLAN.encode()
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize(("code", "text"), [("utf8", "Kế hoạch"), ("cp1258", "Kê\u0301 hoa\u0323ch")])
def test_names_in_the_code_page_of_an_old_machine(code: str, text: str, tmp_path: Path) -> None:
    written = text.encode(code)
    stand_in = b"#" * len(written)
    data = make_zip({f"{stand_in.decode()}.txt": PLAN}).replace(stand_in, written)
    assert paths(found(tmp_path, data)) == ["a.zip/Kế hoạch.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for text in ("một 1", "hai 2", "một 1"):
            archive.writestr("x/mot.txt", text)
    finding = found(tmp_path, out.getvalue())
    assert {f.source_path: f.read().decode() for f in finding.files} == {
        "a.zip/x/mot.txt": "một 1",
        "a.zip/x/mot (2).txt": "hai 2",
    }


def test_protected_members_and_links_are_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mot.txt", PLAN)
        archive.writestr("khoa.txt", PLAN)
        archive.writestr("anh.jpg", "JFIF")
        link = zipfile.ZipInfo("noi.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        for info in archive.filelist[1:3]:
            info.flag_bits |= 1
    finding = found(tmp_path, out.getvalue())
    assert paths(finding) == ["a.zip/mot.txt"]
    assert codes(finding) == {"a.zip/khoa.txt": "KH105", "a.zip/noi.txt": "KH122"}
    assert finding.left_out == ["a.zip/anh.jpg"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_may_swell_are_not_unpacked(method: int, tmp_path: Path) -> None:
    assert codes(found(tmp_path, make_zip({"mot.txt": PLAN}, method))) == {"a.zip/mot.txt": "KH120"}


def bomb() -> bytes:
    return make_zip({"mot.txt": b"0" * (80 << 20)})


def overlapping() -> bytes:
    """Return an archive whose list names one file of 1 MB a hundred times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.txt", b"0" * (1 << 20))
        for number in range(1, 100):
            info = copy.copy(archive.filelist[0])
            info.filename = f"{number}.txt"
            archive.filelist.append(info)
    return out.getvalue()


def deep(levels: int) -> bytes:
    data = make_zip({"mot.txt": PLAN})
    for _ in range(levels):
        data = make_zip({"trong.zip": data}, zipfile.ZIP_STORED)
    return data


@pytest.mark.parametrize(
    ("make", "code", "where"),
    [
        (bomb, "KH121", "a.zip"),
        (lambda: make_zip({"trong.zip": bomb()}), "KH121", "a.zip/trong.zip"),
        (overlapping, "KH121", "a.zip"),
        (lambda: deep(4), "KH121", "a.zip/trong.zip/trong.zip/trong.zip/trong.zip"),
        (lambda: b"PK\x03\x04 nothing of an archive", "KH120", "a.zip"),
        (lambda: b"", "KH120", "a.zip"),
        (lambda: make_zip({"mot.txt": PLAN})[:-30], "KH120", "a.zip"),
    ],
    ids=["bomb", "bomb within", "overlapping", "deep", "no archive", "empty", "cut off"],
)
def test_what_is_too_much_or_broken_is_told(make: Callable[[], bytes], code: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(PLAN, "utf8")
    finding = found(tmp_path, make())
    assert codes(finding) == {where: code}
    assert paths(finding) == ["b.txt"]


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zip").write_bytes(
        make_zip({f"{n}.txt": "1" for n in range(6)} | {"b.zip": make_zip({"c.txt": "1"})})
    )
    monkeypatch.setattr(archives, "MOST_FILES", 7)
    listing = archives.list_archive(Place(str(tmp_path / "a.zip")))
    assert [(name, error.code) for name, error in listing.unreadable] == [("b.zip", "KH121")]
    assert len(listing.members) == 6


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    data = make_zip({"mot.txt": PLAN, "hai.txt": "hai 2 " * 3}, zipfile.ZIP_STORED).replace(
        b"hai 2 hai", b"hai 3 hai"
    )
    finding = found(tmp_path, data)
    assert (paths(finding), codes(finding)) == (["a.zip/mot.txt"], {"a.zip/hai.txt": "KH120"})


def test_an_archive_that_changes_while_the_build_runs(tmp_path: Path) -> None:
    finding = found(tmp_path, make_zip({"mot.txt": PLAN, "hai.txt": "hai 2"}))
    (tmp_path / "a.zip").write_bytes(make_zip({"hai.txt": "ba 3"}))
    for file in finding.files:
        with pytest.raises(KehoachError, match=r"KH111|KH120"):
            file.read()
