"""The facts of a document, of all kinds alike: where each stands, and what it says in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.listing import words
from pipeline.query import records
from pipeline.wording import Language

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: the column of its table that holds the id, and what a reader calls one, by language."""

    id: str
    name: dict[Language, str]


# By the name of the table that holds them.
KINDS = {
    "legal_refs": Kind("ref_id", {"en": "reference", "vi": "viện dẫn"}),
    "short_refs": Kind("short_ref_id", {"en": "short form", "vi": "viện dẫn tắt"}),
    "targets": Kind("target_id", {"en": "target", "vi": "mục tiêu"}),
    "percentages": Kind("percentage_id", {"en": "percentage", "vi": "tỷ lệ phần trăm"}),
    "amounts": Kind("amount_id", {"en": "sum", "vi": "số tiền"}),
    "assignments": Kind("assignment_id", {"en": "assignment", "vi": "phân công"}),
    "deadlines": Kind("deadline_id", {"en": "deadline", "vi": "thời hạn"}),
    "agency_mentions": Kind("mention_id", {"en": "agency", "vi": "cơ quan"}),
    "table_facts": Kind("fact_id", {"en": "number in a table", "vi": "số liệu trong bảng"}),
    "findings": Kind("finding_id", {"en": "finding", "vi": "điều cần xem"}),
}

_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}

_COMPARATORS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "eq": "", "range": ""}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: the table that holds it (`kind`), its id, its place, and its whole row.

    `start` and `end` are the code points of `sources.text` that hold what it states: for a target its value, for any
    other kind its quote. They are -1 for a finding about something that is missing.
    """

    kind: str
    id: str
    start: int
    end: int
    row: Row


def facts_of(con: duckdb.DuckDBPyConnection, doc_id: str, kinds: Iterable[str] = tuple(KINDS)) -> list[Fact]:
    """Return the facts of a document in the order of its text, longer ones first.

    Each number is there once: a percentage that is a target is left to `targets`, a target of a table's cell to
    `table_facts` where these are asked for, and "Kế hoạch này" names nothing but the document itself.
    """
    return facts_of_each(con, [doc_id], kinds)[doc_id]


def facts_of_each(
    con: duckdb.DuckDBPyConnection, doc_ids: Sequence[str], kinds: Iterable[str] = tuple(KINDS)
) -> dict[str, list[Fact]]:
    """Return for each of many documents what `facts_of` returns, with one question a kind for all of them."""
    wanted = set(kinds)
    found: dict[str, list[Fact]] = {doc_id: [] for doc_id in doc_ids}
    for kind in KINDS.keys() & wanted:
        rows = records(con, f"SELECT * FROM {kind} WHERE doc_id IN (SELECT unnest($1::VARCHAR[]))", list(doc_ids))
        for row in rows:
            if not _is_elsewhere(kind, row, wanted):
                found[row["doc_id"]].append(_fact(kind, row))
    for facts in found.values():
        facts.sort(key=lambda fact: (fact.start, -fact.end, _RANKS[fact.kind], fact.id))
    return found


def indicator_names(con: duckdb.DuckDBPyConnection, language: Language) -> dict[str, str]:
    """Return what the indicators are called in a language, by id."""
    return {row["indicator"]: row[f"name_{language}"] for row in records(con, "SELECT * FROM indicators")}


def _is_elsewhere(kind: str, row: Row, wanted: set[str]) -> bool:
    if kind == "percentages":
        return row["target_id"] is not None and "targets" in wanted
    if kind == "targets":
        return row["table_id"] is not None and "table_facts" in wanted
    return row.get("means") == "self"


def _fact(kind: str, row: Row) -> Fact:
    start, end = (row["value_start"], row["value_end"]) if kind == "targets" else (row["span_start"], row["span_end"])
    return Fact(kind, row[KINDS[kind].id], -1 if start is None else start, -1 if end is None else end, row)


def told(fact: Fact) -> str:
    """Return what a fact says, in a few words: its value, what that is of, and when."""
    row = fact.row
    match fact.kind:
        case "targets":
            return _join(
                _number_told(row),
                f"a {row['per']}" if row["per"] else None,
                row["indicator"] or row["indicator_text"],
                f"by {row['target_year']}" if row["target_year"] else None,
                "(observed)" if row["kind"] == "actual" else None,
            )
        case "table_facts":
            number = row | {"value_min": row["value"], "value_max": row["value_max"]}
            label = row["indicator"] or " / ".join(filter(None, (row["row_label"], row["column_path"])))
            return _join(_number_told(number), label, row["place"], row["year"])
        case "amounts":
            return _join(_range(row["value_vnd_min"], row["value_vnd_max"]), "đ", row["funding_source"], row["year"])
        case "legal_refs":
            return _join(row["code"] or row["resolves_to"] or row["ref_type"], row["pinpoint"], row["relation"])
        case "short_refs":
            return _join(row["resolves_to"] or row["ref_type"], row["pinpoint"], row["means"])
        case "deadlines":
            return _join(row["due_on"] or row["due_on_partial"] or row["recurrence"], row["agency"])
        case "assignments":
            return _join(row["role"], row["agency"] or "(agency lost)", row["project"])
        case "agency_mentions":
            return _join(row["agency"], row["role"])
        case "findings":
            return _join(row["severity"], row["message"])
        case _:
            return _join(_range(row["value_min"], row["value_max"]) + "%", row["role"])


def _number_told(row: Row) -> str:
    return _join(
        {"up": "↑", "down": "↓"}.get(row["direction"] or "") if row["basis"] == "change" else None,
        _COMPARATORS.get(row["comparator"] or "", "") + _range(row["value_min"], row["value_max"]),
        row["unit"],
    )


def _range(low: float | None, high: float | None) -> str:
    return _number(low) if low == high or high is None else f"{_number(low)} to {_number(high)}"


def _number(value: float | None) -> str:
    if value is None:
        return "?"
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def _join(*parts: object) -> str:
    return " ".join(words(part) for part in parts if part)
