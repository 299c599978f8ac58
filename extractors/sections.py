"""The tree of sections of a document: headings, what they cover, and what kind of section they open."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractors.component import register
from extractors.facts import Document, Section
from extractors.offsets import Span
from extractors.reading import Block, Reading
from rules import any_rule, read_rules

# Longer paragraphs that bear a number are items of a list, not headings with text below.
_HEADING_LENGTH = 220
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Label:
    """A heading's numbering: its style (which tells its depth), its printed label, its last number."""

    style: str
    text: str
    number: int


@functools.cache
def _styles() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((rule.id, rule.patterns[0]) for rule in read_rules("numbering"))


@functools.lru_cache(maxsize=1 << 12)
def read_label(folded: str) -> tuple[Label, int] | None:
    """Return the numbering that a paragraph begins with, and where its words begin."""
    if any_rule("numbering").match(folded) is None:
        return None
    for style, pattern in _styles():
        if match := pattern.match(folded):
            label = match["label"]
            return Label(style, label, _value(label)), match.end()
    return None


_STEP = regex.compile(r"[.\s]")


def _value(label: str) -> int:
    last = _STEP.split(label.rstrip(".) "))[-1]
    if last.isdecimal():
        return int(last)
    if last and set(last) <= set(_ROMAN):
        digits = [_ROMAN[c] for c in last]
        return sum(-d if any(d < later for later in digits[i + 1 :]) else d for i, d in enumerate(digits))
    letters = "abcdđeghiklmnopqrstuvxy"
    return letters.find(last.lower()[:1]) + 1


@functools.cache
def _kinds() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((rule.id, pattern) for rule in read_rules("sections") for pattern in rule.patterns)


@functools.lru_cache(maxsize=1 << 12)
def kind_of_heading(folded: str) -> str:
    """Return what kind of section a heading opens: legal_basis, purpose, targets, tasks, funding, …, other."""
    return next((kind for kind, pattern in _kinds() if pattern.search(folded)), "other")


@dataclass(slots=True)
class _Open:
    """A section that is not closed yet. `path` is its numbering from the outermost section inwards."""

    heading_at: Span
    heading: str
    kind: str
    depth: int
    style: str
    number: int
    path: tuple[str, ...]
    parent: int | None
    end: int = 0


def find_sections(reading: Reading) -> Iterator[Section]:
    """Yield the sections of all documents, outer ones before those inside them."""
    documents = reading.found(Document)
    if not documents:
        spans = [Span(0, len(reading.text))]
    else:
        spans = [_own_span(document, documents) for document in documents]
    offset = 0
    for span in spans:
        found = list(_sections_of(reading, span))
        for section in found:
            yield section if section.parent is None else replace(section, parent=section.parent + offset)
        offset += len(found)


def _own_span(document: Document, documents: Sequence[Document]) -> Span:
    later = [d.at.start for d in documents if document.at.start < d.at.start < document.at.end]
    return Span(document.at.start, min(later, default=document.at.end))


def _sections_of(reading: Reading, span: Span) -> Iterator[Section]:
    blocks = [b for b in reading.prose() if span.start <= b.at.start < span.end]
    stack: list[int] = []
    found: list[_Open] = []
    for block in blocks:
        opened = _heading(reading, block, [found[i] for i in stack])
        if opened is None:
            style = _item_style(reading, block)
            while style and any(found[i].style == style for i in stack):
                found[stack.pop()].end = _end_before(reading, block)
            continue
        if stack and _goes_on(found[stack[-1]], opened):
            continue
        while stack and found[stack[-1]].depth >= opened.depth:
            found[stack.pop()].end = _end_before(reading, block)
        opened.parent = stack[-1] if stack else None
        above = found[stack[-1]] if stack else None
        opened.path = (*(above.path if above else ()), *opened.path)
        if opened.kind == "other" and above is not None and above.kind != "other":
            opened.kind = above.kind
        stack.append(len(found))
        found.append(opened)
    last = max(span.start, len(reading.text[: span.end].rstrip()))
    for index in stack:
        found[index].end = last
    for opened in found:
        yield Section(
            at=Span(opened.heading_at.start, max(opened.end, opened.heading_at.end)),
            heading_at=opened.heading_at,
            heading=opened.heading,
            label=".".join(opened.path) or None,
            depth=opened.depth,
            kind=opened.kind,
            parent=opened.parent,
        )


def _item_style(reading: Reading, block: Block) -> str | None:
    """Return the numbering of a paragraph that is no heading: it ends the section of its sibling above."""
    labelled = read_label(reading.folded[block.at.start : block.at.end].strip())
    return labelled[0].style if labelled else None


def _goes_on(above: _Open, opened: _Open) -> bool:
    """Say whether a landmark only goes on: a second "Căn cứ …", the "KT." below a "TM."."""
    return opened.style == above.style and opened.style in ("landmark_legal_basis", "landmark_signature")


def _end_before(reading: Reading, block: Block) -> int:
    end = block.at.start
    while end and reading.text[end - 1].isspace():
        end -= 1
    return end


def _heading(reading: Reading, block: Block, above: Sequence[_Open]) -> _Open | None:
    """Return the section that a paragraph opens, or None where it is text."""
    folded = reading.folded[block.at.start : block.at.end]
    text = folded.strip()
    if found := _unnumbered(reading, block, text):
        return found
    labelled = read_label(text)
    if labelled is None:
        return None
    label, begin = labelled
    words = text[begin:].strip()
    heading = _heading_words(words)
    if heading is None and label.style == "article":
        heading = regex.split(r"[.;:]", words, maxsplit=1)[0][:_HEADING_LENGTH]
    if heading is None:
        return None
    depth = _depth(label, above)
    start = block.at.start + (len(folded) - len(folded.lstrip()))
    at = Span(start, start + begin + len(text[begin:]) - len(text[begin:].lstrip()) + len(heading))
    parts = _path(label, depth, above)
    return _Open(at, reading.print_of(at), kind_of_heading(heading), depth, label.style, label.number, parts, None)


_INLINE = regex.compile(r"[^.;:]{3,110}(?=:\s)")
_PERCENT = regex.compile(r"\d\s*%")


def _heading_words(words: str) -> str | None:
    """Return the heading of a numbered paragraph: all of it, or what stands before a colon; None for a sentence."""
    if not words:
        return None
    closed = words.rstrip("*_ ").endswith((";", ".", ","))
    if words.isupper() or (len(words) <= _HEADING_LENGTH and not closed):
        return words.rstrip(": ")
    inline = _INLINE.match(words)
    if inline and not _PERCENT.search(inline[0]):
        return inline[0]
    return words if len(words) <= 60 and words.endswith(".") and " " in words else None


def _depth(label: Label, above: Sequence[_Open]) -> int:
    """Return how deep a heading lies: as deep as its open sibling of the same style, else one below the innermost."""
    for opened in above:
        if opened.style == label.style:
            return opened.depth
    outer = [o for o in above if _rank(o.style) < _rank(label.style)]
    return outer[-1].depth + 1 if outer else 1


def _rank(style: str) -> int:
    """Return how far out a style of numbering stands; an appendix holds all others, other landmarks hold none."""
    return _ranks().get(style, len(_ranks()))


@functools.cache
def _ranks() -> dict[str, int]:
    return {"landmark_appendix": -1} | {name: rank for rank, (name, _) in enumerate(_styles())}


def _path(label: Label, depth: int, above: Sequence[_Open]) -> tuple[str, ...]:
    # "2.1." says its parent's number itself.
    text = label.text.rstrip(".) ")
    outer = [o for o in above if o.depth < depth]
    if label.style.startswith("decimal_") and "." in text and outer and outer[-1].style.startswith("decimal"):
        return (text.split(".")[-1],)
    return (text,)


def _unnumbered(reading: Reading, block: Block, text: str) -> _Open | None:
    """Return a section that no number announces: recipients, signature, appendix, legal basis."""
    if any_rule("landmarks").match(text) is None:
        return None
    for rule in read_rules("landmarks"):
        if any(pattern.match(text) for pattern in rule.patterns):
            title = text if len(text) <= _HEADING_LENGTH else ""
            at = Span(block.at.start, block.at.start + len(title))
            label = (regex.sub(r"\s+", " ", text),) if rule.id == "appendix" and len(text) < 30 else ()
            return _Open(at, reading.print_of(at), rule.id, 1, f"landmark_{rule.id}", 0, label, None)
    return None


component = register("kehoach_sections", "sections", Section, find_sections)
