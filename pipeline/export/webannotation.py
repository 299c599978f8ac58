"""W3C Web Annotations: a page of annotations for each document, and the text that they are about.

Places count code points of the text, as the model asks; a quote is given with as much of what stands around it as
tells it from every other place, so that it is found again in a text that has changed elsewhere.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline import __version__
from pipeline.export.formats import Job, Written
from pipeline.export.texts import Annotated, Row, annotated, stated
from pipeline.facts import KINDS, Fact, indicator_names, told

Json = dict[str, Any]

# What the columns of a fact are called beside the words of the model.
_VOCABULARY = "urn:kehoach:column:"
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"kehoach": _VOCABULARY}]
# Letters that are given of what stands before and behind a quote, at first.
_AROUND = 32


def write_webannotation(job: Job) -> Written:
    """Write a folder: `texts/NAME.txt` for each source, `pages/NAME-DOC.jsonld` for each document."""
    written = Written({"texts": 0, "pages": 0, "annotations": 0})
    texts, pages = job.target / "texts", job.target / "pages"
    texts.mkdir()
    pages.mkdir()
    names = indicator_names(job.con, "en")
    for source in annotated(job.con):
        (texts / f"{source.name}.txt").write_text(source.text, "utf8", newline="")
        written.counts["texts"] += 1
        for document in source.documents:
            page = page_of(source, document, names)
            name = f"{source.name}-{document['doc_id'][:12]}.jsonld"
            (pages / name).write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n", "utf8")
            written.counts["pages"] += 1
            written.counts["annotations"] += len(page["items"])
    return written


def page_of(source: Annotated, document: Row, names: Mapping[str, str]) -> Json:
    """Return the annotations of a document; `names` are the English ones of the indicators, by id."""
    facts = source.facts[document["doc_id"]]
    target = _target(source)
    return {
        "@context": _CONTEXT,
        "id": f"urn:kehoach:document:{document['doc_id']}",
        "type": "AnnotationPage",
        "label": document["code"] or document["title"] or source.source["source_path"],
        "startIndex": 0,
        "items": [_annotation(fact, source.text, target, names) for fact in facts],
    }


def _target(source: Annotated) -> Json:
    digest = base64.urlsafe_b64encode(bytes.fromhex(source.source["sha256"])).rstrip(b"=").decode()
    return {
        "id": f"../texts/{source.name}.txt",
        "type": "Text",
        "format": "text/plain",
        "language": "vi",
        # What the text was read from, by its bytes (RFC 6920) and by its path.
        "via": f"ni:///sha-256;{digest}",
        "kehoach:source_path": source.source["source_path"],
        "kehoach:media_type": source.source["media_type"],
    }


def _annotation(fact: Fact, text: str, source: Json, names: Mapping[str, str]) -> Json:
    selectors = list(_selectors(text, fact.start, fact.end)) if fact.start >= 0 else []
    said = told(fact, "en", names)
    return {
        "id": f"urn:kehoach:fact:{fact.id}",
        "type": "Annotation",
        "motivation": "classifying" if fact.kind != "findings" else "assessing",
        "generator": {
            "id": f"urn:kehoach:version:{__version__}",
            "type": "Software",
            "name": f"kehoach {__version__}",
        },
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": fact.kind, "format": "text/plain"},
            {"type": "TextualBody", "purpose": "describing", "value": said, "format": "text/plain"},
            {"type": "Dataset", **_columns(fact)},
        ],
        # A finding about something that is missing is about the whole text.
        "target": {"source": source, **({"selector": selectors} if selectors else {})},
    }


def _columns(fact: Fact) -> Json:
    return {f"kehoach:{name}": value for name, value in stated(fact.row, without=KINDS[fact.kind].id).items()}


def _selectors(text: str, start: int, end: int) -> Iterator[Json]:
    yield {"type": "TextPositionSelector", "start": start, "end": end}
    prefix, suffix = around(text, start, end)
    yield {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": prefix, "suffix": suffix}


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and behind a span, as much of it as no other place has around the same words."""
    width = _AROUND
    while True:
        first, last = max(0, start - width), min(len(text), end + width)
        found = text.find(text[first:last])
        if (found == first and text.find(text[first:last], first + 1) < 0) or (first == 0 and last == len(text)):
            return text[first:start], text[end:last]
        width *= 2
