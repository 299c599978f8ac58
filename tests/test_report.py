"""Briefings: all that is known of a plan stands in them, in HTML and DOCX alike, and nothing is a script."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html as lxml_html

from pipeline import charts
from pipeline.listing import words as one_line
from pipeline.query import open_database, records
from pipeline.report import briefing as making
from pipeline.report.briefing import make_briefing
from pipeline.report.model import Briefing, Figure, Table
from pipeline.report.web import to_html
from pipeline.report.word import to_docx
from pipeline.target_list import Wanted, find_targets
from pipeline.values import short_value
from pipeline.wording import words_of
from tests.charted import built_corpus
from tests.test_cli import run

PLAN = "45/KH-UBND"


@pytest.fixture(scope="module")
def db(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_corpus(root, tmp_path_factory)


@pytest.fixture(scope="module")
def con(db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database(db) as opened:
        yield opened


@pytest.fixture(scope="module")
def plan(con: duckdb.DuckDBPyConnection) -> Briefing:
    return make_briefing(con, PLAN, None)


@pytest.fixture(scope="module")
def page(plan: Briefing) -> Any:
    return lxml_html.document_fromstring(to_html(plan, words_of("pipeline.report", "vi")))


@pytest.fixture(scope="module")
def file(plan: Briefing) -> Any:
    return Document(io.BytesIO(to_docx(plan, words_of("pipeline.report", "vi"))))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the charts out, as where the extra is missing."""
    monkeypatch.setattr(charts, "is_installed", lambda: False)


def cells(briefing: Briefing) -> list[list[str]]:
    """Return all rows of all tables of a briefing."""
    tables = [block for section in briefing.sections for block in section.blocks if isinstance(block, Table)]
    return [list(row) for table in tables for row in table.rows]


def rows_of(page: Any) -> list[list[str]]:
    return [[one_line(cell.text_content()) for cell in row] for row in page.xpath("//tbody/tr")]


def in_section(page: Any, heading: str) -> Any:
    return page.xpath(f"//section[h2[text()='{heading}']]")[0]


# What stands in it.


def test_every_promise_is_there_with_its_quote(con: duckdb.DuckDBPyConnection, page: Any) -> None:
    doc_id = records(con, "SELECT doc_id FROM documents WHERE code = ?", PLAN)[0]["doc_id"]
    rows = find_targets(con, Wanted(documents=[doc_id]))
    assert len(rows) > 40
    printed = rows_of(page)
    for row in rows:
        if row["stands_in"] == "text":
            place = f"dòng {row['line']}"
            wanted = {row["value"], one_line(row["quote"]), str(row["year"] or "")}
            assert any(wanted <= set(line) and any(place in cell for cell in line) for line in printed), row["quote"]
        else:
            label = row["indicator_text"].partition(" / ")[0]
            at = [line for line in printed if line[0] == label or row["indicator_text"] in line]
            assert any(short_value(row) in line or row["value"] in line for line in at), row["indicator_text"]


def test_the_level_above_is_named(page: Any) -> None:
    part = in_section(page, "So với yêu cầu của cấp trên")
    lines = rows_of(part)
    assert any("18/KH-UBND, Ủy ban nhân dân tỉnh Lạng Sơn" in line and "vượt yêu cầu" in line for line in lines)


def test_acts_stand_with_their_relation(page: Any) -> None:
    lines = rows_of(in_section(page, "Căn cứ và văn bản viện dẫn"))
    assert any("18/KH-UBND (22/1/2024)" in line and "có trong kho dữ liệu" in line for line in lines)
    assert any(line[0].startswith("90/QĐ-TTg") and "căn cứ" in line[2] for line in lines)


def test_an_act_out_of_force_is_told(con: duckdb.DuckDBPyConnection, undrawn: None) -> None:
    lines = cells(make_briefing(con, "268/KH-UBND", None))
    remark = "77/2015/QH13 hết hiệu lực từ ngày 01/03/2025"
    assert any(line[0].startswith("77/2015/QH13") and line[3].startswith(remark) for line in lines if len(line) == 5)
    assert any(line[0] == "lỗi" and line[2].startswith(remark) for line in lines)


def test_duties_have_partners_and_days(con: duckdb.DuckDBPyConnection, page: Any) -> None:
    lines = rows_of(in_section(page, "Ai làm gì, đến khi nào"))
    rows = records(con, "SELECT v.* FROM v_duties AS v JOIN documents USING (doc_id) WHERE documents.code = ?", PLAN)
    assert len(rows) > 10
    for row in rows:
        task = one_line(row["task"] or row["quote"])
        assert any(task in line and (row["agency"] is None or row["agency"] in " ".join(line)) for line in lines), (
            task
        )
    assert any("15/3/2024" in line for line in lines)


def test_money_and_what_was_reckoned(page: Any) -> None:
    money = rows_of(in_section(page, "Kinh phí"))
    assert any({"20,45 tỷ đồng", "20.450 triệu đồng", "2024"} <= set(line) for line in money)
    part = in_section(page, "Điều cần xem lại")
    assert "con số được tính lại" in part.text_content()
    assert any("6,00% - 3,40% = 2,60%" in line for line in rows_of(part))


def test_how_it_came_about(con: duckdb.DuckDBPyConnection, page: Any) -> None:
    said = in_section(page, "Cách lập bản tóm lược").text_content()
    build = records(con, "SELECT * FROM builds")[0]
    source = records(con, "SELECT sha256 FROM sources WHERE source_path LIKE '%chi-lang-2024.pdf'")[0]
    assert all(
        part in said for part in (build["build_id"], build["rules_digest"], build["version"], source["sha256"])
    )
    assert "năm của chỉ tiêu (" in said


def test_what_could_not_be_read_is_told(con: duckdb.DuckDBPyConnection, undrawn: None) -> None:
    from pipeline.report.asked import asked_for
    from pipeline.report.checks import _unread

    asked = asked_for(con, PLAN, None, "vi")
    source = asked.documents[0]["source_id"]
    with duckdb.connect(":memory:") as other:
        slots = "source_id VARCHAR, source_path VARCHAR, page_no INT, code VARCHAR, message VARCHAR"
        other.execute(f"CREATE TABLE failures ({slots})")
        other.execute("CREATE TABLE pages (source_id VARCHAR, read_with VARCHAR, ocr_confidence DOUBLE)")
        other.execute("INSERT INTO failures SELECT ?, 'a.pdf', unnest([3, 4]), 'KH107', 'no text layer'", [source])
        other.execute("INSERT INTO pages VALUES (?, 'ocr', 0.871), (?, 'text', NULL)", [source, source])
        said, table = _unread(making.Asked(other, asked.documents, asked.words, asked.chart_words, {}))
    assert "1 trang là bản quét" in said.text
    assert "87%" in said.text
    assert list(map(list, table.rows)) == [["a.pdf", "3, 4", "KH107: no text layer"]]


def test_a_place_has_its_units_side_by_side(con: duckdb.DuckDBPyConnection, undrawn: None) -> None:
    made = make_briefing(con, None, "huyện Chi Lăng", "en")
    assert made.title == "Briefing: huyện Chi Lăng"
    lines = cells(made)
    beside = next(line for line in lines if line[0] == "Poverty rate, 2024")
    assert beside[1:] == ["giảm 2,6%; 3,4%", "5,5%"]
    assert any(line[0] == "Vạn Linh" and "27/KH-UBND" in line[-1] for line in lines)
    assert not any("15/KH-UBND" in line[0] for line in lines)


# How it is written.


def test_html_stands_alone_and_can_be_read_by_all(page: Any, plan: Briefing) -> None:
    assert page.get("lang") == "vi"
    assert not page.xpath("//script | //link | //iframe | //*[@style] | //@*[starts-with(name(), 'on')]")
    assert not [src for src in page.xpath("//@src") if not src.startswith("data:image/svg+xml;base64,")]
    assert page.xpath("count(//h1)") == 1
    for table in page.iter("table"):
        assert table.find("caption").text
        assert all(head.get("scope") == "col" for head in table.iterfind("thead/tr/th"))
        assert all(row[0].get("scope") == "row" for row in table.iterfind("tbody/tr"))
    figures = [b for s in plan.sections for b in s.blocks if isinstance(b, Figure)]
    assert len(figures) >= 3
    assert page.xpath("//figure/img/@alt") == [figure.picture.description for figure in figures]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(href[1:] in ids for href in page.xpath("//nav//@href"))


def test_docx_says_what_the_page_says(file: Any, page: Any, plan: Briefing) -> None:
    tables = [[[one_line(cell.text) for cell in row.cells] for row in table.rows] for table in file.tables]
    assert [line for table in tables for line in table[1:]] == rows_of(page)
    styled = [(p.style.name, p.text) for p in file.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert styled[0] == ("Title", plan.title)
    assert [text for style, text in styled if style == "Heading 1"] == [
        "Tóm tắt", *(section.heading for section in plan.sections)
    ]  # fmt: skip
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in file.tables)
    assert [shape._inline.docPr.get("descr") for shape in file.inline_shapes] == page.xpath("//figure/img/@alt")
    assert file.styles["Normal"].font.name == "Times New Roman"
    assert "PAGE" in file.sections[0].footer._element.xml


def test_words_of_a_plan_are_no_script(con: duckdb.DuckDBPyConnection, undrawn: None) -> None:
    made = make_briefing(con, "77/KH-UBND", None)
    text = to_html(made, words_of("pipeline.report", "vi"))
    assert "<script" not in text
    assert "<img" not in text
    page = lxml_html.document_fromstring(text)
    assert not page.xpath("//script | //img | //b")
    assert "</script><script>alert(3)</script> còn dưới 5%" in page.text_content()
    assert "alert(1)" in page.xpath("//p[@class='subtitle']")[0].text
    read = Document(io.BytesIO(to_docx(made, words_of("pipeline.report", "vi"))))
    assert any("alert(3)" in cell.text for table in read.tables for row in table.rows for cell in row.cells)


def test_letters_that_no_page_can_hold_are_left_out(con: duckdb.DuckDBPyConnection, undrawn: None) -> None:
    from dataclasses import replace

    made = replace(make_briefing(con, PLAN, None), subtitle="a\x00b\x0bc\x1fd")
    assert "a b c d" in to_html(made, words_of("pipeline.report", "vi"))
    assert "a b c d" in Document(io.BytesIO(to_docx(made, words_of("pipeline.report", "vi")))).paragraphs[1].text


def test_without_charts_it_says_so(con: duckdb.DuckDBPyConnection, undrawn: None) -> None:
    made = make_briefing(con, PLAN, None, "en")
    assert not [b for s in made.sections for b in s.blocks if isinstance(b, Figure)]
    assert "Charts are left out" in made.sections[-1].blocks[-1].text


# The command.


@pytest.mark.parametrize(
    ("arguments", "name", "code", "said"),
    [
        ((), "r.html", 2, "name a document, or a place"),
        ((PLAN, "--within", "Lạng Sơn"), "r.html", 2, "name a document, or a place"),
        ((PLAN,), "r.pdf", 2, "KH622"),
        (("1/KH-KHÔNG",), "r.html", 2, "KH403"),
        (("--within", "Nơi Không Có"), "r.html", 2, "KH408"),
        (("--within", "Hà Giang"), "r.html", 2, "KH628"),
        (("06/2023/NQ-HĐND",), "nowhere/r.html", 1, "KH627"),
    ],
)
def test_wrong_use(
    arguments: tuple[str, ...], name: str, code: int, said: str, db: Path, tmp_path: Path, undrawn: None,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    found, _, error = run(capsys, monkeypatch, "report", *arguments, "-o", tmp_path / name, "--db", db)
    assert (found, said in " ".join(error.split())) == (code, True), error
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["r.html", "r.docx"])
def test_the_command_writes(
    name: str, db: Path, tmp_path: Path, undrawn: None,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    code, out, error = run(capsys, monkeypatch, "report", PLAN, "-o", tmp_path / name, "--db", db, "--lang", "en")
    assert (code, out, error) == (0, "", "")
    assert (tmp_path / name).stat().st_size > 10_000
