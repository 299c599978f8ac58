"""Scans: pictures of pages read by Tesseract, with tables, stamps, and numbers put in by hand."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from corpus.make_files import make_pdf as make_plan
from extractors.offsets import apply_edits
from pipeline.accents import mend_accents
from pipeline.clean import clean
from pipeline.extract import extract_bytes
from pipeline.options import Options
from pipeline.read import inked, ocr, read_bytes
from pipeline.read.handwriting import likelihood
from pipeline.read.picture import POINTS, find_skew, prepare, rotate
from pipeline.source import Source
from tests.conftest import needs
from tests.make_files import Sheet
from tests.make_files import make_pdf as make_sheets
from tests.scanned import facts, print_lines, scan

pytestmark = pytest.mark.usefixtures("recognition")


@pytest.fixture(scope="module")
def recognition() -> None:
    """What reads scans; without it a test is skipped, or fails where all is required."""
    here = ocr.engine() is not None and ocr.reads_handwriting()
    needs("what reads scans (`kehoach doctor` says more) is", here=here)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("plan", "dpi", "skew", "noise"),
    [
        ("ke-hoach-tinh-2024", 200, 1.0, 12.0),
        ("ke-hoach-huyen-chi-lang-2024", 200, 1.0, 12.0),
        ("ke-hoach-huyen-chi-lang-2024", 300, -0.4, 6.0),
    ],
)
def test_a_plan_printed_and_scanned_keeps_its_facts(plan: str, dpi: int, skew: float, noise: float) -> None:
    printed = make_plan(plan)
    wanted = facts(extract_bytes(printed, "plan.pdf", "plan.pdf"))
    rows = extract_bytes(scan(printed, dpi=dpi, skew=skew, noise=noise), "plan.pdf", "plan.pdf")
    found = facts(rows)
    assert not rows["failures"]
    assert {page["read_with"] for page in rows["pages"]} == {"ocr"}
    assert (wanted & found).total() >= 0.97 * wanted.total(), (wanted - found, found - wanted)
    assert (found - wanted).total() <= 0.03 * wanted.total(), found - wanted


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "code", "day", "refs", "sums"),
    [
        ("07-CT-UBND", "07/CT-UBND", "2018-03-20", {("71/2016/NĐ-CP", "2016-07-01")}, []),
        ("08-CT-UBND", "08/CT-UBND", "2018-04-03", {("19/NQ-CP", None), ("04/CT-UBND", "2018-02-22")}, []),
        (
            "47-QD-UBND",
            "47/QĐ-UBND",
            "2025-01-17",
            {
                ("79/QĐ-UBND", "2021-02-19"),
                ("657/QĐ-UBND", "2023-07-13"),
                ("789/QĐ-UBND", "2024-12-12"),
                ("1594-TB/TU", "2025-01-11"),
                ("143/STC-HCSN", "2025-01-15"),
            },
            [10_522_600_000],
        ),
    ],
)
def test_real_scans_give_their_heads_references_and_sums(
    shared: Path, name: str, code: str, day: str, refs: set[tuple[str, str | None]], sums: list[int]
) -> None:
    path = shared / "plans" / "scans" / f"{name}.pdf"
    rows = extract_bytes(path.read_bytes(), path.name, path.name)
    document = rows["documents"][0]
    assert (document["code"], str(document["issued_on"])) == (code, day)
    assert document["issuer"] == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    numbered = {(r["code"], str(r["issued_on"]) if r["issued_on"] else None) for r in rows["legal_refs"] if r["code"]}
    assert numbered == refs
    assert [amount["value_vnd_min"] for amount in rows["amounts"]] == sums


SENTENCE = "Giảm 25 hộ nghèo, tỷ lệ hộ nghèo còn 3,45% vào cuối năm 2024."
PAGE = [
    (60, 780, "ỦY BAN NHÂN DÂN"),
    (75, 764, "XÃ SUỐI MẪU"),
    (300, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (350, 764, "Độc lập - Tự do - Hạnh phúc"),
    (70, 740, "Số: 15/KH-UBND"),
    (330, 740, "Suối Mẫu, ngày 14 tháng 3 năm 2024"),
    (260, 700, "KẾ HOẠCH"),
    (72, 660, "Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2022 của Thủ tướng Chính phủ;"),
    (72, 630, "II. MỤC TIÊU"),
    (72, 610, SENTENCE),
]


@pytest.fixture(scope="module")
def scanned() -> bytes:
    """A page printed and scanned."""
    return scan(print_lines(PAGE), dpi=200, skew=0.7, noise=5)


def test_a_scanned_page_is_read_with_its_letterhead_apart(scanned: bytes) -> None:
    source = read_bytes(scanned)
    assert (source.read_with, source.pages[0].read_with) == ("ocr", "ocr")
    assert source.ocr == ocr.state("auto")
    assert 0.85 < (source.pages[0].ocr_confidence or 0) <= 1
    reading = clean(source)
    assert SENTENCE in reading.text
    assert "XÃ SUỐI MẪU" in reading.text.split("\n")


def test_recognition_is_done_as_asked() -> None:
    printed = print_lines(PAGE)
    assert read_bytes(printed, ocr="always").read_with == "ocr"
    assert read_bytes(printed, ocr="auto").read_with == "text"
    assert read_bytes(printed, ocr="auto").ocr is None


def test_without_recognition_a_scan_is_a_failure(scanned: bytes) -> None:
    source = read_bytes(scanned, ocr="never")
    assert (source.text, source.read_with, source.ocr) == ("", "none", "never")
    assert [failure.code for failure in source.failures] == ["KH107", "KH108"]


@pytest.mark.slow
def test_pages_on_their_side_and_head_are_turned(scanned: bytes) -> None:
    with pypdfium2.PdfDocument(scanned) as document:
        page = document[0].render(scale=200 / 72).to_pil()
    for transpose in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180):
        out = io.BytesIO()
        page.transpose(transpose).save(out, "PDF", resolution=200)
        assert SENTENCE in clean(read_bytes(out.getvalue())).text


def test_only_pages_without_text_are_recognised() -> None:
    source = read_bytes(make_sheets([Sheet([(72, 700, SENTENCE, 12)]), Sheet(picture=True)]))
    assert [page.read_with for page in source.pages] == ["text", "ocr"]
    assert source.read_with == "text, ocr"
    assert not source.failures


def test_rows_say_how_pages_were_read(scanned: bytes) -> None:
    rows = extract_bytes(scanned, "15-KH-UBND.pdf", "15-KH-UBND.pdf", Options())
    assert rows["documents"][0]["code"] == "15/KH-UBND"
    assert rows["targets"][0]["quote"] in rows["sources"][0]["text"]


@pytest.mark.parametrize("angle", [-3.2, -1.0, 0.0, 0.5, 2.0])
def test_skew_is_found(angle: float) -> None:
    page = np.full((1400, 1000), 255, np.uint8)
    for y in range(100, 1300, 44):
        for x in range(80, 900, 60):
            page[y : y + 22, x : x + 44] = 0
    assert find_skew(rotate(page, -angle)) == pytest.approx(angle, abs=0.16)


def test_lines_of_tables_are_found_and_letters_are_none() -> None:
    page = np.full((1200, 1600, 3), 255, np.uint8)
    for y in (200, 320, 440):
        page[y : y + 4, 100:1300] = 0
    for x in (100, 500, 1300):
        page[200:444, x : x + 4] = 0
    cv2.putText(page, "HIEN KE HOACH", (140, 280), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0, 0, 0), 5)
    cv2.circle(page, (900, 900), 150, (220, 40, 50), 6)
    picture = prepare(page)
    across = sorted(edge["top"] / POINTS for edge in picture.edges if edge["orientation"] == "h")
    down = sorted(edge["x0"] / POINTS for edge in picture.edges if edge["orientation"] == "v")
    assert across == pytest.approx([202, 322, 442], abs=3)
    assert down == pytest.approx([102, 502, 1302], abs=3)
    assert (picture.plain[760:1060, 740:1060] > 250).all(), "the seal is gone"
    assert (picture.ink[760:1060, 740:1060] < 250).any()


def test_likelihood_adds_up_to_one_over_all_rows() -> None:
    columns = np.random.default_rng(3).dirichlet(np.ones(11), size=3)
    rows = ["", *("".join(row) for n in (1, 2, 3) for row in itertools.product("0123456789", repeat=n))]
    assert sum(likelihood(columns, row) for row in rows if row) + columns[:, 0].prod() == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "symbol", "numbers"),
    [
        ("07-CT-UBND.pdf", "/CT-UBND", {"07"}),
        ("153_KH-UBND_Kế hoạch.pdf", "/KH-UBND", {"153"}),
        ("QD 47.QĐ-UBND ngày 17.pdf", "/QĐ-UBND", {"47"}),
        ("scan0012.pdf", "/QĐ-UBND", set()),
    ],
)
def test_the_name_of_a_file_speaks_for_a_number(name: str, symbol: str, numbers: set[str]) -> None:
    assert inked._numbers_in(name, symbol) == numbers


def test_accents_are_mended_in_scans_only() -> None:
    text = "II. MỤC TIỂU\n\nTỔ CHỨC THỤC HIỆN theo Quyêt định này\n"
    assert clean(Source(text, "text/plain", "ocr")).text.startswith("II. MỤC TIÊU")
    assert clean(Source(text, "text/plain", "text")).text.startswith("II. MỤC TIỂU")
    assert len(apply_edits(text, mend_accents(text))[0]) == len(text)
