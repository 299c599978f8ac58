"""The database as the viewer has it: read only, opened once, and opened anew when a build has replaced the file."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
from starlette.requests import Request

from pipeline.errors import KehoachError
from pipeline.query import open_database

# A machine that people work at has other things to do.
_THREADS = 4
_MEMORY = "1GB"


class Database:
    """One connection to a database file, from which each request gets a cursor of its own.

    A build writes a new file and gives it the name of the old one. Then requests under way end on the old one, and
    those that come wait for them: DuckDB opens a path anew only when all that had it open have closed it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._con: duckdb.DuckDBPyConnection | None = None
        self._version: tuple[int, ...] = ()
        self._users = 0
        self._free = threading.Condition()

    @contextlib.contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a cursor; whoever has one must not ask for another meanwhile.

        Raises KehoachError: what `open_database` raises, and KH305 where a table or column is missing.
        """
        with self._free:
            own = self._current().cursor()
            self._users += 1
        try:
            with own, _explained(self.path):
                yield own
        finally:
            with self._free:
                self._users -= 1
                self._free.notify_all()

    @property
    def version(self) -> tuple[int, ...]:
        """What tells the file from one that takes its place; () where there is none."""
        try:
            found = os.stat(self.path)
        except OSError:
            return ()
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    def _current(self) -> duckdb.DuckDBPyConnection:
        while self._con is None or self._version != self.version:
            if self._users:
                self._free.wait()
                continue
            self.close()
            version = self.version
            con = open_database(self.path)
            with contextlib.suppress(duckdb.Error), con.cursor() as setting:
                setting.execute(f"SET threads = {min(os.cpu_count() or 1, _THREADS)}")
                setting.execute(f"SET memory_limit = '{_MEMORY}'")
                setting.execute("SET lock_configuration = true")
            self._con, self._version = con, version
        return self._con

    def close(self) -> None:
        """Close the file; the next cursor opens it again."""
        if self._con is not None:
            self._con.close()
            self._con = None


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn an error of DuckDB that no page expects into one of the catalogue."""
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise KehoachError("KH305", detail=str(error).splitlines()[0]) from error
    except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as error:
        raise KehoachError("KH302", detail=path) from error


def cursor_of(request: Request) -> contextlib.AbstractContextManager[duckdb.DuckDBPyConnection]:
    """Return the cursor of a request: `with cursor_of(request) as con:`. Raises what `Database.cursor` raises."""
    database: Database = request.app.state.database
    return database.cursor()
