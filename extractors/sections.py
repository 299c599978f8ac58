"""The tree of sections of a document: headings, what they cover, and what kind of section they open."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from extractors.component import Extractor
from extractors.facts import Document, Section
from extractors.offsets import Span
from extractors.reading import Block, Reading
from extractors.signatures import begins_signature
from rules import any_rule, read_rules

# Longer paragraphs that bear a number are items of a list, not headings with text below.
_HEADING_LENGTH = 220
# So many headings in a row with nothing below them are items of a list.
_LIST_LENGTH = 3
# What a heading is about stands in its first words; the rest of a sentence may speak of anything.
_TELLING_WORDS = 7
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Label:
    """A heading's numbering: its style (which tells its depth), its printed label, its last number."""

    style: str
    text: str
    number: int


_Labelled = tuple[Label, int] | None


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
    text = folded if folded.isupper() else " ".join(folded.split()[:_TELLING_WORDS])
    return next((kind for kind, pattern in _kinds() if pattern.search(text)), "other")


@dataclass(slots=True)
class _Open:
    """A section that is not closed yet. `path` is its numbering from the outermost section inwards.

    `items` are the numbers last read right below it, outer ones first, with whether each heads a section.
    """

    heading_at: Span
    heading: str
    kind: str
    depth: int
    label: Label
    path: tuple[str, ...]
    parent: int | None = None
    end: int = 0
    items: list[tuple[Label, bool]] = field(default_factory=list)
    printed: bool = field(init=False)

    def __post_init__(self) -> None:
        self.printed = bool(self.path)


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
    texts = [reading.folded[slice(*b.at)].strip() for b in blocks]
    labels = _nested([read_label(text) for text in texts])
    stack: list[int] = []
    found: list[_Open] = []
    numbered = titled = False
    for index, block in enumerate(blocks):
        if titled:  # the block is the title of the chapter above it
            titled = False
            continue
        labelled = labels[index]
        label = labelled[0] if labelled else None
        if label is not None:
            while stack and _is_lost([found[i] for i in stack], labels, index):
                found[stack.pop()].end = _end_before(reading, block)
        above = [found[i] for i in stack]
        below = texts[index + 1] if index + 1 < len(texts) else ""
        opened = _unnumbered(reading, block, texts[index], above, numbered=numbered)
        if opened is None and labelled is not None:
            opened = _heading(reading, block, labelled, texts[index], below, above)
        if opened is None:
            while label and any(found[i].label.style == label.style for i in stack):
                found[stack.pop()].end = _end_before(reading, block)
            if label and stack:
                _note(found[stack[-1]], label, heads=False)
            continue
        if stack and _goes_on(found[stack[-1]], opened):
            continue
        if label and _is_bare(label, texts[index]) and _is_title(below, blocks[index + 1 : index + 2]):
            opened.heading_at = Span(opened.heading_at.start, blocks[index + 1].at.end)
            opened.heading = reading.print_of(opened.heading_at)
            opened.kind, titled = kind_of_heading(below), True
        numbered = numbered or (label is not None and opened.label is label)
        while stack and found[stack[-1]].depth >= opened.depth:
            found[stack.pop()].end = _end_before(reading, block)
        _place(found, stack, opened)
    last = max(span.start, len(reading.text[: span.end].rstrip()))
    for index in stack:
        found[index].end = last
    yield from _without_lists(found)


def _nested(labels: Sequence[_Labelled]) -> list[_Labelled]:
    """Return the labels, with the capital letters that stand below Roman numbers ("II. A. B. III.") ranked so."""
    styles = [label[0].style if label else "" for label in labels]
    if "roman" in styles and "letter_capital" in styles[styles.index("roman") :]:
        first = styles.index("letter_capital")
        if first > styles.index("roman") and "roman" in styles[first:]:
            return [
                (replace(label[0], style="letter_inner"), label[1])
                if label and label[0].style == "letter_capital"
                else label
                for label in labels
            ]
    return list(labels)


def _place(found: list[_Open], stack: list[int], opened: _Open) -> None:
    """Put a section below the innermost open one, and open it."""
    above = found[stack[-1]] if stack else None
    if above is not None:
        opened.parent = stack[-1]
        _note(above, opened.label, heads=True)
        items = [i for i, heads in above.items[:-1] if not (heads or opened.label.style.startswith(("dec", "land")))]
        opened.path = (*above.path, *(label.text.rstrip(".) ") for label in items), *opened.path)
        # "c) Thời gian thực hiện" in a task is part of it.
        within = opened.kind == "purpose" and above.kind in ("tasks", "organisation", "funding")
        if opened.kind == "other" or within:
            opened.kind = above.kind
    stack.append(len(found))
    found.append(opened)


def _note(above: _Open, label: Label, *, heads: bool) -> None:
    """Note the number last read below a section."""
    above.items = [(outer, h) for outer, h in above.items if _rank(outer.style) < _rank(label.style)]
    above.items.append((label, heads))


def _is_lost(above: Sequence[_Open], labels: Sequence[_Labelled], index: int) -> bool:
    """Say whether the label at `index` belongs to a heading that the text lost, which ends the innermost section.

    A number of two parts says its parent's ("5.1." below "4."). A list that begins anew with 1 or a) below a list
    that went on to 2 or b) was another's, if the number after that of its section is skipped, or if no number
    follows a Roman one.
    """
    labelled, inner = labels[index], above[-1]
    assert labelled is not None
    label = labelled[0]
    if label.style.startswith("decimal_") and "." in label.text:
        outer = next((o for o in above if o.label.style == f"decimal_{label.text.count('.')}"), None)
        said = int(label.text.split(".")[-2])
        if outer is not None and said > outer.label.number and inner.depth >= outer.depth:
            return True
    if label.number != 1 or label.style.startswith("landmark"):
        return False
    for opened in above:
        before = next((i.number for i, _ in opened.items if i.style == label.style), 0)
        if before > 1 and inner.depth >= opened.depth:
            style = opened.label.style
            later = (labels[i] for i in range(index + 1, len(labels)))
            following = next((f[0] for f in later if f and _rank(f[0].style) <= _rank(style)), None)
            if following is None or following.style != style:
                return style == "roman"
            return following.number > opened.label.number + 1
    return False


def _is_bare(label: Label, text: str) -> bool:
    return label.style in ("part", "chapter", "division") and text.rstrip(" .:") == label.text


def _is_title(text: str, blocks: Sequence[Block]) -> bool:
    """Say whether the block below "Chương II" is its title."""
    marked = text.isupper() or any(block.bold for block in blocks)
    return marked and len(text) <= _HEADING_LENGTH and read_label(text) is None


def _without_lists(found: Sequence[_Open]) -> Iterator[Section]:
    """Yield the sections without the items of lists: headings in a row with nothing below any of them."""
    bare = [o.label.style != "part" and o.end <= o.heading_at.end + 3 and o.label.number > 0 for o in found]
    dropped: set[int] = set()
    run: list[int] = []
    for index, opened in enumerate(found):
        like = run and (found[run[-1]].parent, found[run[-1]].label.style) == (opened.parent, opened.label.style)
        run = [*(run if like else ()), index] if bare[index] else []
        dropped.update(run if len(run) >= _LIST_LENGTH else ())
    kept = {index: place for place, index in enumerate(i for i in range(len(found)) if i not in dropped)}
    for index in kept:
        opened = found[index]
        yield Section(
            at=Span(opened.heading_at.start, max(opened.end, opened.heading_at.end)),
            heading_at=opened.heading_at,
            heading=opened.heading,
            label=".".join(opened.path) if opened.printed else None,
            depth=opened.depth,
            kind=opened.kind,
            parent=None if opened.parent is None else kept[opened.parent],
        )


def _goes_on(above: _Open, opened: _Open) -> bool:
    """Say whether a landmark only goes on: a second "Căn cứ …", the "KT." below a "TM."."""
    style = opened.label.style
    return style == above.label.style and style in ("landmark_legal_basis", "landmark_signature")


def _end_before(reading: Reading, block: Block) -> int:
    end = block.at.start
    while end and reading.text[end - 1].isspace():
        end -= 1
    return end


def _heading(
    reading: Reading, block: Block, labelled: tuple[Label, int], text: str, below: str, above: Sequence[_Open]
) -> _Open | None:
    """Return the section that a numbered paragraph opens, or None where it is an item of a list."""
    label, begin = labelled
    words = text[begin:].strip()
    heading = _heading_words(words)
    if heading and heading.endswith(".") and not heading.isupper() and _ends_list(label, below):
        heading = None
    if heading is None and (label.style == "article" or _is_bare(label, text)):
        heading = regex.split(r"[.;:]", words, maxsplit=1)[0][:_HEADING_LENGTH]
    if heading is None:
        return None
    folded = reading.folded[slice(*block.at)]
    start = block.at.start + (len(folded) - len(folded.lstrip()))
    at = Span(start, start + begin + len(text[begin:]) - len(text[begin:].lstrip()) + len(heading))
    depth = _depth(label, above)
    parts = _path(label, depth, above)
    return _Open(at, reading.print_of(at), kind_of_heading(heading), depth, label, parts)


def _ends_list(label: Label, below: str) -> bool:
    """Say whether nothing stands below a short sentence: the next item, or an outer one, follows it."""
    following = read_label(below)
    return not below or (following is not None and _rank(following[0].style) <= _rank(label.style))


_INLINE = re.compile(r"[^.;:]{3,110}(?=:\s)")
_PERCENT = re.compile(r"\d\s*%")


def _heading_words(words: str) -> str | None:
    """Return the heading of a numbered paragraph: all of it, or what stands before a colon; None for a sentence."""
    if not words:
        return None
    closed = words.rstrip('*_ ”"»').endswith((";", ".", ","))
    if words.isupper() or (len(words) <= _HEADING_LENGTH and not closed):
        return words.rstrip(": ")
    inline = _INLINE.match(words)
    if inline and not _PERCENT.search(inline[0]):
        return inline[0]
    return words if len(words) <= 60 and words.endswith(".") and " " in words else None


def _depth(label: Label, above: Sequence[_Open]) -> int:
    """Return how deep a heading lies: as deep as its open sibling of the same style, else one below the innermost."""
    for opened in above:
        if opened.label.style == label.style:
            return opened.depth
    outer = [o for o in above if _rank(o.label.style) < _rank(label.style)]
    return outer[-1].depth + 1 if outer else 1


def _rank(style: str) -> float:
    """Return how far out a style of numbering stands; an appendix holds all others, other landmarks hold none."""
    return _ranks().get(style, len(_ranks()))


@functools.cache
def _ranks() -> dict[str, float]:
    ranks = {name: float(rank) for rank, (name, _) in enumerate(_styles())}
    return ranks | {"landmark_appendix": -1.0, "letter_inner": ranks["roman"] + 0.5}


def _path(label: Label, depth: int, above: Sequence[_Open]) -> tuple[str, ...]:
    # "2.1." says its parent's number itself.
    text = label.text.rstrip(".) ")
    outer = [o for o in above if o.depth < depth]
    if label.style.startswith("decimal_") and "." in text and outer and outer[-1].label.style.startswith("decimal"):
        return (text.split(".")[-1],)
    return (text,)


def _unnumbered(reading: Reading, block: Block, text: str, above: Sequence[_Open], *, numbered: bool) -> _Open | None:
    """Return a section that no number announces: recipients, signature, appendix, legal basis."""
    found = None
    if any_rule("landmarks").match(text) is not None:
        found = next(((r.id, m) for r in read_rules("landmarks") for p in r.patterns if (m := p.match(text))), None)
    kind = found[0] if found else None
    if kind is None and above and above[-1].kind == "recipients" and begins_signature(text):
        kind = "signature"
    if kind is None or (kind == "legal_basis" and numbered):
        return None
    alone = len(text) < 30
    if kind == "appendix" and numbered and not (alone or block.bold or text.isupper() or not _is_inside(above)):
        return None  # a section speaks of it
    outer = [o for o in above if o.label.style == "landmark_appendix" and kind != "appendix"]
    title = text if len(text) <= _HEADING_LENGTH else ""
    at = Span(block.at.start, block.at.start + len(title))
    label = (" ".join(found[1][0].rstrip(" .:").split()),) if found and kind == "appendix" else ()
    depth = outer[-1].depth + 1 if outer else 1
    return _Open(at, reading.print_of(at), kind, depth, Label(f"landmark_{kind}", "", 0), label)


def _is_inside(above: Sequence[_Open]) -> bool:
    return any(not o.label.style.startswith("landmark") for o in above)


EXTRACTOR = Extractor("sections", Section, find_sections)
