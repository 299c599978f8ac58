"""What is worked out once for a database file and holds until a build has replaced it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import duckdb
from starlette.requests import Request

from pipeline.web.database import Database

Found = TypeVar("Found")

_KNOWN: WeakKeyDictionary[Database, tuple[tuple[int, ...], dict[Callable[..., Any], Any]]] = WeakKeyDictionary()


def remembered(
    request: Request, con: duckdb.DuckDBPyConnection, find: Callable[[duckdb.DuckDBPyConnection], Found]
) -> Found:
    """Return `find(con)`, which is asked for only once as long as the file is the same."""
    database: Database = request.app.state.database
    version, known = _KNOWN.get(database, ((), {}))
    if version != database.version:
        version, known = database.version, {}
        _KNOWN[database] = version, known
    if find not in known:
        known[find] = find(con)
    found: Found = known[find]
    return found
