"""Where facts stand, and which units of the database a name means: what several commands ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from extractors.gazetteer import kinds
from pipeline.errors import KehoachError
from pipeline.query import records
from pipeline.show import doc_ids_called
from pipeline.target_list import matching_places
from pipeline.text_lines import add_lines
from rules.letters import bare

Row = dict[str, Any]


def places_of(
    con: duckdb.DuckDBPyConnection, fact_ids: Iterable[str | None], *, lines: bool = True
) -> dict[str | None, Row]:
    """Return by id of a number where it stands: source_path, page, line, and id, code and issuer of its document.

    Without `lines` no text has to be fetched, and `line` is None.
    """
    rows = records(
        con,
        """WITH wanted AS (SELECT DISTINCT unnest($1::VARCHAR[]) AS fact_id),
           placed AS (
               SELECT target_id AS fact_id, source_id, value_start AS position
               FROM targets SEMI JOIN wanted ON target_id = wanted.fact_id
               UNION ALL
               SELECT fact_id, source_id, span_start FROM table_facts SEMI JOIN wanted USING (fact_id)
           )
           SELECT fact_id, source_path, page, NULL AS line, code, issuer, quote, doc_id, source_id, position
           FROM v_commitments SEMI JOIN wanted USING (fact_id) JOIN placed USING (fact_id)""",
        [fact_id for fact_id in fact_ids if fact_id is not None],
    )
    return {row["fact_id"]: row for row in (add_lines(con, rows, "position") if lines else rows)}


def find_areas(con: duckdb.DuckDBPyConnection, asked: str) -> list[Row]:
    """Return the units of all times that a name means: those of its kind, or else of the highest level that has any.

    Raises KehoachError KH408 where none is called so.
    """
    # Only what is in what was asked can be meant: to fold every name of the gazetteer would take seconds.
    known = records(
        con,
        """SELECT name, kind, level, code, valid_from, coalesce(also, []) AS also FROM places
           WHERE len(list_filter(list_prepend(name, coalesce(also, [])), lambda n: contains($1, regexp_replace(
                 replace(lower(strip_accents(n)), 'đ', 'd'), ' ?- ?', '-', 'g')))) > 0""",
        bare(asked),
    )
    names = {name for row in known for name in (row["name"], *row["also"])}
    meant = set(matching_places(asked, names))
    found = [row for row in known if meant & {row["name"], *row["also"]}]
    found = [row for row in found if _has_kind(asked, row["kind"])] or found
    for level in ("province", "district", "commune"):
        if of_level := [row for row in found if row["level"] == level]:
            return of_level
    raise KehoachError("KH408", detail=asked)


def documents_within(con: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    """Return the ids of the documents of the unit that a name means, and of all units that lie in it, each once.

    Raises KehoachError KH408 where no unit is called so, KH628 where there is no document of one.
    """
    areas = [{"code": area["code"], "valid_from": area["valid_from"]} for area in find_areas(con, asked)]
    rows = records(
        con,
        """SELECT DISTINCT doc_id, source_path, span_start
           FROM v_document_areas
           JOIN (SELECT unnest($1, recursive := true)) AS wanted
             ON above = area_of(wanted.code, wanted.valid_from, NULL)
           JOIN documents USING (doc_id) JOIN sources USING (source_id)
           WHERE duplicate_of IS NULL ORDER BY source_path, span_start""",
        areas,
    )
    if not rows:
        raise KehoachError("KH628", detail=asked)
    return [row["doc_id"] for row in rows]


def documents_asked(con: duckdb.DuckDBPyConnection, document: str | None, within: str | None) -> list[str] | None:
    """Return the ids of the documents that a document's name means, or else a unit's; None where neither is given.

    Raises KehoachError: KH403 where no document is called so, and what `documents_within` raises.
    """
    if document is not None:
        return doc_ids_called(con, document)
    return None if within is None else documents_within(con, within)


def _has_kind(asked: str, kind: str | None) -> bool:
    """Tell whether a name begins with a kind of unit: "tp. Huế", "thanh pho hue"."""
    if kind not in kinds():
        return False
    forms = (*kinds()[kind].printed, *kinds()[kind].short)
    return any(bare(asked).startswith((f"{bare(form)} ", f"{bare(form)}.")) for form in forms)
