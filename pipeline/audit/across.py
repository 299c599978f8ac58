"""What can be seen only with other documents beside: dates of acts that are there, allocations that are not met.

Runs when all sources are loaded: findings of these kinds that an unchanged source brought along are made anew, for
the documents beside it may have changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import regex

from extractors.offsets import Span
from pipeline.audit.days import printed
from pipeline.audit.finding import Finding, row_of
from pipeline.audit.paper import Paper
from pipeline.audit.references import alike
from pipeline.query import records
from pipeline.rows import Row
from pipeline.values import number

KINDS = ("date_against_document", "allocation_not_met", "parts_against_total")

# References to a document of the database by another date than its own: the codes are equal, and for bodies that
# number alike everywhere the place and the level are. What its own source already tells is left out.
_CITED = """
    SELECT refs.source_id, refs.doc_id, refs.span_start, refs.span_end, refs.code, refs.issued_on,
           cited.issued_on AS expected, refs.ref_id
    FROM legal_refs AS refs
    JOIN kept_documents() AS citing ON citing.doc_id = refs.doc_id
    JOIN kept_documents() AS cited
      ON ltrim(cited.code, '0') = ltrim(refs.code, '0') AND cited.doc_type = refs.ref_type
    WHERE refs.issued_on <> cited.issued_on AND refs.source_id <> cited.source_id
      AND NOT list_contains(coalesce(refs.inferred, []), 'issued_on')
      AND NOT list_contains(coalesce(cited.inferred, []), 'issued_on')
      AND (cited.level = 'central' OR (
          cited.province = citing.province
          AND (cited.district IS NULL OR cited.district = citing.district)
          AND (cited.commune IS NULL OR cited.commune = citing.commune)
          AND lower(refs.issuer) = lower(cited.issuer)))
      AND NOT EXISTS (
          SELECT 1 FROM findings
          WHERE findings.source_id = refs.source_id AND findings.span_start = refs.span_start
            AND findings.kind IN ('wrong_act_date', 'two_dates_of_act', 'year_against_number'))
    QUALIFY count(DISTINCT cited.doc_id) OVER (PARTITION BY refs.ref_id) = 1
    ORDER BY refs.source_id, refs.span_start, refs.ref_id
"""

# What a superior's tables give to a unit, and what that unit's own later plan aims at. Of several numbers of one kind
# for one place none is certain to be what was given.
_ALLOTTED = """
    WITH numbers AS (
        SELECT target_id AS fact_id, source_id, span_start, span_end, value_start AS at,
               value_end - value_start AS length
        FROM targets
        UNION ALL
        SELECT fact_id, source_id, span_start, span_end, span_start, span_end - span_start FROM table_facts
    )
    SELECT given.own_doc_id AS doc_id, own.source_id, own.span_start, own.span_end, given.indicator, given.year,
           given.unit, given.basis, given.own_value_min AS least, given.own_value_max AS most,
           given.own_comparator AS comparator, substr(sources.text, own.at + 1, own.length) AS printed,
           given.value_min AS allotted, given.quote AS allotted_printed, given.code AS superior,
           given.doc_id AS superior_id, indicators.name_en, indicators.name_vi,
           CASE orientation(indicators.better, given.basis, given.direction)
                WHEN 1 THEN 'up' WHEN -1 THEN 'down' END AS better
    FROM v_allocation AS given
    JOIN numbers AS own ON own.fact_id = given.own_fact_id
    JOIN sources ON sources.source_id = own.source_id
    JOIN documents AS plan ON plan.doc_id = given.own_doc_id
    JOIN documents AS superior ON superior.doc_id = given.doc_id
    JOIN indicators USING (indicator)
    WHERE plan.issued_on >= superior.issued_on AND scale_of(given.unit) = scale_of(given.own_unit)
      AND given.verdict IS NOT NULL AND given.value_min = given.value_max
    QUALIFY count(DISTINCT given.value_min) OVER (
        PARTITION BY given.doc_id, given.indicator, given.year, given.unit, given.basis, given.direction,
                     given.place_code) = 1
    ORDER BY own.source_id, own.span_start, given.doc_id
"""

# A superior's table of all its units, and what its own prose aims at for the whole.
_PARTS = """
    WITH units AS (
        SELECT DISTINCT parent_code, code FROM places WHERE parent_code IS NOT NULL
    ),
    parts AS (
        SELECT facts.doc_id, facts.table_id, facts.column_path, facts.indicator, facts.year, facts.unit,
               round(sum(facts.value), 6) AS total, count(DISTINCT facts.place_code) AS n, count(*) AS n_rows,
               min(facts.span_start) AS span_start, arg_min(facts.span_end, facts.span_start) AS span_end,
               list(facts.quote ORDER BY facts.span_start) AS quotes, any_value(units.parent_code) AS own_code,
               any_value(documents.issued_on) AS issued_on, any_value(facts.source_id) AS source_id,
               facts.basis, facts.direction
        FROM table_facts AS facts
        JOIN kept_documents() AS documents USING (doc_id)
        JOIN units ON units.code = facts.place_code
            AND units.parent_code = coalesce(documents.commune_code, documents.district_code, documents.province_code)
        WHERE facts.kind = 'target' AND facts.unit <> '%' AND facts.value_max IS NULL AND facts.value IS NOT NULL
        GROUP BY facts.doc_id, facts.table_id, facts.column_path, facts.indicator, facts.year, facts.unit,
                 facts.basis, facts.direction
    )
    SELECT parts.*, targets.value_min AS least, targets.value_max AS most, targets.comparator,
           targets.quote AS aim, substr(sources.text, value_start + 1, value_end - value_start) AS printed,
           indicators.name_en, indicators.name_vi,
           CASE orientation(indicators.better, parts.basis, parts.direction)
                WHEN 1 THEN 'up' WHEN -1 THEN 'down' END AS better
    FROM parts
    JOIN targets ON targets.doc_id = parts.doc_id AND targets.indicator = parts.indicator
        AND coalesce(targets.target_year, targets.period_end) = parts.year AND targets.unit = parts.unit
    JOIN sources ON sources.source_id = parts.source_id
    JOIN indicators ON indicators.indicator = parts.indicator
    WHERE targets.kind = 'target' AND targets.per IS NULL AND targets.population IS NULL AND NOT targets.in_part
      AND targets.basis = parts.basis AND (parts.basis = 'level' OR targets.direction = parts.direction)
      AND coalesce(targets.place_code, parts.own_code) = parts.own_code
      AND parts.n = parts.n_rows
      AND parts.n = (
          SELECT count(DISTINCT places.code) FROM places
          WHERE places.parent_code = parts.own_code
            AND coalesce(places.valid_from <= parts.issued_on, true)
            AND coalesce(places.valid_to >= parts.issued_on, true))
    ORDER BY parts.source_id, parts.span_start, targets.span_start
"""
_PRINTED = regex.compile(r"\d[\d.,]*")
_DECIMALS = regex.compile(r"\d,(\d+)")


def audit_across(con: duckdb.DuckDBPyConnection) -> None:
    """Put into `findings` what is seen only beside other documents, in place of what was seen before."""
    con.execute(f"DELETE FROM findings WHERE kind IN {KINDS}")
    found: dict[str, list[Finding]] = defaultdict(list)
    for source_id, finding in (*_dates(con), *_allocations(con), *_totals(con)):
        found[source_id].append(finding)
    rows: list[Row] = []
    for source_id in sorted(found):
        text = con.execute("SELECT text FROM sources WHERE source_id = ?", [source_id]).fetchall()[0][0]
        paper = Paper({"sources": [{"source_id": source_id}]}, text)
        rows += [row_of(finding, paper, number) for number, finding in enumerate(found[source_id])]
    if rows:
        con.register("handed_over", pa.Table.from_pylist(rows))
        con.execute("INSERT INTO findings BY NAME FROM handed_over")
        con.unregister("handed_over")


def _dates(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Finding]]:
    for row in records(con, _CITED):
        expected, found = row["expected"], row["issued_on"]
        assert isinstance(expected, date)
        if not alike(row["code"], found, expected):
            continue
        says = {"act": row["code"], "expected": printed(expected), "found": printed(found)}
        at = Span(row["span_start"], row["span_end"])
        yield row["source_id"], Finding("date_against_document", row["doc_id"], at, *_ends(says), says)


def _ends(says: Mapping[str, str]) -> tuple[str, str]:
    return says["expected"], says["found"]


def _allocations(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Finding]]:
    """Yield, for each allocation that no number of the unit's plan meets, the first of these numbers."""
    if not _any(con, "v_allocation"):
        return
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in records(con, _ALLOTTED):
        groups[row["doc_id"], row["indicator"], row["year"], row["unit"], row["basis"], row["superior_id"]].append(
            row
        )
    for rows in groups.values():
        if all(_falls_short(row, row["allotted"], row["allotted_printed"]) for row in rows):
            row = rows[0]
            says = {
                "superior": row["superior"] or "",
                "year": row["year"],
                "en": row["name_en"],
                "vi": row["name_vi"],
            }
            shown = _shown(row["allotted_printed"], row["unit"]), _shown(row["printed"], row["unit"])
            at = Span(row["span_start"], row["span_end"])
            yield row["source_id"], Finding("allocation_not_met", row["doc_id"], at, *shown, says)


def _totals(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Finding]]:
    """Yield tables of all units whose parts do not come to any total that the document aims at."""
    if not _any(con, "table_facts"):
        return
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in records(con, _PARTS):
        groups[row["table_id"], row["column_path"], row["indicator"], row["year"]].append(row)
    for rows in groups.values():
        row = rows[0]
        total = row | {"least": row["total"], "most": row["total"], "comparator": "eq", "printed": row["quotes"][0]}
        if all(_falls_short(total, r["least"], r["printed"]) for r in rows):
            says = {"n": row["n"], "year": row["year"], "en": row["name_en"], "vi": row["name_vi"], "aim": row["aim"]}
            shown = _shown(row["printed"], row["unit"]), f"{number(row['total'])} {row['unit']}"
            at = Span(row["span_start"], row["span_end"])
            yield row["source_id"], Finding("parts_against_total", row["doc_id"], at, *shown, says)


def _any(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Return whether `table` has rows: what is asked of none is not worth its planning."""
    return bool(con.execute(f"SELECT EXISTS (FROM {table})").fetchall()[0][0])


def _falls_short(row: Mapping[str, Any], bound: float, bound_printed: str) -> bool:
    """Say whether an aim is certain to be worse than `bound`, both rounded as the one with fewer decimals is."""
    digits = min(_digits(row["printed"]), _digits(bound_printed))
    if row["better"] == "up" and row["comparator"] in ("eq", "ge", "gt", "range"):
        return bool(round(row["most"], digits) < round(bound, digits))
    if row["better"] == "down" and row["comparator"] in ("eq", "le", "lt", "range"):
        return bool(round(row["least"], digits) > round(bound, digits))
    return False


def _shown(text: str, unit: str | None) -> str:
    """Return the number in a printed amount, and its unit."""
    number = _PRINTED.search(text)
    return f"{number[0] if number else text} {unit or ''}".strip()


def _digits(text: str) -> int:
    match = _DECIMALS.search(text or "")
    return len(match[1]) if match else 0
