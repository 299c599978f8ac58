"""Questions to a database: opened for reading only, errors in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.errors import KehoachError

if TYPE_CHECKING:
    import pyarrow as pa

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


@dataclass(slots=True)
class Answer:
    """The answer to a question: its columns with their types, and its rows, which are read once."""

    columns: list[str]
    types: list[str]
    _cursor: duckdb.DuckDBPyConnection

    def rows(self, limit: int | None = None) -> list[tuple[Any, ...]]:
        """Return all rows, or the first `limit`. Raises KehoachError KH404 where they cannot be made."""
        with _explained():
            rows: list[tuple[Any, ...]] = self._cursor.fetchall() if limit is None else self._cursor.fetchmany(limit)
        return rows


def ask(con: duckdb.DuckDBPyConnection, question: str) -> Answer:
    """Return the answer to one SQL question.

    Raises KehoachError KH404 for wrong SQL (with a mark under the place), for several statements, and for one
    that would change something.
    """
    query = _single(con, question)
    with _explained():
        cursor = con.execute(query)
    described = cursor.description or []
    return Answer([column[0] for column in described], [str(column[1]) for column in described], cursor)


def ask_for_table(con: duckdb.DuckDBPyConnection, question: str, limit: int | None = None) -> pa.Table:
    """Return the answer, or its first `limit` rows, as an Arrow table. Raises what `ask` raises."""
    query = _single(con, question)
    with _explained():
        rows = con.sql(query)
        return (rows if limit is None else rows.limit(limit)).to_arrow_table()


def _single(con: duckdb.DuckDBPyConnection, question: str) -> str:
    with _explained():
        statements = con.extract_statements(question)
    if len(statements) != 1:
        count = f"{len(statements)} statements" if statements else "no statement"
        raise KehoachError("KH404", detail=f"{count} given: ask one question at a time")
    kind = statements[0].type.name
    if kind not in _READS:
        raise KehoachError("KH404", detail=f"{kind} is not a question, and the database is only read")
    return str(statements[0].query)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn an error of DuckDB into KH404, with its picture of the place in the question."""
    try:
        yield
    except duckdb.Error as error:
        raise KehoachError("KH404", detail=str(error).strip().replace("\n\nLINE ", "\nLINE ")) from error


def records(con: duckdb.DuckDBPyConnection, question: str, *values: object) -> list[dict[str, Any]]:
    """Return the rows of `question` as dictionaries; `values` fill its question marks.

    Raises KehoachError KH305 where the database lacks a table or column that this version asks for.
    """
    try:
        cursor = con.execute(question, list(values))
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        missing = str(error).splitlines()[0].partition("Error: ")[2].rstrip("!.")
        raise KehoachError("KH305", detail=missing) from error
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
