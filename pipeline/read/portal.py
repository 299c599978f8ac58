"""The document on a portal's page: found by what documents say, not by how one portal builds its pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import regex
from lxml.html import HtmlElement

from pipeline.read.marks import DOCUMENT, has_mark

_FURNITURE = ("nav", "footer", "aside", "header")
_LONG = 60
_INLINE = frozenset(
    regex.findall(
        r"[\w:]+",
        "a abbr b big bdi bdo cite code data del dfn em font i img ins kbd label mark q s samp small span strike"
        " strong sub sup time tt u var wbr br o:p",
    )
)
_MAX_VALUE = 300


@dataclass(slots=True)
class _Line:
    owner: HtmlElement
    text: str = ""
    linked: int = 0


@dataclass(slots=True)
class _Weight:
    """What speaks for an element: letters of running text, lines that only documents have, letters in links."""

    prose: float = 0
    marks: int = 0
    letters: int = 0
    linked: int = 0


def find_document(body: HtmlElement) -> HtmlElement:
    """Return the smallest element that holds the document, lists of links and portal sections taken out of it.

    From the body down, the child is followed that has nearly all running text and nearly all lines with a mark
    of a document; where no child has, both parts belong to it (a page may print a document twice).
    """
    weights = _weigh(body)
    element = body
    while True:
        total = weights[element]
        child = max(element, key=lambda c: weights[c].prose, default=None)
        if child is None or child.tag in ("tr", "td", "tbody", "p"):
            break
        share = weights[child]
        if share.prose < 0.75 * total.prose or share.marks < 0.9 * total.marks or not share.prose:
            break
        element = child
    _drop_furniture(element, weights)
    return element


def _weigh(body: HtmlElement) -> defaultdict[HtmlElement, _Weight]:
    weights: defaultdict[HtmlElement, _Weight] = defaultdict(_Weight)
    for line in _lines(body):
        text = " ".join(line.text.split())
        if not text:
            continue
        free = len(text) - min(line.linked, len(text))
        mark = free * 2 > len(text) and has_mark(text, *DOCUMENT)
        prose = 200.0 if mark else free if len(text) >= _LONG else free * 0.3
        for element in (line.owner, *line.owner.iterancestors()):
            weight = weights[element]
            weight.prose += prose
            weight.marks += mark
            weight.letters += len(text)
            weight.linked += line.linked
            if element is body:
                break
    return weights


def _lines(body: HtmlElement) -> Iterator[_Line]:
    """Yield the lines of text in `body`, each with the block element that it stands in."""
    line = _Line(body)
    stack: list[tuple[HtmlElement, bool]] = [(body, False)]
    # Each element comes twice: its text on the way in, its tail on the way out.
    links = 0
    while stack:
        element, leaving = stack.pop()
        inline = element.tag in _INLINE
        if not leaving:
            if not inline or element.tag == "br":
                yield line
                line = _Line(line.owner if element.tag == "br" else element)
            links += element.tag == "a"
            _add(line, element.text, links)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        links -= element.tag == "a"
        if element is body:
            break
        if not inline:
            yield line
            line = _Line(_block_around(element))
        _add(line, element.tail, links)
    yield line


def _add(line: _Line, text: str | None, links: int) -> None:
    if text:
        line.text += text
        line.linked += len(text.strip()) if links else 0


def _block_around(element: HtmlElement) -> HtmlElement:
    parent = element.getparent()
    while parent is not None and parent.tag in _INLINE and parent.getparent() is not None:
        parent = parent.getparent()
    return element if parent is None else parent


def _drop_furniture(root: HtmlElement, weights: defaultdict[HtmlElement, _Weight]) -> None:
    for element in list(root.iter()):
        if element is root or weights[element].marks or not _is_inside(element, root):
            continue
        weight = weights[element]
        if element.tag in _FURNITURE or _is_link_list(element, weight):
            element.drop_tree()
        elif element.tag not in _INLINE and has_mark(_first_line(element), "portal_tail"):
            for later in list(element.itersiblings()):
                if weights[later].marks or not _is_link_list(later, weights[later]):
                    break
                later.drop_tree()
            element.drop_tree()


def _is_inside(element: HtmlElement, root: HtmlElement) -> bool:
    return any(ancestor is root for ancestor in element.iterancestors())


def _is_link_list(element: HtmlElement, weight: _Weight) -> bool:
    if element.tag in _INLINE or element.tag in ("p", "td", "tr", "tbody", "li"):
        return False
    return weight.linked > 0.7 * weight.letters and sum(1 for _ in element.iter("a")) >= 3


def _first_line(element: HtmlElement) -> str:
    return next((line for line in map(str.strip, element.itertext()) if line), "")[:_MAX_VALUE]


def take_metadata(body: HtmlElement) -> list[tuple[str, str]]:
    """Take the portal's data about the document off the page and return them: (label, value) in order.

    A label stands in a cell or element of its own with its value after it. One label alone is no block of data;
    a label whose neighbour is a label too stands in a table's header.
    """
    found: dict[str, tuple[str, list[HtmlElement]]] = {}
    for element in body.iter():
        if len(element) > 2 or element.tag in ("body", "table", "tr"):
            continue
        label = " ".join(element.text_content()[:60].split())
        if not label or not has_mark(label, "portal_label"):
            continue
        holder = _holder(element, label)
        value = holder.getnext() if holder is not None else None
        if holder is None or value is None:
            continue
        text = " ".join(value.text_content().split())
        if any(map(str.isalnum, text)) and len(text) <= _MAX_VALUE and not has_mark(text, "portal_label"):
            found.setdefault(label.rstrip(": "), (text, [holder, value]))
    if len(found) < 2:
        return []
    for _, elements in found.values():
        for element in elements:
            if element.getparent() is not None:
                element.drop_tree()
    return [(label, text) for label, (text, _) in found.items()]


def _holder(element: HtmlElement, label: str) -> HtmlElement | None:
    """Return the outermost element that holds nothing but `label`."""
    while True:
        parent = element.getparent()
        if parent is None or " ".join(parent.text_content().split()) != label:
            return element if parent is not None else None
        element = parent
