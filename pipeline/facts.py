"""The facts of a document, of all kinds alike: where each stands, and what it says in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.listing import words as on_one_line
from pipeline.query import records
from pipeline.values import day, value_of
from pipeline.wording import Language, read_words, words_of

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: the column of its table that holds the id, and what a reader calls one, by language."""

    id: str
    name: dict[Language, str]


# By the name of the table that holds them; their names are words of `pipeline`.
KINDS = {
    kind: Kind(column, read_words("pipeline")[f"fact_{kind}"])
    for kind, column in {
        "legal_refs": "ref_id",
        "short_refs": "short_ref_id",
        "targets": "target_id",
        "percentages": "percentage_id",
        "amounts": "amount_id",
        "assignments": "assignment_id",
        "deadlines": "deadline_id",
        "agency_mentions": "mention_id",
        "table_facts": "fact_id",
        "findings": "finding_id",
    }.items()
}

_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


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


def told(fact: Fact, language: Language, names: Mapping[str, str]) -> str:
    """Return what a fact says in a few words of a language: its value, what that is of, and when.

    `names` are those of the indicators in that language, by id (`indicator_names`).
    """
    row, words = fact.row, words_of("pipeline", language)
    value, _ = value_told(fact, language)
    match fact.kind:
        case "targets" | "table_facts":
            of_cell = " / ".join(filter(None, (row.get("row_label"), row.get("column_path"))))
            about = names.get(row["indicator"], row["indicator"]) or row.get("indicator_text") or of_cell
            observed = words.of("kind", row["kind"]) if row["kind"] == "actual" else None
            return _join(value, about, row["place"], row.get("target_year") or row.get("year"), observed)
        case "amounts":
            return _join(value, row["funding_source"], row["year"])
        case "percentages":
            return _join(value, row["role"] and words.of("role", row["role"]))
        case "legal_refs":
            return _join(value, row["pinpoint"], row["relation"] and words.of("relation", row["relation"]))
        case "short_refs":
            return _join(value, row["pinpoint"], row["means"] and words.of("means", row["means"]))
        case "findings":
            return _join(words.of("severity", row["severity"]), value)
        case "deadlines":
            return _join(value, row["agency"])
        case "assignments":
            return _join(words.of("role", row["role"]), value, row["project"])
        case _:
            return _join(value, row["role"] and words.of("role", row["role"]))


def value_told(fact: Fact, language: Language) -> tuple[str, bool]:
    """Return the value of a fact in a language, and whether it is in words of the text, which are Vietnamese."""
    row, words = fact.row, words_of("pipeline", language)
    level = {"basis": None, "comparator": None}
    match fact.kind:
        case "targets":
            return value_of(row, language), language == "vi"
        case "table_facts":
            return value_of(level | row | {"value_min": row["value"]}, language), language == "vi"
        case "percentages":
            return value_of(row | {"unit": "%", "basis": None}, language), language == "vi"
        case "amounts":
            money = {"value_min": row["value_vnd_min"], "value_max": row["value_vnd_max"], "unit": "đồng"}
            return value_of(level | money, language), language == "vi"
        case "legal_refs" | "short_refs":
            return on_one_line(row.get("code") or row["resolves_to"] or row["ref_type"] or row["quote"]), True
        case "deadlines":
            due = row["due_on"] or row["due_on_partial"]
            return (day(due, language) if due else words.of("recurrence", row["recurrence"])), False
        case "findings":
            return on_one_line(row["message_vi"] if language == "vi" else row["message"]), False
        case _:
            name = on_one_line(row["agency"])
            return name or words("agency_lost"), bool(name)


def _join(*parts: object) -> str:
    return ", ".join(on_one_line(part) for part in parts if part)
