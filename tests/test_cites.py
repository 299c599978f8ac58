"""`kehoach cites`: an act by any spelling of its number, who cites it, and what it cites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.cites import find_acts, matching_codes
from pipeline.errors import KehoachError
from pipeline.load import _sql
from pipeline.parts import schema_sql
from tests.test_cli import run
from tests.test_load import document, put

Db = duckdb.DuckDBPyConnection

TEXT = (
    "Kế hoạch mẫu\nCăn cứ Luật Việc làm;\nThực hiện khoản 2 Điều 3 Quyết định số 61/QĐ-TTg\nvà Kế hoạch 5/KH-UBND\n"
)


def fill(con: Db) -> None:
    """Put in two plans of one number, a district's plan and what they cite."""
    con.execute(schema_sql())
    con.execute(_sql("views"))
    con.execute("CREATE TABLE IF NOT EXISTS builds (build_id VARCHAR)")
    for source in ("a", "b", "c"):
        put(con, "sources", source_id=source, source_path=f"{source}.txt", text=TEXT)
    tinh = "Ủy ban nhân dân tỉnh Mẫu"
    document(
        con,
        "A",
        "05/KH-UBND",
        source_id="a",
        title="Kế hoạch mẫu",
        issuer=tinh,
        issued_on=date(2031, 2, 3),
        province="Mẫu",
    )
    document(con, "B", "05/KH-UBND", source_id="b", issuer="Ủy ban nhân dân tỉnh Khác", province="Khác")
    document(con, "C", "9/KH-UBND", source_id="c", issuer="Ủy ban nhân dân huyện Mẫu", province="Mẫu")
    cite(con, "A", "Luật Việc làm", resolves_to="38/2013/QH13", ref_type="Luật", relation="basis")
    cite(
        con,
        "A",
        "61/QĐ-TTg",
        code="61/QĐ-TTg",
        pinpoint="khoản 2 Điều 3",
        title="phê duyệt đề án mẫu",
        issued_on=date(2030, 6, 1),
    )
    cite(con, "A", "5/KH-UBND", code="05/KH-UBND", relation="self", cited_doc_id="A")
    cite(con, "C", "61/QĐ-TTg", code="61/QĐ-TTg", issued_on_partial="2029")
    cite(con, "C", "61/QĐ-TTg", code="61/QĐ-TTg", relation="implements")
    cite(con, "C", "5/KH-UBND", code="5/KH-UBND", cited_doc_id="A")
    cite(con, "C", "5/KH-UBND", code="5/KH-UBND")


def cite(con: Db, doc: str, quote: str, **row: Any) -> None:
    start = TEXT.index(quote)
    given = {"ref_type": "QĐ", "relation": "cites", "span_start": start, "span_end": start + len(quote)} | row
    put(con, "legal_refs", doc_id=doc, source_id=doc.lower(), quote=quote, **given)


@pytest.fixture
def con() -> Iterator[Db]:
    with duckdb.connect() as connection:
        fill(connection)
        yield connection


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cites") / "plans.duckdb"
    with duckdb.connect(str(path)) as connection:
        fill(connection)
    return path


CODES = ["61/QĐ-TTg", "61/QĐ-UBND", "05/KH-UBND", "5/KH-UBND", "12/HĐ-UBND", "12/HD-UBND", "38/2013/QH13"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("61/QĐ-TTg", ["61/QĐ-TTg"]),
        (" 61 / QĐ - TTg ", ["61/QĐ-TTg"]),
        ("61/QÐ–TTg", ["61/QĐ-TTg"]),
        ("61/QD-TTg", ["61/QĐ-TTg"]),
        ("61/qd-ttg", ["61/QĐ-TTg"]),
        ("Quyết định số 61/QĐ-TTg", ["61/QĐ-TTg"]),
        ("05/KH-UBND", ["05/KH-UBND", "5/KH-UBND"]),
        ("5/kh-ubnd", ["05/KH-UBND", "5/KH-UBND"]),
        ("12/HD-UBND", ["12/HD-UBND"]),
        ("12/hd-ubnd", ["12/HD-UBND", "12/HĐ-UBND"]),
        ("Luật Việc làm", ["38/2013/QH13"]),
        ("việc làm", ["38/2013/QH13"]),
        ("1/QĐ-TTg", []),
        ("", []),
    ],
)
def test_numbers_are_found_in_any_spelling(asked: str, found: list[str]) -> None:
    assert matching_codes(asked, CODES) == found


def test_who_cites_an_act_that_is_not_in_the_database(con: Db) -> None:
    (act,) = find_acts(con, "61/qd-ttg")
    assert (act.code, act.title, act.document, act.cites) == ("61/QĐ-TTg", "phê duyệt đề án mẫu", None, [])
    told = [(m["citing_code"], m["relation"], m["pinpoint"], m["quote"], m["line"]) for m in act.cited_by]
    assert told == [
        ("05/KH-UBND", "cites", "khoản 2 Điều 3", "61/QĐ-TTg", 3),
        ("9/KH-UBND", "cites", None, "61/QĐ-TTg", 3),
        ("9/KH-UBND", "implements", None, "61/QĐ-TTg", 3),
    ]


def test_a_law_cited_by_name_is_found_by_number(con: Db) -> None:
    (act,) = find_acts(con, "38/2013/QH13")
    assert act.title == "Luật Việc làm"
    assert [(m["citing_code"], m["quote"], m["line"]) for m in act.cited_by] == [("05/KH-UBND", "Luật Việc làm", 2)]


def test_documents_of_one_number_are_told_apart(con: Db) -> None:
    first, second, number = find_acts(con, "5/kh-ubnd")
    assert (first.document or {})["doc_id"] == "A"
    assert [m["doc_id"] for m in first.cited_by] == ["C"]
    assert [m["code"] for m in first.cites] == ["38/2013/QH13", "61/QĐ-TTg"]
    assert (second.document or {})["doc_id"] == "B"
    assert second.cited_by == second.cites == []
    assert number.document is None
    assert [m["doc_id"] for m in number.cited_by] == ["C"], "it cannot be told which of the two is meant"


def test_nothing_of_that_number(con: Db) -> None:
    with pytest.raises(KehoachError, match="KH405"):
        find_acts(con, "1/QĐ-TTg")


def test_the_degrees_of_the_graph(con: Db) -> None:
    cite(con, "B", "5/KH-UBND", code="5/KH-UBND")
    rows = con.execute(
        "SELECT code, cited_by, mentions, cites, in_database, doc_id FROM v_citation_degrees"
    ).fetchall()
    assert rows == [
        ("61/QĐ-TTg", 2, 3, None, False, None),
        ("05/KH-UBND", 1, 1, 2, True, "A"),
        ("38/2013/QH13", 1, 1, None, False, None),
        ("5/KH-UBND", 1, 1, None, False, None),
        ("5/KH-UBND", 1, 1, None, False, None),
        ("05/KH-UBND", 0, 0, 1, True, "B"),
        ("9/KH-UBND", 0, 0, 3, True, "C"),
    ]
    places = con.execute("SELECT province FROM v_citation_degrees WHERE code = '5/KH-UBND' ORDER BY 1").fetchall()
    assert places == [("Khác",), ("Mẫu",)], "the number of a local body is another in another province"
    years = con.execute("SELECT years FROM v_citation_degrees WHERE code = '61/QĐ-TTg'").fetchall()
    assert years == [([2029, 2030],)]
    titles = dict(con.execute("SELECT code, title FROM v_citation_degrees WHERE title IS NOT NULL").fetchall())
    assert titles == {
        "61/QĐ-TTg": "phê duyệt đề án mẫu",
        "38/2013/QH13": "Luật Việc làm",
        "05/KH-UBND": "Kế hoạch mẫu",
    }


def test_the_command(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, monkeypatch, "cites", "61/QD-TTg", "--db", db)
    assert code == 0
    assert "Cited by 2 documents, 3 mentions" in out
    assert "cited with the dates 2030-06-01 (1), 2029 (1)" in out
    assert max(map(len, out.splitlines())) <= 100
    code, out, _ = run(capsys, monkeypatch, "cites", "05/KH-UBND", "--db", db)
    assert code == 0
    assert "Cites 2 acts, 2 mentions" in out
    assert "Ủy ban nhân dân tỉnh Mẫu, 2031-02-03; a.txt" in out
    code, out, err = run(capsys, monkeypatch, "cites", "1/QĐ-TTg", "--db", db)
    assert (code, out) == (2, "")
    assert err.startswith("KH405: ")
