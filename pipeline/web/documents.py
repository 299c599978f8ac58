"""The page *Documents*: all of them, what is looked for among them, and how many are of which kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.query import records
from pipeline.web.database import cursor_of
from pipeline.web.page import Paging, render
from pipeline.web.search import Index

Row = dict[str, Any]

# By what documents can be told apart, in the order of the page.
FACETS = ("level", "province", "type", "year", "programme")
# More values of a facet than these are folded away.
SHOWN = 8

_LAST = "\uffff"
# What documents can be sorted by, and whether the greatest is first. Without a value: last.
_ORDERS: dict[str, tuple[Callable[[Row], Any], bool]] = {
    "newest": (lambda row: row["issued"] or "", True),
    "oldest": (lambda row: row["issued"] or _LAST, False),
    "code": (lambda row: (row["number"] is None, row["number"] or 0, row["code"] or _LAST), False),
    "issuer": (lambda row: (row["province"] or _LAST, row["issuer"] or _LAST), False),
    "title": (lambda row: (row["title"] or _LAST).casefold(), False),
}

_SHOWN = """
    WITH twins AS (
        SELECT duplicate_of AS source_id, list(source_path ORDER BY source_path) AS paths
        FROM sources WHERE duplicate_of IS NOT NULL GROUP BY duplicate_of
    ),
    asked AS (FROM documents WHERE doc_id IN (SELECT unnest($1::VARCHAR[]))),
    numbers AS (
        SELECT doc_id, count(*) AS numbers FROM (
            SELECT doc_id FROM targets WHERE table_id IS NULL UNION ALL SELECT doc_id FROM table_facts
        ) SEMI JOIN asked USING (doc_id) GROUP BY doc_id
    ),
    noticed AS (
        SELECT doc_id, count(*) FILTER (severity = 'error') AS errors,
               count(*) FILTER (severity = 'warning') AS warnings
        FROM findings SEMI JOIN asked USING (doc_id) GROUP BY doc_id
    )
    SELECT asked.*, source_path, list_sort(coalesce(also_at, []) || coalesce(paths, [])) AS also_at, media_type,
           page_count, coalesce(numbers, 0) AS numbers, coalesce(errors, 0) AS errors,
           coalesce(warnings, 0) AS warnings
    FROM asked JOIN sources USING (source_id) LEFT JOIN twins USING (source_id) LEFT JOIN numbers USING (doc_id)
    LEFT JOIN noticed USING (doc_id)
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many documents there would be with it, and whether it is chosen."""

    value: str
    count: int
    chosen: bool


def show_documents(request: Request) -> Response:
    """Answer with a page of the documents that are asked for."""
    query = request.query_params
    asked = query.get("q", "").strip()
    index: Index = request.app.state.index
    chosen = {name: query[name] for name in FACETS if query.get(name)}
    found = index.search(asked)
    kept, choices = _narrowed(found.rows, chosen)
    order = query.get("sort", "best" if asked else "newest")
    if order in _ORDERS:
        key, descending = _ORDERS[order]
        kept.sort(key=key, reverse=descending)
    paging = Paging(request, len(kept))
    heads = kept[paging.offset : paging.offset + paging.size]
    around = index.excerpts(heads, asked)
    with cursor_of(request) as con:
        shown = {row["doc_id"]: row for row in records(con, _SHOWN, [row["doc_id"] for row in heads])}
        told = _unread(con)
    return render(
        request,
        "documents.html",
        asked=asked,
        found=found,
        facets=choices,
        chosen=chosen,
        shown_first=SHOWN,
        orders=(["best"] if asked else []) + list(_ORDERS),
        order=order,
        paging=paging,
        rows=[
            shown[head["doc_id"]] | {"around": around.get(head["doc_id"])}
            for head in heads
            if head["doc_id"] in shown
        ],
        told=told,
    )


def _narrowed(rows: Iterable[Row], chosen: dict[str, str]) -> tuple[list[Row], dict[str, list[Choice]]]:
    """Return the rows that are as chosen, and by facet its values counted with all else chosen."""
    kept: list[Row] = []
    but_for: dict[str, list[Row]] = {name: [] for name in FACETS}
    for row in rows:
        unlike = [name for name, value in chosen.items() if row[name] != value]
        if not unlike:
            kept.append(row)
        elif len(unlike) == 1:
            but_for[unlike[0]].append(row)
    return kept, {name: _choices(name, [*kept, *but_for[name]], chosen.get(name)) for name in FACETS}


def _choices(facet: str, rows: Iterable[Row], chosen: str | None) -> list[Choice]:
    """Return the values of a facet: what is chosen first, then the newest year, or what most documents have."""
    counts = Counter(row[facet] for row in rows if row[facet])
    if chosen:
        counts.setdefault(chosen, 0)
    choices = [
        Choice(value, count, value == chosen) for value, count in sorted(counts.items(), reverse=facet == "year")
    ]
    if facet != "year":
        choices.sort(key=lambda choice: -choice.count)
    return sorted(choices, key=lambda choice: not choice.chosen)


def _unread(con: duckdb.DuckDBPyConnection) -> Row:
    """Return how many files could not be read, in whole or in part, and how many hold what another one holds."""
    return records(
        con,
        """SELECT (SELECT count(DISTINCT source_path) FROM failures) AS failures,
                  (SELECT count(*) FROM sources WHERE duplicate_of IS NOT NULL) AS duplicates""",
    )[0]


def show_files(request: Request) -> Response:
    """Answer with the files that could not be read, and those that hold what another one holds."""
    with cursor_of(request) as con:
        told = _unread(con)
        count = records(con, "SELECT count(*) AS count FROM failures")[0]["count"]
        paging = Paging(request, max(count, told["duplicates"]))
        failures = records(
            con,
            """SELECT source_path, page_no, code, message FROM failures
               ORDER BY source_path, page_no NULLS FIRST, code LIMIT ? OFFSET ?""",
            paging.size,
            paging.offset,
        )
        duplicates = records(
            con,
            """SELECT twin.source_path, kept.source_path AS kept_path,
                      (SELECT min(doc_id) FROM documents WHERE documents.source_id = kept.source_id) AS doc_id
               FROM sources AS twin JOIN sources AS kept ON kept.source_id = twin.duplicate_of
               ORDER BY twin.source_path LIMIT ? OFFSET ?""",
            paging.size,
            paging.offset,
        )
    return render(request, "files.html", told=told, paging=paging, failures=failures, duplicates=duplicates)


NAV = ("/", "documents")
ROUTES = [Route("/", show_documents), Route("/files", show_files)]
