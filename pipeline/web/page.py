"""How a page is made: its template, the language of its reader, and addresses that hold its whole state."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pipeline.listing import words as on_one_line
from pipeline.values import day, number
from pipeline.web.static import static_url
from pipeline.web.words import words_in
from pipeline.wording import Language, Words

LANGUAGES: dict[str | None, Language] = {"vi": "vi", "en": "en"}
SIZE = 50
_COOKIE = "lang"
_YEAR = 365 * 24 * 3600
# A number of the query that is longer than this is no number of a page or a year.
_DIGITS = 9


def render(request: Request, template: str, *, status_code: int = 200, **context: Any) -> Response:
    """Return the page that `template` makes of `context`, in the language of the reader.

    Beside `context` a template has `t` (a word of `words/`), `code` (the word for a code of the database), `lang`,
    `url` and `static` (addresses), `query` (what was asked), and the filters `number`, `day`, `line` and `coded`.
    """
    lang = language_of(request)
    said = words_in(lang)
    answer = HTMLResponse(
        _environment(lang).get_template(template).render(
            request=request, lang=lang, t=said, code=functools.partial(_coded, said), static=static_url,
            url=functools.partial(url, request), query=request.query_params, path=request.url.path,
            nav=request.app.state.nav, **context,
        ),
        status_code=status_code,
        headers={"Content-Language": lang, "Vary": "Accept-Language, Cookie"},
    )  # fmt: skip
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(_COOKIE, lang, max_age=_YEAR, samesite="lax", httponly=True)
    return answer


def language_of(request: Request) -> Language:
    """Return the language of the reader: that of the address, of the last choice, of the browser, else Vietnamese."""
    for asked in (request.query_params.get("lang"), request.cookies.get(_COOKIE)):
        if asked in LANGUAGES:
            return LANGUAGES[asked]
    wanted = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")):
        name, _, weight = part.partition(";q=")
        lang = name.strip().lower().partition("-")[0]
        if lang in LANGUAGES:
            wanted.append((-_weight(weight), place, lang))
    return LANGUAGES[min(wanted)[2]] if wanted else "vi"


def _weight(said: str) -> float:
    try:
        return float(said) if said else 1.0
    except ValueError:
        return 0.0


def url(request: Request, path: str | None = None, /, **changes: Any) -> str:
    """Return the address of `path` with `changes` as its query; without `path`, this page's with its query changed.

    None takes a part of the query away, a list gives it several times. A change leads to the first page of a list.
    """
    asked: dict[str, Any] = {}
    if path is None:
        path = request.url.path
        asked = {name: request.query_params.getlist(name) for name in request.query_params}
        if changes:
            asked.pop("page", None)
            asked.pop("lang", None)
    asked |= changes
    pairs = [
        (name, item)
        for name, value in asked.items()
        for item in (value if isinstance(value, (list, tuple)) else [value])
        if item is not None and item != ""
    ]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def integer(request: Request, name: str) -> int | None:
    """Return a part of the query as a number that is not negative; None where it is not there or is none."""
    said = request.query_params.get(name, "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _DIGITS else None


class Paging:
    """Which part of a list of `total` rows a request asks for with `page`, from 1; the pager macro shows it."""

    def __init__(self, request: Request, total: int, size: int = SIZE) -> None:
        self.total = total
        self.size = size
        self.pages = max(1, -(-total // size))
        self.page = min(max(1, integer(request, "page") or 1), self.pages)
        self.offset = (self.page - 1) * size
        self.first = min(self.offset + 1, total)
        self.last = min(self.offset + size, total)

    @property
    def numbers(self) -> list[int | None]:
        """The pages to choose from: the ends and those around this one; None stands for those left out."""
        near = sorted({1, self.pages, *range(max(1, self.page - 2), min(self.pages, self.page + 2) + 1)})
        shown: list[int | None] = []
        for page in near:
            if shown and shown[-1] is not None and page - shown[-1] > 1:
                shown.append(None)
            shown.append(page)
        return shown


def _coded(said: Words, kind: str, value: object) -> str:
    """Return the word for a code of the database ("level", "province"), or the code where there is no word for it."""
    return "" if value is None else said.get(f"codes.{kind}_{value}") or str(value)


@functools.cache
def _environment(lang: Language) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "number": functools.partial(number, language=lang),
        "day": functools.partial(day, language=lang),
        "line": on_one_line,
        "coded": lambda value, kind: _coded(words_in(lang), kind, value),
    }
    made.filters.update(filters)
    return made
