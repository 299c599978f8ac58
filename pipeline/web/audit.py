"""The page Audit: what an auditor should look at, the worst first, each at its place in the text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import duckdb
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.audit.finding import kinds
from pipeline.audit_list import (
    COLUMNS,
    SEVERITIES,
    Asked,
    count_confirmations,
    count_findings,
    doc_ids_of,
    find_findings,
    find_worst,
    name_of,
)
from pipeline.errors import KehoachError
from pipeline.query import records
from pipeline.web.asked import choice_of, provinces, text_of
from pipeline.web.database import cursor_of
from pipeline.web.download import form_of, send_rows
from pipeline.web.page import Paging, language_of, render
from pipeline.web.remembered import remembered

Row = dict[str, Any]

_SIZE = 20
# Letters of the text around a finding, and of a finding itself, that are shown.
_AROUND, _LONGEST = 220, 600


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words of a finding with some of the text before and behind; where the page cuts it, it has an ellipsis."""

    before: str
    marked: str
    after: str
    line: int


def show_audit(request: Request) -> Response:
    """Answer with the page; with `format`, with a file of all findings that are asked for."""
    document, kind = text_of(request, "document"), choice_of(request, "kind", kinds())
    severity = choice_of(request, "severity", SEVERITIES)
    asked = Asked(
        (document,) if document else (), severity, (kind,) if kind else (), exactly=True,
        province=text_of(request, "province"),
    )  # fmt: skip
    language = language_of(request)
    form = form_of(request.query_params.get("format"))
    error, rows, texts, paging = None, [], {}, None
    counts: dict[tuple[str, str], int] = {}
    held: dict[str, int] = {}
    with cursor_of(request) as con:
        known = remembered(request, con, provinces)
        try:
            if form is not None:
                return send_rows(COLUMNS, find_findings(con, asked, language), form, "findings")
            asked = replace(asked, doc_ids=doc_ids_of(con, asked))
            counts = count_findings(con, replace(asked, severity=None, kinds=()))
            held = count_confirmations(con, asked)
            total = sum(n for key, n in counts.items() if severity in (None, key[0]) and kind in (None, key[1]))
            paging = Paging(request, total, _SIZE)
            rows = find_worst(con, asked, paging.size, paging.offset)
            texts = excerpts(con, [row["finding_id"] for row in rows])
        except KehoachError as unknown:
            error = unknown
    by_severity = {s: sum(n for key, n in counts.items() if key[0] == s) for s in SEVERITIES}
    return render(
        request, "audit.html", status_code=404 if error else 200, document=document, kind=kind, severity=severity,
        province=asked.province, provinces=known, rows=rows, texts=texts, paging=paging, error=error, counts=counts,
        by_severity=by_severity, held=held, severities=SEVERITIES, about=lambda k: name_of(k, language),
        holds=lambda k: name_of(k, language, "holds"), message="message" if language == "en" else "message_vi",
    )  # fmt: skip


def excerpts(con: duckdb.DuckDBPyConnection, finding_ids: list[str]) -> dict[str, Excerpt]:
    """Return by id the text around findings; one about something that is missing has none."""
    rows = records(
        con,
        f"""SELECT finding_id, substr(text, f.span_start + 1, f.span_end - f.span_start) AS marked,
                   substr(text, greatest(f.span_start - {_AROUND}, 0) + 1, least({_AROUND}, f.span_start)) AS before,
                   substr(text, f.span_end + 1, {_AROUND}) AS after, line_of(text, f.span_start) AS line,
                   f.span_start <= {_AROUND} AS is_first, f.span_end + {_AROUND} >= length(text) AS is_last
            FROM findings AS f JOIN sources USING (source_id)
            WHERE list_contains(?, finding_id) AND f.span_end > f.span_start""",
        finding_ids,
    )
    return {row["finding_id"]: _excerpt(row) for row in rows}


def _excerpt(row: Row) -> Excerpt:
    """Cut a text before and behind at the beginning of a word, and a long finding in its middle."""
    before, after, marked = row["before"], row["after"], row["marked"]
    if not row["is_first"]:
        before = "…" + before[min(len(before), max(before.find(" "), before.find("\n"), 0)) :]
    if not row["is_last"]:
        after = after[: max(after.rfind(" "), after.rfind("\n"), 0)] + " …"
    if len(marked) > _LONGEST:
        marked = f"{marked[: _LONGEST // 2]} […] {marked[-_LONGEST // 2 :]}"
    before, marked, after = (part.replace("\t", " | ") for part in (before, marked, after))
    return Excerpt(before, marked, after, row["line"])


ROUTES = [Route("/audit", show_audit)]
NAV = ("/audit", "audit")
