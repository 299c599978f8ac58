"""The database: every table described, references resolved, the views that auditors ask."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors import facts
from pipeline.build import build
from pipeline.load import _sql
from pipeline.parts import schema_sql, table_schemas
from tests.line_reader import read_lines

Db = duckdb.DuckDBPyConnection


@functools.cache
def _tables_and_views() -> Db:
    con = duckdb.connect()
    for script in (schema_sql(), _sql("views"), _sql("levels")):
        con.execute(script)
    return con


@contextmanager
def empty_database() -> Iterator[Db]:
    """Give the tables and views without rows; what is put in is taken out at the end."""
    con = _tables_and_views()
    con.execute("BEGIN")
    try:
        yield con
    finally:
        con.execute("ROLLBACK")


@pytest.fixture
def empty() -> Iterator[Db]:
    """The tables and views without rows."""
    with empty_database() as con:
        yield con


def put(con: Db, table: str, **row: Any) -> None:
    """Insert one row; what a table needs and the row does not say is made up."""
    first = table_schemas().get(table)
    if first is not None:
        row.setdefault(first.names[0], f"{table}{con.execute(f'SELECT count(*) FROM {table}').fetchall()[0][0]}")
        if "source_id" in first.names:
            row.setdefault("source_id", "s")
    con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('$' + n for n in row)})", row)


def document(con: Db, doc_id: str, code: str, **row: Any) -> None:
    put(con, "documents", **{"doc_id": doc_id, "code": code, "span_start": 0, "span_end": 9, **row})


# The schema.


def test_every_table_and_column_is_described_in_two_languages(empty: Db) -> None:
    described = empty.execute("""
        SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal
        UNION ALL SELECT table_name, '', comment FROM duckdb_tables()
        UNION ALL SELECT view_name, '', comment FROM duckdb_views() WHERE NOT internal
    """).fetchall()
    assert len(described) > 250
    bad = [(table, column) for table, column, comment in described if " / " not in (comment or "")]
    assert bad == []


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("builds", "started_at finished_at version rules_digest engine counts"),
        ("sources", "source_path media_type sha256 byte_size page_count read_with text build_id"),
        ("pages", "page_no span_start span_end width height read_with ocr_confidence"),
        ("failures", "source_path sha256 page_no stage code message"),
        ("documents", "source_id parent_doc_id span_start span_end signer signer_title signed_for commune_code"),
        ("sections", "doc_id parent_section_id depth label heading kind span_start span_end"),
        ("legal_refs", "resolves_to pinpoint relation cited_doc_id quote"),
        ("short_refs", "ref_type pinpoint means resolves_to ref_id cited_doc_id inferred quote"),
        ("cells", "table_id row_no col_no row_span col_span is_header span_start span_end text"),
        ("findings", "doc_id kind severity span_start span_end expected found message"),
        ("indicators", "name_vi name_en dimension unit better"),
        ("places", "name kind level code parent_code valid_from valid_to successor_codes"),
    ],
)
def test_tables_have_the_columns_of_the_contract(table: str, columns: str, empty: Db) -> None:
    have = {row[0] for row in empty.execute(f"DESCRIBE {table}").fetchall()}
    assert set(columns.split()) <= have


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (facts.Document, "documents"),
        (facts.Section, "sections"),
        (facts.LegalRef, "legal_refs"),
        (facts.ShortRef, "short_refs"),
        (facts.Percentage, "percentages"),
        (facts.Target, "targets"),
        (facts.Assignment, "assignments"),
        (facts.Deadline, "deadlines"),
        (facts.Amount, "amounts"),
        (facts.TableFact, "table_facts"),
    ],
)
def test_slots_of_facts_are_columns(kind: type[facts.Fact], table: str) -> None:
    elsewhere = {"at", "value_at", "heading_at", "target_at", "table", "row", "col", "parent", "ref_at", "document"}
    slots = {field.name for field in dataclasses.fields(kind)} - elsewhere
    assert slots <= set(table_schemas()[table].names)


def test_line_of_counts_as_python_does(empty: Db) -> None:
    text = "một\n\nhai Đ\nba"
    for place in range(len(text) + 1):
        line = empty.execute("SELECT line_of($text, $place)", {"text": text, "place": place}).fetchall()[0][0]
        assert line == text.count("\n", 0, place) + 1


# Which document a reference means.

HERE: dict[str, Any] = {"province": "Tỉnh Mẫu", "level": "province"}
CITES: list[tuple[str, dict[str, Any], list[tuple[str, dict[str, Any]]], str | None]] = [
    ("a central code", {"code": "07/2021/NĐ-CP"}, [("07/2021/NĐ-CP", {})], "d0"),
    ("another code", {"code": "07/2021/NĐ-CP"}, [("08/2021/NĐ-CP", {})], None),
    ("two documents", {"code": "90/QĐ-TTg"}, [("90/QĐ-TTg", {}), ("90/QĐ-TTg", {})], None),
    ("the year decides", {"code": "90/QĐ-TTg", "issued_on": date(2022, 1, 18)},
     [("90/QĐ-TTg", {"issued_on": date(2022, 1, 18)}), ("90/QĐ-TTg", {"issued_on": date(2019, 1, 5)})], "d0"),
    ("another date", {"code": "90/QĐ-TTg", "issued_on": date(2022, 1, 18)},
     [("90/QĐ-TTg", {"issued_on": date(2021, 1, 18)})], None),
    ("same province and year", {"code": "5/KH-UBND", "issued_on": date(2024, 3, 1)},
     [("5/KH-UBND", {**HERE, "issued_on": date(2024, 3, 1)})], "d0"),
    ("other province", {"code": "5/KH-UBND", "issued_on": date(2024, 3, 1)},
     [("5/KH-UBND", {**HERE, "province": "Tỉnh Khác", "issued_on": date(2024, 3, 1)})], None),
    ("no year known", {"code": "5/KH-UBND"}, [("5/KH-UBND", {**HERE, "issued_on": date(2024, 3, 1)})], None),
    ("partial date", {"code": "5/KH-UBND", "issued_on_partial": "2024"},
     [("5/KH-UBND", {**HERE, "issued_on": date(2024, 3, 1)})], "d0"),
    ("another district", {"code": "5/KH-UBND", "issued_on": date(2024, 3, 1)},
     [("5/KH-UBND", {**HERE, "district": "Huyện Khác", "level": "district", "issued_on": date(2024, 3, 1)})], None),
    ("the issuer's level decides",
     {"code": "5/KH-UBND", "issued_on_partial": "2024", "issuer": "Ủy ban nhân dân tỉnh"},
     [("5/KH-UBND", {**HERE, "issued_on": date(2024, 3, 1)}),
      ("5/KH-UBND", {**HERE, "district": "Huyện Mẫu", "level": "district", "issued_on": date(2024, 5, 1)})], "d0"),
    ("with and without a zero", {"code": "05/KH-UBND", "year": 2024},
     [("5/KH-UBND", {**HERE, "issued_on": date(2024, 3, 1)})], "d0"),
    ("a named law", {"code": None, "resolves_to": "77/2015/QH13"}, [("77/2015/QH13", {})], "d0"),
    ("itself", {"code": "1/KH-UBND", "relation": "self"}, [], "citing"),
]  # fmt: skip


@pytest.mark.parametrize(("mention", "others", "cited"), [c[1:] for c in CITES], ids=[c[0] for c in CITES])
def test_cited_documents(
    mention: dict[str, Any], others: list[tuple[str, dict[str, Any]]], cited: str | None, empty: Db
) -> None:
    document(empty, "citing", "1/KH-UBND", **HERE | {"district": "Huyện Mẫu", "level": "district"})
    for number, (code, row) in enumerate(others):
        document(empty, f"d{number}", code, **row)
    put(empty, "legal_refs", doc_id="citing", **mention)
    empty.execute(_sql("cite"))
    assert empty.execute("SELECT cited_doc_id FROM legal_refs").fetchall() == [(cited,)]


def test_documents_that_short_forms_mean(empty: Db) -> None:
    document(empty, "citing", "1/KH-UBND")
    document(empty, "cited", "07/2021/NĐ-CP")
    document(empty, "this year", "06/QĐ-TTg", issued_on=date(2022, 1, 6))
    document(empty, "another year", "06/QĐ-TTg", issued_on=date(2023, 1, 9))
    put(empty, "legal_refs", ref_id="r", doc_id="citing", code="07/2021/NĐ-CP")
    said = {"doc_id": "citing", "resolves_to": "06/QĐ-TTg"}
    put(empty, "short_refs", means="earlier", ref_id="r", doc_id="citing", resolves_to="07/2021/NĐ-CP")
    put(empty, "short_refs", means="known", issued_on=date(2022, 1, 6), **said)
    put(empty, "short_refs", means="known", issued_on=date(2021, 1, 6), **said)
    put(empty, "short_refs", means="self", doc_id="citing", cited_doc_id="citing")
    empty.execute(_sql("cite"))
    rows = empty.execute("SELECT cited_doc_id FROM short_refs ORDER BY short_ref_id").fetchall()
    assert rows == [("cited",), ("this year",), (None,), ("citing",)]


# The views.


def plan(con: Db, **row: Any) -> None:
    put(con, "sources", source_id="s", source_path="plans/mot.txt", text="x" * 300)
    put(con, "pages", page_no=1, span_start=0, span_end=100)
    put(con, "pages", page_no=2, span_start=100, span_end=300)
    document(con, "d", "1/KH-UBND", **{**HERE, "province_code": "99", **row})


def target(con: Db, **row: Any) -> None:
    number: dict[str, Any] = {"doc_id": "d", "span_start": 5, "value_start": 120, "indicator": "poverty_rate"}
    number |= {
        "value_min": 3.0,
        "value_max": 3.0,
        "unit": "%",
        "target_year": 2025,
        "kind": "target",
        "basis": "level",
    }
    put(con, "targets", **number | row)


def cell(con: Db, **row: Any) -> None:
    number: dict[str, Any] = {"doc_id": "d", "table_id": "t", "span_start": 20, "indicator": "poverty_rate"}
    put(con, "table_facts", **number | {"value": 3.0, "unit": "%", "year": 2025, "kind": "target"} | row)


def test_commitments_hold_prose_and_tables(empty: Db) -> None:
    plan(empty)
    target(empty)
    cell(empty)
    cell(empty, value=4.0)
    rows = empty.execute(
        "SELECT fact_id, stands_in, page, year, code, same_as FROM v_commitments ORDER BY 1"
    ).fetchall()
    assert rows == [
        ("table_facts0", "table", 1, 2025, "1/KH-UBND", "targets0"),
        ("table_facts1", "table", 1, 2025, "1/KH-UBND", None),
        ("targets0", "text", 2, 2025, "1/KH-UBND", "table_facts0"),
    ]


@pytest.mark.parametrize(
    "other", [{"year": 2024}, {"indicator": "clean_water"}, {"place": "Xã Mẫu"}, {"unit": "hộ"}, {"kind": "actual"}]
)
def test_what_differs_is_no_restatement(other: dict[str, Any], empty: Db) -> None:
    plan(empty)
    target(empty)
    cell(empty, **other)
    assert empty.execute("SELECT same_as FROM v_commitments").fetchall() == [(None,), (None,)]


def test_a_number_outside_all_documents_is_still_there(empty: Db) -> None:
    plan(empty)
    target(empty, doc_id=None)
    assert empty.execute("SELECT count(*) FROM v_commitments").fetchall() == [(1,)]


def test_levels_stand_beside_each_other(empty: Db) -> None:
    plan(empty)
    target(empty)
    lower = {**HERE, "province_code": "99", "level": "district", "district": "Huyện Mẫu"}
    document(empty, "e", "2/KH-UBND", **lower)
    target(empty, doc_id="e", value_min=4.0, value_max=4.0)
    # The town that bears the name of the province is not the province.
    cell(empty, place="Tỉnh Mẫu", place_code="999", value=1.0)
    document(empty, "f", "3/KH-UBND", **{**lower, "province": "Tỉnh Khác", "province_code": "98"})
    target(empty, doc_id="f")
    rows = empty.execute("SELECT code, value_min, upper_code, upper_value_min, difference FROM v_levels").fetchall()
    assert rows == [("2/KH-UBND", 4.0, "1/KH-UBND", 3.0, 1.0)]


def test_so_much_a_year_does_not_stand_beside_so_much_in_all(empty: Db) -> None:
    plan(empty)
    target(empty, per="year")
    lower = {**HERE, "province_code": "99", "level": "district", "district": "Huyện Mẫu"}
    document(empty, "e", "2/KH-UBND", **lower)
    target(empty, doc_id="e")
    assert empty.execute("SELECT count(*) FROM v_levels").fetchall() == [(0,)]
    target(empty, doc_id="e", per="year", span_start=9)
    assert empty.execute("SELECT code, upper_code FROM v_levels").fetchall() == [("2/KH-UBND", "1/KH-UBND")]


def test_citations_leave_the_document_itself_out(empty: Db) -> None:
    plan(empty)
    put(empty, "legal_refs", doc_id="d", code="1/KH-UBND", relation="self", span_start=1)
    put(empty, "legal_refs", doc_id="d", resolves_to="77/2015/QH13", relation="basis", span_start=2)
    rows = empty.execute("SELECT citing_code, code, by_name, relation FROM v_citations").fetchall()
    assert rows == [("1/KH-UBND", "77/2015/QH13", True, "basis")]


def test_citations_by_short_forms_are_told_apart(empty: Db) -> None:
    plan(empty)
    put(empty, "legal_refs", ref_id="r", doc_id="d", code="41/CT-TTg", issued_on=date(2031, 4, 3), span_start=1)
    short: dict[str, Any] = {"doc_id": "d", "resolves_to": "41/CT-TTg", "issued_on": date(2031, 4, 3)}
    put(empty, "short_refs", **short, means="earlier", ref_id="r", quote="Chỉ thị nêu trên", span_start=2)
    put(empty, "short_refs", doc_id="d", means="known", resolves_to="06/QĐ-TTg", quote="Đề án 06", span_start=3)
    for means in ("self", "parent", "attached", "earlier"):  # not about another, or not known about which one
        put(empty, "short_refs", doc_id="d", means=means, quote="Luật này", span_start=4)
    rows = empty.execute("SELECT code, by_name, by_short_form, relation, issued_on FROM v_citations").fetchall()
    assert rows == [
        ("41/CT-TTg", False, False, None, date(2031, 4, 3)),
        ("41/CT-TTg", False, True, "cites", None),
        ("06/QĐ-TTg", False, True, "cites", None),
    ]
    degrees = "SELECT code, cited_by, mentions, title FROM v_citation_degrees WHERE NOT in_database"
    assert empty.execute(degrees).fetchall() == [("41/CT-TTg", 1, 2, None), ("06/QĐ-TTg", 1, 1, None)]


def test_duties_have_the_next_deadline_of_their_section(empty: Db) -> None:
    plan(empty)
    put(empty, "assignments", doc_id="d", section_id="x", agency="Sở A", role="lead", task="một", span_start=10)
    put(empty, "assignments", doc_id="d", section_id="y", agency="Sở B", role="lead", task="hai", span_start=50)
    put(empty, "assignments", doc_id="d", section_id="z", agency="Sở C", role="lead", task="ba", span_start=70)
    put(empty, "deadlines", doc_id="d", section_id="x", due_on=date(2024, 11, 30), span_start=20)
    put(empty, "deadlines", doc_id="d", section_id="y", agency="Sở D", due_on_partial="2024-Q1", span_start=60)
    rows = empty.execute("SELECT agency, role, task, deadline FROM v_duties").fetchall()
    assert rows == [
        ("Sở A", "lead", "một", "2024-11-30"),
        ("Sở B", "lead", "hai", None),
        ("Sở D", None, None, "2024-Q1"),
        ("Sở C", "lead", "ba", None),
    ]


@pytest.mark.parametrize(
    ("between", "task", "due"),
    [
        (" rồi\nbáo cáo ", "Báo cáo kết quả", "2024"),
        ("\n- Báo cáo ", "Báo cáo kết quả", None),
        ("\n\nBáo cáo ", "Báo cáo kết quả", None),
        ("\tHội Nông dân\t", "Báo cáo kết quả", None),
        ("\n- Thời gian: ", "Trồng rừng", "2024"),
        ("\n- Thời gian: ", "Lâm nghiệp", "2024"),
    ],
)
def test_a_deadline_further_down_is_that_of_another_task(empty: Db, between: str, task: str, due: str | None) -> None:
    text = f"Sở A chủ trì trồng rừng{between}trong năm 2024"
    put(empty, "sources", source_id="s", source_path="a.txt", text=text)
    put(empty, "sections", section_id="x", source_id="s", heading="2. Lâm nghiệp")
    duty = {"source_id": "s", "section_id": "x", "agency": "Sở A"}
    put(empty, "assignments", role="lead", task="chủ trì Trồng rừng", span_start=5, **duty)
    at = text.index("trong năm")
    put(empty, "deadlines", due_on_partial="2024", task=task, span_start=at, **duty)
    rows = empty.execute("SELECT deadline FROM v_duties WHERE role = 'lead'").fetchall()
    assert rows == [(due,)]


def test_what_one_sentence_tells_is_due_for_the_partner_too(empty: Db) -> None:
    text = "Sở A chủ trì, phối hợp với Sở B trồng rừng trước ngày 30/6/2024. Sở C phối hợp tỉa cành."
    put(empty, "sources", source_id="s", source_path="a.txt", text=text)
    put(empty, "sections", section_id="x", source_id="s", heading="2. Lâm nghiệp")
    place = {"source_id": "s", "section_id": "x"}
    task = "chủ trì, phối hợp với Sở B trồng rừng trước ngày 30/6/2024"
    put(empty, "assignments", agency="Sở A", role="lead", task=task, span_start=5, **place)
    put(empty, "assignments", agency="Sở B", role="coordinate", task=task, span_start=27, **place)
    put(empty, "assignments", agency="Sở C", role="coordinate", task="tỉa cành", span_start=66, **place)
    put(empty, "deadlines", agency="Sở A", due_on=date(2024, 6, 30), task=f"Sở A {task}", span_start=43, **place)
    rows = empty.execute("SELECT agency, deadline FROM v_duties").fetchall()
    assert rows == [("Sở A", "2024-06-30"), ("Sở B", "2024-06-30"), ("Sở C", None)]


@pytest.mark.parametrize(("due_agency", "due"), [("Sở A", None), (None, "2024")])
def test_a_task_whose_agency_is_lost_has_no_deadline_of_another(
    empty: Db, due_agency: str | None, due: str | None
) -> None:
    put(
        empty, "sources", source_id="s", source_path="a.txt", text="Chủ trì trồng rừng. Sở A tỉa cành trong năm 2024."
    )
    place = {"source_id": "s", "section_id": "x"}
    put(empty, "assignments", agency=None, role="lead", task="trồng rừng", span_start=0, **place)
    put(empty, "deadlines", agency=due_agency, due_on_partial="2024", task="tỉa cành", span_start=33, **place)
    assert empty.execute("SELECT deadline FROM v_duties WHERE role = 'lead'").fetchall() == [(due,)]


# What a build adds of its own.


def test_a_build_loads_what_the_rules_know(tmp_path: Path) -> None:
    (tmp_path / "mot.txt").write_text("1/KH-UBND\n", "utf8")
    build([tmp_path / "mot.txt"], tmp_path / "x.duckdb", jobs=1, extract=read_lines)
    with duckdb.connect(str(tmp_path / "x.duckdb"), read_only=True) as con:
        assert con.execute("SELECT name_en FROM indicators WHERE indicator = 'poverty_rate'").fetchall()
        gone = con.execute(
            "SELECT kind, valid_to, successor_codes FROM places WHERE code = '02' AND level = 'province'"
        )
        assert gone.fetchall() == [("tỉnh", date(2025, 6, 30), ["08"])]
        counts = con.execute("SELECT counts['documents'], engine, finished_at >= started_at FROM builds").fetchall()
        assert counts == [(1, "process pool", True)]
