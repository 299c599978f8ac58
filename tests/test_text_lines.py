"""The lines on which facts stand: those that SQL tells, and told without any text but of the files asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest

from pipeline import charts, text_lines
from pipeline.audit_list import Asked, find_findings
from pipeline.cites import find_mentions
from pipeline.compare import compare_units
from pipeline.duty_list import find_duties
from pipeline.query import open_database, records
from pipeline.report.briefing import make_briefing
from pipeline.target_list import Wanted, find_targets
from pipeline.text_lines import add_lines
from pipeline.timeline import find_timeline
from pipeline.unknown import find_unknown
from tests.charted import built_corpus

PLAN = "45/KH-UBND"
Con = duckdb.DuckDBPyConnection

# What asks for lines, of all documents.
LISTS: dict[str, Callable[[Con], Any]] = {
    "targets": lambda con: find_targets(con, Wanted()),
    "duties": find_duties,
    "findings": lambda con: find_findings(con, Asked()),
    "mentions": lambda con: find_mentions(con, "true"),
    "units": lambda con: list(compare_units(con, "poverty_rate", None, "Lạng Sơn")),
    "timeline": lambda con: find_timeline(con, "poverty_rate", "Chi Lăng"),
    "unknown": lambda con: list(find_unknown(con)),
    "report": lambda con: make_briefing(con, None, "Lạng Sơn"),
}


class Watched:
    """A connection that notes each question for whose answer the texts of files are fetched, with its values."""

    def __init__(self, con: Con) -> None:
        self._con = con
        self.fetched: list[tuple[str, list[Any]]] = []

    def execute(self, question: str, values: list[Any] | None = None) -> Con:
        plan = self._con.execute(f"EXPLAIN (FORMAT json) {question}", values).fetchall()[0][1]
        if any(_fetches_texts(node) for node in json.loads(plan)):
            self.fetched.append((question, values or []))
        return self._con.execute(question, values)


def _fetches_texts(node: dict[str, Any]) -> bool:
    told = node["extra_info"]
    own = told.get("Table", "").endswith(".sources") and "text" in told.get("Projections", ())
    return own or any(map(_fetches_texts, node["children"]))


@pytest.fixture(scope="module")
def con(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with open_database(built_corpus(root, tmp_path_factory)) as opened:
        yield opened


@pytest.mark.parametrize("name", LISTS)
def test_no_question_joins_texts_to_its_rows(con: Con, name: str) -> None:
    """A question that does copies a text for each row, before it leaves out what is not asked for."""
    watched = Watched(con)
    LISTS[name](cast(Con, watched))
    [question] = {question for question, _ in watched.fetched}
    assert question == text_lines._LENGTHS


def test_a_briefing_fetches_no_text_but_that_of_its_document(con: Con, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "is_installed", lambda: False)  # they tell of other documents, too
    watched = Watched(con)
    make_briefing(cast(Con, watched), PLAN, None)
    own = records(con, "SELECT source_id FROM documents WHERE code = ?", PLAN)
    assert {source_id for _, [ids] in watched.fetched for source_id in ids} == {row["source_id"] for row in own}


@pytest.mark.parametrize(
    ("table", "position"), [("targets", "value_start"), ("table_facts", "span_start"), ("findings", "span_start")]
)
def test_lines_are_those_that_sql_tells(con: Con, table: str, position: str) -> None:
    rows = records(
        con, f"SELECT f.*, line_of(text, f.{position}) AS told FROM {table} AS f JOIN sources USING (source_id)"
    )
    assert len({row["told"] for row in rows}) > 1
    for row in add_lines(con, rows, position):
        assert row["line"] == row["told"]


def test_what_stands_nowhere_has_no_line(con: Con) -> None:
    [source] = records(con, "SELECT source_id, text FROM sources ORDER BY source_path LIMIT 1")
    second = source["text"].index("\n") + 1
    rows = [{"source_id": source["source_id"], "span_start": place} for place in (second, None, 0, second - 1)]
    assert [row["line"] for row in add_lines(con, rows)] == [2, None, 1, 1]
