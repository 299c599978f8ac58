"""The document on a portal's page: found by what documents say, not by how one portal builds its pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import regex
from lxml.html import HtmlElement

from pipeline.read.marks import DOCUMENT, has_mark

_FURNITURE = ("nav", "footer", "aside", "header")
_TABLE = ("table", "tbody", "thead", "tr", "td", "th")
_SURE_MARKS = 3
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


def find_document(body: HtmlElement) -> tuple[HtmlElement, list[tuple[str, str]]]:
    """Return the smallest element that holds the document, and the portal's data about it: (label, value) in order.

    Lists of links, sections of the portal and the data are taken out of the element.

    From the body down, the child is followed that has nearly all running text and nearly all lines with a mark
    of a document; where no child has, both parts belong to it (a page may print a document twice).
    """
    weights = _weigh(body)
    element = body
    while True:
        total = weights[element]
        child = max(element, key=lambda c: weights[c].prose, default=None)
        if child is None or child.tag == "p":
            break
        share = weights[child]
        # Old portals place everything in tables; a table with fewer marks is one of the document.
        if child.tag in _TABLE and share.marks < _SURE_MARKS:
            break
        if share.prose < 0.75 * total.prose or share.marks < 0.9 * total.marks or not share.prose:
            break
        element = child
    metadata = _take_metadata(body, element)
    _bring_notes(body, element)
    _drop_furniture(element, weights)
    return element, metadata


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
            links += _is_link(element)
            _add(line, element.text, links)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        links -= _is_link(element)
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


def _bring_notes(body: HtmlElement, root: HtmlElement) -> None:
    """Put the notes that the document cites, and that stand elsewhere on the page, at its end."""
    cited = [a.get("href", "")[1:] for a in root.iter("a") if a.get("href", "").startswith("#") and _is_note_mark(a)]
    if not cited:
        return
    targets: dict[str, HtmlElement] = {}
    names = set(cited)
    for element in body.iter():
        for name in (element.get("id"), element.get("name")):
            if name in names and element is not body:
                targets.setdefault(name, element)
    for name in dict.fromkeys(cited):
        note = targets.get(name)
        if note is None or note is root or _is_inside(note, root) or _is_inside(root, note):
            continue
        note = note if note.tag not in _INLINE else _block_around(note)
        if note is not root and not _is_inside(note, root) and not _is_inside(root, note):
            note.drop_tree()
            note.tail = None
            root.append(note)


def _is_note_mark(link: HtmlElement) -> bool:
    return str(link.text_content()).strip(" []()\u00a0").isdigit()


def _is_inside(element: HtmlElement, root: HtmlElement) -> bool:
    return any(ancestor is root for ancestor in element.iterancestors())


def _is_link_list(element: HtmlElement, weight: _Weight) -> bool:
    if element.tag in _INLINE or element.tag in ("p", "td", "tr", "tbody", "li"):
        return False
    return weight.linked > 0.7 * weight.letters and sum(map(_is_link, element.iter("a"))) >= 3


def _is_link(element: HtmlElement) -> bool:
    # Without an address it is a place that links lead to, often around a heading of the document.
    return element.tag == "a" and "href" in element.attrib


def _first_line(element: HtmlElement) -> str:
    return next((line for line in map(str.strip, element.itertext()) if line), "")[:_MAX_VALUE]


def _take_metadata(body: HtmlElement, root: HtmlElement) -> list[tuple[str, str]]:
    """Take the portal's data about the document off the page and return them.

    A label stands in a cell or element of its own with its value after it; inside the document's element, above
    the document. One label alone is no block of data; a label whose neighbour is a label too stands in a table's
    header.
    """
    found: dict[str, str] = {}
    taken: list[tuple[HtmlElement, HtmlElement | None]] = []
    inside = False
    for element in body.iter():
        inside = inside or element is root
        if inside and element.text and has_mark(element.text, *DOCUMENT) and _is_inside(element, root):
            break
        label = _label(element)
        holder = _holder(element, label) if label else None
        if holder is None:
            continue
        value = None if (holder.tail or "").strip() else holder.getnext()
        text = " ".join((holder.tail or "").split() if value is None else value.text_content().split())
        if any(map(str.isalnum, text)) and len(text) <= _MAX_VALUE and not has_mark(text, "portal_label"):
            found.setdefault(label.rstrip(": "), text)
            taken.append((holder, value))
    if len(found) < 2:
        return []
    for holder, value in taken:
        if value is None:
            holder.tail = None
        elif value.getparent() is not None:
            value.drop_tree()
        if holder.getparent() is not None:
            holder.drop_tree()
    return list(found.items())


def _label(element: HtmlElement) -> str:
    if len(element) > 2 or element.tag in ("body", "table", "tr"):
        return ""
    label = " ".join(element.text_content()[:60].split())
    return label if label and has_mark(label, "portal_label") else ""


def _holder(element: HtmlElement, label: str) -> HtmlElement | None:
    """Return the outermost element that holds nothing but `label`."""
    while True:
        parent = element.getparent()
        if parent is None or " ".join(parent.text_content().split()) != label:
            return element if parent is not None else None
        element = parent
