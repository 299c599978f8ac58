"""Questions to a database: opened for reading only, errors in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import KehoachError

_READS = frozenset({"SELECT", "EXPLAIN", "MULTI"})


def open_database(db: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection to `db` that can neither write nor reach files besides it.

    Raises KehoachError: KH303 where there is none, KH304 where another program writes to it, KH302 where it is
    something else, KH106 where reading is not allowed.
    """
    if not db.is_file():
        raise KehoachError("KH303", detail=db)
    try:
        with db.open("rb"):
            pass
        con = duckdb.connect(str(db), read_only=True, config={"enable_external_access": "false"})
    except PermissionError as error:
        raise KehoachError("KH106", detail=db) from error
    except duckdb.Error as error:
        locked = "lock" in str(error) or "different configuration" in str(error)
        raise KehoachError("KH304" if locked else "KH302", detail=db) from error
    names = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not {"builds", "sources", "documents"} <= names:
        con.close()
        raise KehoachError("KH302", detail=db)
    return con


def ask(con: duckdb.DuckDBPyConnection, question: str) -> duckdb.DuckDBPyRelation:
    """Return the answer to one SQL question.

    Raises KehoachError KH404 for wrong SQL (with a mark under the place), for several statements, and for one
    that would change something.
    """
    try:
        statements = con.extract_statements(question)
        if len(statements) != 1:
            count = "no statement" if not statements else f"{len(statements)} statements"
            raise KehoachError("KH404", detail=f"{count} given: ask one question at a time")
        if statements[0].type.name not in _READS:
            raise KehoachError(
                "KH404", detail=f"{statements[0].type.name} is not a question: the database is only read"
            )
        relation = con.sql(statements[0].query)
    except duckdb.Error as error:
        raise KehoachError("KH404", detail=_in_plain_words(error)) from error
    if relation is None:
        raise KehoachError("KH404", detail="not a question: the database is only read")
    return relation


def fetch(relation: duckdb.DuckDBPyRelation, limit: int | None = None) -> list[tuple[Any, ...]]:
    """Return the rows of an answer, all or the first `limit`. Raises KehoachError KH404 where they cannot be made."""
    try:
        rows: list[tuple[Any, ...]] = relation.fetchall() if limit is None else relation.fetchmany(limit)
    except duckdb.Error as error:
        raise KehoachError("KH404", detail=_in_plain_words(error)) from error
    return rows


def records(con: duckdb.DuckDBPyConnection, question: str, *values: object) -> list[dict[str, Any]]:
    """Return the rows of `question` as dictionaries; `values` fill its question marks."""
    cursor = con.execute(question, list(values))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _in_plain_words(error: duckdb.Error) -> str:
    """Return DuckDB's message with its picture of the place kept and the blank line before it taken out."""
    return str(error).strip().replace("\n\nLINE ", "\nLINE ")
