"""The whole way on all real plans beside the checkout: read, found, traced, scored, and the same each time."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.build import build
from pipeline.evaluate import evaluate_database
from pipeline.options import Options
from rules.letters import bare
from tests import findings_judged, gains
from tests.test_build import rows_of

pytestmark = pytest.mark.shared

# What is to be reached (F1, normalised), by fact type, and by slot the share that is right of those found.
FLOORS = {
    "document fields": 0.98,
    "legal_refs": 0.99,
    "percentages": 0.97,
    "targets": 0.85,
    "assignments": 0.92,
    "deadlines": 0.95,
    "table_facts": 0.85,
}
SLOT_FLOOR = 0.98
SLOTS = ("issued_on", "pinpoint", "relation")
QUOTED = (
    "legal_refs",
    "percentages",
    "targets",
    "agency_mentions",
    "assignments",
    "deadlines",
    "amounts",
    "table_facts",
)
# Scans are tests of their own (tests/test_recognise.py), for what is read of them depends on Tesseract's data.
NO_SCANS = Options(ocr="never")


@pytest.fixture(scope="module")
def plans(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of all real plans, built by two processes."""
    db = tmp_path_factory.mktemp("real") / "plans.duckdb"
    build([shared / "plans"], db, jobs=2, options=NO_SCANS)
    return db


@pytest.fixture
def con(plans: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(plans), read_only=True) as connection:
        yield connection


def test_every_file_is_read_and_the_scans_alone_need_ocr(con: duckdb.DuckDBPyConnection, shared: Path) -> None:
    files = [p for p in (shared / "plans").rglob("*") if p.is_file()]
    assert con.execute("SELECT count(*) FROM sources").fetchone() == (len(files),)
    needs_ocr = con.execute("SELECT DISTINCT source_path FROM failures WHERE code IN ('KH107', 'KH108')").fetchall()
    assert sorted(r[0] for r in needs_ocr) == sorted(
        p.relative_to(shared / "plans").as_posix() for p in files if p.parent.name == "scans"
    )
    # One saved page is an encyclopedia's article: no plan, and it says so.
    others = con.execute("SELECT source_path, code FROM failures WHERE code NOT IN ('KH107', 'KH108')").fetchall()
    assert others == [("web/1315-QĐ-TTg__TW__7238fc49.md", "KH202")]


@pytest.mark.parametrize("table", QUOTED)
def test_every_fact_stands_where_it_says(con: duckdb.DuckDBPyConnection, table: str) -> None:
    wrong = con.execute(
        f"""SELECT count(*), count(*) FILTER (substring(text, span_start + 1, span_end - span_start) <> quote
                                              OR span_end <= span_start OR quote IS NULL)
            FROM {table} JOIN sources USING (source_id)"""
    ).fetchone()
    assert wrong is not None
    assert wrong[0] > 0
    assert wrong[1] == 0


def test_every_fact_lies_in_its_document_and_section(con: duckdb.DuckDBPyConnection) -> None:
    for table in QUOTED:
        outside = con.execute(
            f"""SELECT count(*) FROM {table} f JOIN documents d USING (doc_id)
                WHERE f.span_start < d.span_start OR f.span_start > d.span_end"""
        ).fetchone()
        assert outside == (0,), table
        missing = con.execute(f"SELECT count(*) FROM {table} WHERE doc_id IS NULL").fetchone()
        assert missing == (0,), table


def test_values_of_targets_lie_in_their_clauses(con: duckdb.DuckDBPyConnection) -> None:
    outside = con.execute(
        """SELECT count(*) FROM targets
           WHERE value_start < span_start OR value_end > span_end OR value_end <= value_start"""
    ).fetchone()
    assert outside == (0,)


@pytest.mark.slow
def test_another_order_and_one_process_give_the_same_rows(plans: Path, shared: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.duckdb"
    folders = sorted((shared / "plans").iterdir(), reverse=True)
    build([shared / "plans", *folders], again, jobs=1, options=NO_SCANS)
    first, second = rows_of(plans), rows_of(again)
    assert first.keys() == second.keys()
    for table in first:
        assert first[table] == second[table], table


def test_the_floors_are_reached(plans: Path, shared: Path) -> None:
    scores = evaluate_database(plans, shared / "eval" / "gold").normalised
    reached = {kind: round(scores.tallies[kind].f1, 3) for kind in FLOORS}
    assert {kind: f1 for kind, f1 in reached.items() if f1 < FLOORS[kind]} == {}
    right, asked = scores.right["legal_refs"], scores.asked["legal_refs"]
    shares = {slot: right[slot] / asked[slot] for slot in SLOTS}
    assert {slot: share for slot, share in shares.items() if share < SLOT_FLOOR} == {}


def test_the_committed_table_of_gains_is_that_of_the_rules_as_they_are(plans: Path) -> None:
    changes = list(gains.compare(gains.read_table(gains.TABLE), gains.count_facts(plans)))
    assert changes == [], "look at what was gained and lost, then run `python -m tests.gains --write`"


def test_saved_pages_say_what_their_file_names_say(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        """SELECT source_path, code, number, symbol, coalesce(province, level)
           FROM sources JOIN documents USING (source_id)
           WHERE source_path LIKE 'web/%' AND parent_doc_id IS NULL"""
    ).fetchall()
    assert len(rows) == 34  # and one encyclopedia's article
    for path, code, number, symbol, place in rows:
        name, named, _ = path.removeprefix("web/").split("__")
        # 125-2025-QĐ-UBND stands for 125/2025/QĐ-UBND
        expected = re.fullmatch(r"(\d+)-(?:(\d{4})-)?(.+)", name)
        assert expected is not None
        assert (number, symbol) == (expected[1], expected[3]), path
        assert code == "/".join(filter(None, expected.groups())), path
        assert bare(place) == ("central" if named == "TW" else bare(named.replace("-", " "))), path


def test_our_scores_are_those_of_the_script_beside_the_gold(plans: Path, shared: Path) -> None:
    gold = shared / "eval" / "gold"
    found = evaluate_database(plans, gold).normalised
    script = [sys.executable, str(shared / "eval" / "score.py"), str(plans), str(gold)]
    out = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    rows = re.findall(r"^(\w+(?: fields)?) +[\d.]+ +[\d.]+ +[\d.]+ +(\d+) +(\d+) +(\d+)$", out, re.MULTILINE)
    theirs = {kind: (int(tp), int(fp), int(fn)) for kind, tp, fp, fn in rows}
    assert {kind: (t.found, t.extra, t.missed) for kind, t in found.tallies.items()} == theirs
    ours = {"whole record but its indicator": "all of these", "whole record": "all and indicator"}
    slots = dict(re.findall(r"([\w ]+) (\d+/\d+)", out.split("targets slots: ")[1]))
    mine = {ours.get(n, n): f"{found.right['targets'][n]}/{total}" for n, total in found.asked["targets"].items()}
    assert mine == {name.strip(): value for name, value in slots.items()}


def test_what_the_audit_finds_was_judged_by_a_reader(con: duckdb.DuckDBPyConnection) -> None:
    judged = findings_judged.read_table(findings_judged.TABLE)
    assert [line[:4] for line in judged] == [line[:4] for line in findings_judged.look(con)]
    errors = [line.verdict for line in judged if line.severity == "error"]
    assert set(errors) <= {"true", "false"}
    assert errors.count("true") >= 0.95 * len(errors)


def test_totals_and_rates_of_the_seeds_are_confirmed(con: duckdb.DuckDBPyConnection) -> None:
    held = con.execute("""
        SELECT left(parse_filename(source_path), 3) AS seed, kind, count(*) FROM confirmations
        JOIN sources USING (source_id) WHERE source_path LIKE 'seeds/%' AND table_id IS NOT NULL GROUP BY ALL
    """).fetchall()
    # Lục Nam: 26 rows in four years. Thừa Thiên Huế: the total's rates, and what is left of each unit's households.
    assert sorted(held) == [
        ("000", "share_in_row", 104),
        ("000", "total_of_rows", 5),
        ("004", "change_in_row", 10),
        ("004", "rates_of_unlike_wholes", 10),
        ("004", "share_in_row", 2),
        ("004", "total_of_rows", 3),
    ]
