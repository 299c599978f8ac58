"""Charts as images of their own: `/charts/units.svg?indicator=…&within=…`, in the language of the reader."""

from __future__ import annotations

import threading
from typing import get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.charts import Asked, check, is_installed, svg
from pipeline.codes import ChartKind
from pipeline.web.asked import text_of
from pipeline.web.database import cursor_of
from pipeline.web.page import integer, language_of, url

# One is drawn at a time: each takes a core for some tenths of a second.
_DRAWING = threading.Lock()


def show_chart(request: Request) -> Response:
    """Answer with the chart that is asked for. Raises KehoachError as `pipeline.charts.picture` does."""
    kind = request.path_params["kind"]
    if kind not in get_args(ChartKind):
        raise HTTPException(404)
    names = ("indicator", "place", "within", "document")
    asked = Asked(kind, **{name: text_of(request, name) for name in names}, year=integer(request, "year"))
    if check(asked) is not None:
        raise HTTPException(400)
    with _DRAWING, cursor_of(request) as con:
        drawn = svg(con, asked, language_of(request))
    return Response(drawn, media_type="image/svg+xml")


def chart_url(request: Request, asked: Asked) -> str | None:
    """Return the address of a chart, None where charts cannot be drawn here."""
    if not is_installed():
        return None
    given = {name: getattr(asked, name) for name in ("indicator", "place", "within", "year", "document")}
    return url(request, f"/charts/{asked.kind}.svg", **given, lang=language_of(request))


ROUTES = [Route("/charts/{kind}.svg", show_chart)]
