"""Plain text: kinds of files told by content, encodings, fonts of before Unicode."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import KehoachError
from pipeline.read import read_bytes, read_path
from pipeline.read.sniff import Kind, sniff
from pipeline.read.syllables import is_possible
from pipeline.source import Source
from tests.make_files import Sheet, make_docx, make_pdf, make_zip, paragraph, table

TEXT = "Kế hoạch giảm nghèo của xã Suối Mẫu: hỗ trợ 120 hộ, mỗi hộ 5 triệu đồng.\nNgười dân tự nguyện tham gia.\n"
TCVN3 = "KÕ ho¹ch gi¶m nghÌo cña x· Suèi MÉu: hç trî 120 hé.\nNg­êi d©n tù nguyÖn tham gia.\n"
VNI = "Keá hoaïch giaûm ngheøo cuûa xaõ Suoái Maãu: hoã trôï 120 hoä.\nNgöôøi daân töï nguyeän tham gia.\n"
MODERN = "Kế hoạch giảm nghèo của xã Suối Mẫu: hỗ trợ 120 hộ.\nNgười dân tự nguyện tham gia.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode(),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.encode() + "ế".encode()[:1],
        TEXT.encode().decode("latin-1").encode(),
    ],
    ids=["utf-8", "BOM", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "CRLF", "NFD", "cut", "twice"],
)
def test_encodings(data: bytes) -> None:
    assert read_bytes(data).text.rstrip("\ufffd") == TEXT


def test_windows_1258() -> None:
    # The code page writes most tone marks as letters of their own.
    split = "".join(
        c if c.encode("cp1258", "ignore") else unicodedata.normalize("NFD", c).replace("a\u0302", "â") for c in TEXT
    )
    marks = {"e\u0302": "ê", "o\u0302": "ô", "o\u031b": "ơ", "u\u031b": "ư", "a\u0306": "ă"}
    for pair, letter in marks.items():
        split = split.replace(pair, letter).replace(pair[0] + "\u0323" + pair[1], letter + "\u0323")
    split = split.replace("a\u0323\u0302", "â\u0323")
    assert read_bytes(split.encode("cp1258")).text == TEXT


@pytest.mark.parametrize("text", [TCVN3, VNI], ids=["TCVN3", "VNI"])
def test_fonts_of_before_unicode(text: str) -> None:
    assert read_bytes(text.encode()).text == MODERN
    assert read_bytes(text.encode("cp1252")).text == MODERN


def test_only_paragraphs_in_old_fonts_are_converted() -> None:
    modern = "Hộ nghèo é à ì\nla cá\ncác xã\n"
    assert read_bytes((modern + TCVN3).encode()).text == modern + MODERN


def test_other_languages_are_left_alone() -> None:
    for text in ("El año pasado la población aumentó según información oficial.", "Größe und Übermaß für alle"):
        assert read_bytes(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.4", "plan.txt", Kind.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4", "", Kind.PDF),
        (make_docx(paragraph("a")), "plan.pdf", Kind.DOCX),
        (b"<!DOCTYPE html><p>a", "plan.txt", Kind.HTML),
        (b"<?xml version='1.0'?>\n<html xmlns='x'><p>a", "", Kind.HTML),
        ("<html><p>kế".encode("utf-16"), "plan.doc", Kind.HTML),
        (b"<div><p>a</p><p>b</p><p>c</p></div>", "", Kind.HTML),
        ("Kế hoạch<br>số 5 ".encode() * 9, "plan.html", Kind.TEXT),
        (b"5 < 6 and 7 > 3", "", Kind.TEXT),
        (b"BM is how this text begins", "", Kind.TEXT),
    ],
)
def test_the_content_tells_the_kind(data: bytes, name: str, kind: Kind) -> None:
    assert sniff(data, name) is kind


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(2)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "KH101"),
        (b"\xef\xbb\xbf \r\n\t", "KH101"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(99), "KH102.*JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "KH102.*PNG"),
        (b"MZ\x90\0\x03\0\0\0" + bytes(99), "KH102.*program"),
        (bytes(range(256)) * 9, "KH102.*binary"),
        (make_zip({"xl/workbook.bin": "x"}), "KH102.*spreadsheet"),
        (make_zip({"a.txt": "x"}), "KH102.*zip"),
        (make_zip({"a.txt": "x"})[:-9], "KH102.*damaged"),
        (ole("EncryptedPackage"), "KH105"),
        (ole("VisioDocument"), "KH102"),
    ],
)
def test_what_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(KehoachError, match=code):
        read_bytes(data, "plan.docx" if "damaged" not in code else "plan.zip")


def test_markdown_is_told_by_its_marks_or_its_name() -> None:
    assert read_bytes(TEXT.encode()).media_type == "text/plain"
    assert read_bytes(TEXT.encode(), "a.md").media_type == "text/markdown"
    assert read_bytes(b"# A\n\n**b** and **c**\n\n## D\n").media_type == "text/markdown"


def test_paths(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, "utf8")
    assert read_path(path).text == TEXT
    with pytest.raises(KehoachError, match="KH111"):
        read_path(tmp_path / "none.txt")
    with pytest.raises(KehoachError, match="KH111"):
        read_path(tmp_path)


@pytest.mark.parametrize(
    ("word", "possible"),
    [
        ("nghiêng", True),
        ("KẾ", True),
        ("quyết", True),
        ("giếng", True),
        ("Đắk", True),
        ("wird", False),
        ("Quyõt", False),
    ],
)
def test_syllables(word: str, possible: bool) -> None:
    assert is_possible(word) is possible


def check(source: Source) -> None:
    """What holds for every source of every reader."""
    text = source.text
    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text
    assert "\0" not in text
    for grid in source.grids:
        assert 0 <= grid.at.start <= grid.at.end <= len(text)
        places: set[tuple[int, int]] = set()
        for cell in grid.cells:
            assert grid.at.start <= cell.at.start <= cell.at.end <= grid.at.end
            covered = {(cell.row + i, cell.col + j) for i in range(cell.row_span) for j in range(cell.col_span)}
            assert not covered & places
            places |= covered
        assert list(grid.cells) == sorted(grid.cells, key=lambda c: (c.row, c.col))
        if grid.kind == "data" and source.media_type not in ("text/plain", "text/markdown"):
            rows = [sorted(c.at for c in grid.cells if c.row == row) for row in range(grid.n_rows)]
            lines = ["\t".join(text[start:end] for start, end in row) for row in rows]
            assert text[grid.at.start : grid.at.end] == "\n".join(lines)
    at = 0
    for page in source.pages:
        assert page.at.start == at
        at = page.at.end
    assert not source.pages or at == len(text)


SAMPLES = (
    TEXT.encode(),
    TCVN3.encode("cp1252"),
    f"<html><div><table><tr><td rowspan=2>a<td>b<tr><td>c</table><p>{TEXT}</div>".encode(),
    make_docx(paragraph(TEXT) + table([[paragraph("a"), paragraph("b")], ["<w:p/>", paragraph("c")]])),
    make_pdf([Sheet([(72, 700, "Kế hoạch"), (72, 680, "Số: 05/KH-UBND")]), Sheet(picture=True)]),
)


@pytest.mark.slow
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(str.encode),
        st.builds(lambda data, end: data[: int(len(data) * end)], st.sampled_from(SAMPLES), st.floats(0, 1)),
        st.builds(
            lambda data, at, new: data[: int(len(data) * at)] + new + data[int(len(data) * at) + len(new) :],
            st.sampled_from(SAMPLES),
            st.floats(0, 1),
            st.binary(min_size=1, max_size=8),
        ),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_source_or_an_error_of_the_catalogue(data: bytes) -> None:
    try:
        source = read_bytes(data)
    except KehoachError:
        return
    check(source)


@pytest.mark.shared
def test_every_real_file_gives_a_sound_source(shared: Path) -> None:
    files = sorted(p for p in (shared / "plans").rglob("*") if p.is_file())
    assert files
    for path in files:
        source = read_bytes(path.read_bytes(), path.name, ocr="never")
        check(source)
        if path.parent.name == "scans":
            assert source.text == ""
            assert source.failures[-1].code == "KH108"
        else:
            assert len(source.text) > 5000
            assert not source.failures
