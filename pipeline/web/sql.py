"""The page SQL: one question to the database, its answer, and beside it what there is to ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, get_args

import duckdb
import regex
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.answer import Form
from pipeline.errors import KehoachError
from pipeline.facts import KINDS
from pipeline.query import records
from pipeline.web import sandbox
from pipeline.web.database import Database, cursor_of
from pipeline.web.download import form_of, send
from pipeline.web.page import render
from pipeline.web.remembered import remembered
from pipeline.wording import Language, in_both

Row = dict[str, Any]

# Questions to begin with: their words are in words/sql.yaml.
EXAMPLES = {
    "latest": "SELECT issued_on, code, issuer, title, doc_id FROM documents\nWHERE issued_on IS NOT NULL"
    " ORDER BY issued_on DESC LIMIT 20",
    "poverty": "SELECT about, year, kind, value_min, value_max, unit, code, fact_id\nFROM v_commitments\n"
    "WHERE indicator = 'poverty_rate' AND counts\nORDER BY about, year",
    "cited": "SELECT code, title, cited_by, mentions FROM v_citation_degrees\nORDER BY cited_by DESC LIMIT 20",
    "late": "SELECT deadline, agency, task, code, fact_id FROM v_duties\nWHERE deadline LIKE '20%' ORDER BY deadline",
    "money": "SELECT funding_source, count(*) AS sums, sum(value_vnd_max) / 1e9 AS billion_vnd\nFROM amounts\n"
    "GROUP BY funding_source ORDER BY billion_vnd DESC NULLS LAST",
    "doubtful": "SELECT kind, severity, count(*) AS found FROM findings\nGROUP BY ALL ORDER BY found DESC",
}
_LINKS = {"doc_id": "/documents/"} | {kind.id: "/facts/" for kind in KINDS.values()}


@dataclass(slots=True)
class Relation:
    """A table or view of the database, with its columns: name, type, and what it is, in a language."""

    name: str
    is_view: bool
    comment: str
    columns: list[tuple[str, str, str]] = field(default_factory=list)


def show_sql(request: Request) -> Response:
    """Answer with the page, and with the answer to the question `q`; with `format`, with a file of its rows."""
    database: Database = request.app.state.database
    question = request.query_params.get("q", "").strip()
    form = form_of(request.query_params.get("format"))
    with cursor_of(request) as con:
        relations = remembered(request, con, schema)
    reply, error = None, None
    if question:
        try:
            reply = sandbox.answer_to(database.path, question, form or Form.TABLE)
        except KehoachError as found:
            error = found
    else:
        sandbox.warm_up(database.path)
    if reply is not None and form is not None:
        return send(reply.file, form, "answer")
    return render(
        request, "sql.html", status_code=400 if error else 200, question=question, reply=reply, error=error,
        relations=relations, examples=EXAMPLES, limits=sandbox, links=_LINKS,
        numbers=[is_number(kind) for kind in reply.types] if reply else [],
    )  # fmt: skip


def schema(con: duckdb.DuckDBPyConnection) -> dict[Language, list[Relation]]:
    """Return the views and tables of a database, views first, by language."""
    tables = records(
        con,
        """SELECT table_name AS name, false AS is_view, comment FROM duckdb_tables() WHERE schema_name = 'main'
           UNION ALL SELECT view_name, true, comment FROM duckdb_views() WHERE NOT internal
           ORDER BY is_view DESC, name""",
    )
    columns = records(
        con,
        """SELECT table_name, column_name, data_type, comment FROM duckdb_columns()
           WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index""",
    )
    return {lang: _relations(tables, columns, lang) for lang in get_args(Language)}


def _relations(tables: list[Row], columns: list[Row], lang: Language) -> list[Relation]:
    found = {row["name"]: Relation(row["name"], row["is_view"], in_both(row["comment"])[lang]) for row in tables}
    for row in columns:
        comment = in_both(row["comment"])[lang]
        found[row["table_name"]].columns.append((row["column_name"], row["data_type"], comment))
    return list(found.values())


def is_number(kind: str) -> bool:
    """Return whether the values of a type of DuckDB are numbers.

    >>> is_number("BIGINT"), is_number("DECIMAL(18,3)"), is_number("BIGINT[]"), is_number("INTERVAL")
    (True, True, False, False)
    """
    return regex.fullmatch(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*(?<!\])", kind) is not None


ROUTES = [Route("/sql", show_sql)]
NAV = ("/sql", "sql")
