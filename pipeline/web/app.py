"""The viewer as an ASGI application: its pages put together, with what holds for all of them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from types import ModuleType

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.errors import KehoachError
from pipeline.web import audit, charts, compare, document, documents, duties, picture, places, sql, static, targets
from pipeline.web.database import Database
from pipeline.web.drawing import Studio
from pipeline.web.page import render
from pipeline.web.search import Index
from pipeline.web.security import LOOPBACK, Guard, secure

# The pages, in the order of the menu. Each module has ROUTES, and NAV (path, word) where it stands in the menu.
PAGES: tuple[ModuleType, ...] = (
    documents, document, picture, targets, compare, audit, duties, sql, charts, places, static,
)  # fmt: skip

# Errors of the database itself: it may be back a moment later.
_UNAVAILABLE = frozenset({"KH106", "KH302", "KH303", "KH304", "KH305"})
# What was asked for is not there.
_NOT_FOUND = frozenset({"KH403", "KH405", "KH406", "KH407", "KH408", "KH409", "KH410"})


def create_app(db: Path, *, hosts: Sequence[str] = LOOPBACK, files: Sequence[Path] = ()) -> Starlette:
    """Return the viewer of the database `db`, which need not be there yet.

    `hosts` are the names under which it may be asked for; an address in numbers always may.
    `files` are the folders that were built from: pages of PDF files are drawn from what lies there.
    """
    database = Database(db)
    index = Index(database)
    studio = Studio(files)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with contextlib.suppress(KehoachError):  # the pages say so themselves
            index.start()
        yield
        index.close()
        studio.close()
        database.close()

    app = Starlette(
        routes=[route for module in PAGES for route in _routes(module)],
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers={HTTPException: _refuse, KehoachError: _explain, Exception: _apologise},
        lifespan=lifespan,
    )
    app.state.database = database
    app.state.index = index
    app.state.studio = studio
    app.state.nav = [module.NAV for module in PAGES if hasattr(module, "NAV")]
    return app


def _routes(module: ModuleType) -> list[Route]:
    routes: list[Route] = module.ROUTES
    return routes


def _refuse(request: Request, error: Exception) -> Response:
    """Answer what asks for a page that is not there, or for something that is not done."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return render(request, "refused.html", status_code=status, status=status)


def _explain(request: Request, error: Exception) -> Response:
    """Answer with an error of the catalogue: its number, and what to do."""
    assert isinstance(error, KehoachError)
    status = 503 if error.code in _UNAVAILABLE else 404 if error.code in _NOT_FOUND else 400
    return render(request, "problem.html", status_code=status, error=error)


def _apologise(request: Request, error: Exception) -> Response:
    """Answer after a fault of the viewer itself; the server's log has its traceback."""
    answer = render(request, "refused.html", status_code=500, status=500)
    secure(answer.headers)  # it does not pass the guard
    return answer
