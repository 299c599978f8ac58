"""The page of a document: its text with every fact in place, the facts beside it, and what it hangs together with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import duckdb
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.charts import Asked
from pipeline.facts import KINDS, Fact, facts_of, indicator_names
from pipeline.query import records
from pipeline.web.charts import chart_url
from pipeline.web.database import cursor_of
from pipeline.web.page import language_of, render
from pipeline.web.telling import Card, Teller
from pipeline.web.text import Layout, anchored

Row = dict[str, Any]


def show_document(request: Request) -> Response:
    """Answer with the page of a document."""
    doc_id = request.path_params["doc_id"]
    lang = language_of(request)
    with cursor_of(request) as con:
        document = find_document(con, doc_id)
        facts = facts_of(con, doc_id)
        sections = records(con, "SELECT * FROM sections WHERE doc_id = ? ORDER BY span_start, depth", doc_id)
        tables = records(con, "SELECT * FROM tables WHERE doc_id = ? ORDER BY span_start", doc_id)
        cells = records(con, "SELECT * FROM cells WHERE table_id IN (SELECT unnest(?::VARCHAR[]))",
                        [table["table_id"] for table in tables])  # fmt: skip
        pages = pages_of(con, document)
        teller = Teller(lang, indicator_names(con, lang))
        related = _related(con, document)
    is_linked = related["cites"] or related["cited_by"]
    wanted = [kind for kind in request.query_params.getlist("kind") if kind in KINDS]
    shown = [fact for fact in facts if not wanted or fact.kind in wanted]
    layout = Layout(document["text"], document["span_start"], document["span_end"], shown)
    blocks = list(layout.blocks(sections, tables, cells, pages))
    placed = anchored(blocks)
    return render(
        request,
        "document.html",
        document=document,
        blocks=blocks,
        placed=placed,
        tree=_tree(sections),
        groups=_groups(shown, sections, teller),
        line_of=layout.line_of,
        page_of={fact.id: _page_of(fact.start, pages) for fact in shown},
        told={fact.id: teller.card(fact).value for fact in shown if fact.kind == "findings"},
        kinds=Counter(fact.kind for fact in facts),
        kind_names={kind: of.name[lang] for kind, of in KINDS.items()},
        wanted=wanted,
        pages=pages,
        chart=chart_url(request, Asked("citations", document=doc_id)) if is_linked else None,
        **related,
    )


def find_document(con: duckdb.DuckDBPyConnection, doc_id: str) -> Row:
    """Return a document with its file and the text of that; else the answer is 404."""
    rows = records(
        con,
        """SELECT documents.*, source_path, also_at, media_type, page_count, read_with, sha256, duplicate_of, text
           FROM documents JOIN sources USING (source_id) WHERE doc_id = ?""",
        doc_id,
    )
    if not rows:
        raise HTTPException(404)
    return rows[0]


def pages_of(con: duckdb.DuckDBPyConnection, document: Row) -> list[Row]:
    """Return the pages of the file on which a document stands."""
    return records(
        con,
        """SELECT page_no, span_start, span_end, width, height, read_with FROM pages
           WHERE source_id = ? AND span_end > ? AND span_start < ? ORDER BY page_no""",
        document["source_id"],
        document["span_start"],
        document["span_end"],
    )


def _related(con: duckdb.DuckDBPyConnection, document: Row) -> dict[str, Any]:
    """Return what a document is attached to and what to it, whom it cites and who cites it."""
    doc_id = document["doc_id"]
    kin = "SELECT doc_id, doc_type, code, title FROM documents WHERE {} = ? ORDER BY span_start"
    cites: dict[str, list[Row]] = defaultdict(list)
    for row in records(con, "SELECT * FROM v_citations WHERE doc_id = ?", doc_id):
        cites[row["cited_doc_id"] or row["code"] or row["quote"]].append(row)
    cited_by: dict[str, list[Row]] = defaultdict(list)
    for row in records(con, "SELECT * FROM v_citations WHERE cited_doc_id = ? AND doc_id <> ?", doc_id, doc_id):
        cited_by[row["doc_id"]].append(row)
    return {
        "parents": records(con, kin.format("doc_id"), document["parent_doc_id"]),
        "attached": records(con, kin.format("parent_doc_id"), doc_id),
        "cites": list(cites.values()),
        "cited_by": list(cited_by.values()),
        "confirmed": records(con, "SELECT count(*) AS n FROM confirmations WHERE doc_id = ?", doc_id)[0]["n"],
    }


def _tree(sections: Sequence[Row]) -> list[Row]:
    """Return the sections below their parents, each with `below`; what has no known parent is at the top."""
    known = {row["section_id"]: row | {"below": []} for row in sections}
    top: list[Row] = []
    for row in known.values():
        parent = known.get(row["parent_section_id"] or "")
        (top if parent is None or parent is row else parent["below"]).append(row)
    return top


def _groups(facts: Sequence[Fact], sections: Sequence[Row], teller: Teller) -> list[tuple[Row | None, list[Card]]]:
    """Return the cards of `facts` by the innermost section that each stands in, in the order of the text."""
    groups: list[tuple[Row | None, list[Card]]] = []
    for fact in facts:
        section = _section_of(fact, sections)
        if not groups or groups[-1][0] is not section:
            groups.append((section, []))
        groups[-1][1].append(teller.card(fact))
    return groups


def _section_of(fact: Fact, sections: Sequence[Row]) -> Row | None:
    around = [row for row in sections if row["span_start"] <= fact.start < row["span_end"]]
    return max(around, key=lambda row: (row["span_start"], row["depth"] or 0), default=None)


def _page_of(position: int, pages: Sequence[Row]) -> int | None:
    return next((page["page_no"] for page in pages if page["span_start"] <= position < page["span_end"]), None)


ROUTES = [Route("/documents/{doc_id}", show_document)]
