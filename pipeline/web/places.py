"""The place of a fact: an address by its id alone, which leads to it in the text of its document."""

from __future__ import annotations

import duckdb
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.facts import KINDS
from pipeline.query import records
from pipeline.web.database import cursor_of

# Which table holds a fact; all of them at once, for one question takes as long as the other.
_HOLDERS = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind FROM {kind} WHERE {of_kind.id} = $1 AND doc_id IS NOT NULL"
    for kind, of_kind in KINDS.items()
)


def lead_to_fact(request: Request) -> Response:
    """Answer with the address of a fact of any kind, a finding too, in its document."""
    fact_id = request.path_params["fact_id"]
    with cursor_of(request) as con:
        found = find_fact(con, fact_id)
    if found is None:
        raise HTTPException(404)
    doc_id, shown_as = found
    return RedirectResponse(f"/documents/{doc_id}#fact-{shown_as}", 302)


def find_fact(con: duckdb.DuckDBPyConnection, fact_id: str) -> tuple[str, str] | None:
    """Return the document of a fact and the id under which that shows it; None where there is none.

    A percentage that is a target's is shown as the target, a target of a table as the number of its cell.
    """
    for held in records(con, _HOLDERS, fact_id):
        kind = held["kind"]
        row = records(con, f"SELECT * FROM {kind} WHERE {KINDS[kind].id} = ?", fact_id)[0]
        if kind == "percentages" and row["target_id"]:
            return row["doc_id"], row["target_id"]
        if kind == "targets" and row["table_id"]:
            return row["doc_id"], _number_of_cell(con, row["table_id"], row["value_start"]) or fact_id
        return row["doc_id"], fact_id
    return None


def _number_of_cell(con: duckdb.DuckDBPyConnection, table_id: str, position: int) -> str | None:
    rows = records(
        con,
        """SELECT fact_id FROM table_facts WHERE table_id = ? AND ? BETWEEN span_start AND span_end - 1
           ORDER BY span_end - span_start""",
        table_id,
        position,
    )
    return rows[0]["fact_id"] if rows else None


ROUTES = [Route("/facts/{fact_id}", lead_to_fact)]
