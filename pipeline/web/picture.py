"""The page with the picture of a PDF's page, and on it the boxes of the facts."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.errors import KehoachError
from pipeline.facts import KINDS, Fact, facts_of, indicator_names
from pipeline.web.boxes import Places
from pipeline.web.database import cursor_of
from pipeline.web.document import find_document, pages_of
from pipeline.web.drawing import Picture, Rect, Studio
from pipeline.web.page import language_of, render
from pipeline.web.telling import Teller

Row = dict[str, Any]


def show_page(request: Request) -> Response:
    """Answer with a page of the file: its picture, the facts that stand on it, and their boxes."""
    lang = language_of(request)
    doc_id, page_no = request.path_params["doc_id"], request.path_params["page_no"]
    with cursor_of(request) as con:
        document = find_document(con, doc_id)
        pages = pages_of(con, document)
        page = _page(document, pages, page_no)
        facts = [f for f in facts_of(con, doc_id) if page["span_start"] <= f.start < f.end <= page["span_end"]]
        teller = Teller(lang, indicator_names(con, lang))
    picture, problem, boxes = None, None, {}
    try:
        picture = _picture(request, document, page_no)
        boxes = _boxes(picture, document["text"][page["span_start"] : page["span_end"]], page["span_start"], facts)
    except KehoachError as error:
        problem = error
    return render(
        request,
        "picture.html",
        document=document,
        page_no=page_no,
        numbers=[row["page_no"] for row in pages],
        is_scan=page["read_with"] != "text",
        picture=picture,
        problem=problem,
        cards=[teller.card(fact) for fact in facts],
        boxes=boxes,
        kind_names={kind: of.name[lang] for kind, of in KINDS.items()},
    )


def send_picture(request: Request) -> Response:
    """Answer with the picture itself, as PNG."""
    with cursor_of(request) as con:
        document = find_document(con, request.path_params["doc_id"])
        _page(document, pages_of(con, document), request.path_params["page_no"])
    try:
        picture = _picture(request, document, request.path_params["page_no"])
    except KehoachError as error:
        raise HTTPException(404) from error
    return Response(picture.png, media_type="image/png")


def _page(document: Row, pages: list[Row], page_no: int) -> Row:
    found = next((page for page in pages if page["page_no"] == page_no), None)
    if found is None or document["media_type"] != "application/pdf":
        raise HTTPException(404)
    return found


def _picture(request: Request, document: Row, page_no: int) -> Picture:
    studio: Studio = request.app.state.studio
    paths = [document["source_path"], *(document["also_at"] or ())]
    return studio.picture(paths, document["sha256"], page_no)


def _boxes(picture: Picture, text: str, start: int, facts: list[Fact]) -> dict[str, list[Rect]]:
    places = Places(text, picture.words)
    found = {fact.id: places.boxes(fact.start - start, fact.end - start) for fact in facts}
    return {fact_id: boxes for fact_id, boxes in found.items() if boxes}


# The picture comes first: its address would do for the page as well.
ROUTES = [
    Route("/documents/{doc_id}/pages/{page_no:int}.png", send_picture),
    Route("/documents/{doc_id}/pages/{page_no:int}", show_page),
]
