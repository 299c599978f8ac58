"""Sentences and clauses of a paragraph, and the headings and lead-ins that a paragraph stands under."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractors.facts import Document, Section
from extractors.offsets import Span
from extractors.reading import Block, Reading
from rules import compile_pattern, read_yaml
from rules.letters import fold, lower
from rules.plain import compile_plain

# A full stop ends a sentence where a capital or a bullet follows; not in "TP. Vinh", "1. Mục tiêu", "2.500",
# and not before "Trong đó", which parts what was said.
_STOP = regex.compile(
    r"(?<=[\p{Ll}\d%)\]\"*_])(?<!(?:^|\s)(?:\p{Lu}\p{Ll}|[tT]h|tp|\d{1,2}))"
    r"[.!?]+(?:[*_\")]{0,3}\s+[*_\"(\-+]{0,4})(?=[\p{Lu}\d])(?!Trong đó)"
)

# Letters of a sentence; the longest seen in plans has not two thousand.
_LONGEST = 3000


def sentences(folded: str, start: int, end: int) -> list[Span]:
    """Return the sentences of `folded[start:end]`; together they cover it. What has no end is cut between words."""
    cuts = [m.end() for m in _STOP.finditer(folded, start, end)]
    edges = [start, *cuts, end]
    if end - start > _LONGEST:
        edges = [at for a, b in itertools.pairwise(edges) for at in _pieces(folded, a, b)] + [end]
    return [Span(a, b) for a, b in itertools.pairwise(edges) if b > a]


def _pieces(folded: str, start: int, end: int) -> Iterator[int]:
    """Yield where pieces of a sentence begin, none over `_LONGEST`: to look around in it takes the square of that."""
    while end - start > _LONGEST:
        yield start
        space = folded.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        start = space + 1 if space >= 0 else start + _LONGEST
    yield start


def clauses(folded: str, sentence: Span) -> list[Span]:
    """Return the parts of a sentence between semicolons."""
    parts, at = [], sentence.start
    while (cut := folded.find(";", at, sentence.end)) >= 0:
        parts.append(Span(at, cut))
        at = cut + 1
    parts.append(Span(at, sentence.end))
    return [trimmed for part in parts if (trimmed := trim(folded, part)).end > trimmed.start]


def trim(text: str, span: Span) -> Span:
    """Return `span` without white space, bullets and closing marks at its ends."""
    start, end = span
    while start < end and text[start] in " \t\n-+*•_>":
        start += 1
    while end > start and text[end - 1] in " \t\n;.,*_":
        end -= 1
    return Span(start, end)


@dataclass(slots=True)
class Setting:
    """What a paragraph stands under: `above` holds headings and lead-ins in lower case, the nearest first.

    `kind` is what they say of the paragraph: targets, situation, criteria, funding, legal_basis, recipients, or
    other. `lead` is the nearest lead-in, the paragraph that ends with a colon.
    """

    kind: str
    above: tuple[str, ...]
    lead: str = ""


# How deep a paragraph stands, by what it starts with; the first that fits counts.
_LEVELS: tuple[tuple[float, str], ...] = (
    (0.0, r"(?:phần|chương)\s+(?:[ivx]+|\d+|thứ)(?!\p{L})"),
    (0.3, r"mục\s+(?:[ivx]+|\d{1,2})\s?[.:]"),
    (0.7, r"điều\s+\d+"),
    (1.3, r"\d{1,2}\.\d{1,2}\.\d{1,2}\s?[.)-]?\s"),
    (1.2, r"\d{1,2}\.\d{1,2}\s?[.)-]?\s"),
    (1.0, r"\d{1,2}\s?[.)]\s?(?=\D)|\d{1,2}-\s(?=\D)"),
    (2.0, r"\p{Ll}\s?[.)]\s"),
    (2.3, r"\(\d{1,2}\)"),
    (3.0, r"-"),
    (4.0, r"\+"),
    (5.0, r"[•*·o]\s"),
)
_MARKER = compile_plain("|".join(f"({pattern})" for _, pattern in _LEVELS))
_ROMAN = re.compile(r"(?:[IVX]{1,5}\s?[.)/-]|(?P<letter>[A-Z])\s?[.)-])\s")
_OF_ROMAN, _OF_LETTER, _INNER = 0.5, 0.51, 0.6
_PLAIN = 2.6
_DECOR = re.compile(r"[\s*#_>|\\]*(?:-\s+(?=\*\*))?[\s*#_>]*")
_LONGEST_HEADING = 240
_SHORT_TITLE = 24


@dataclass(slots=True)
class _Above:
    level: float
    text: str
    leads: bool
    kind: str | None


def settings(reading: Reading) -> tuple[tuple[Block, Setting], ...]:
    """Return the paragraphs of running text that have a number or "không", with what each stands under."""
    return reading.once(_settings)


def _settings(reading: Reading) -> tuple[tuple[Block, Setting], ...]:
    return tuple(_walk(reading))


def _walk(reading: Reading) -> Iterator[tuple[Block, Setting]]:
    low = reading.lowered
    stack: list[_Above] = []
    outer: float | None = None
    titles = [lower(fold(d.title)) for d in reading.found(Document) if d.title]
    for block in reading.prose():
        level, text = _level(reading.folded, low, block.at)
        if level in (_OF_ROMAN, _OF_LETTER):
            # Some plans part "A." into "I.", others "I." into "A.": what comes first stands higher.
            outer = outer or level
            level = _OF_ROMAN if level == outer else _INNER
        while stack and stack[-1].level >= level:
            stack.pop()
        if "không" in text or reading.has_digit(block):
            yield block, _setting(reading, block, stack)
        if len(text) > _SHORT_TITLE and any(text in title for title in titles):
            continue  # what a document is about says nothing of its paragraphs
        leads = text.endswith((":", ":*", ":**"))
        if leads or len(text) <= _LONGEST_HEADING:
            stack.append(_Above(level, text, leads, heading_kind(text[-_LONGEST_HEADING:] if leads else text, leads)))


def _level(folded: str, low: str, at: Span) -> tuple[float, str]:
    start = at.start
    if not low[start : start + 1].isalnum() and (decor := _DECOR.match(low, start, at.end)):
        start = decor.end()
    text = low[start : at.end].strip()
    if (roman := _ROMAN.match(folded, start, at.end)) is not None:
        return (_OF_LETTER if roman["letter"] else _OF_ROMAN), text
    if (marker := _MARKER.match(low, start, at.end)) is not None and marker.lastindex is not None:
        return _LEVELS[marker.lastindex - 1][0], text
    is_capital = folded[start : at.end].isupper() and len(text) > 6
    return (0.4 if is_capital else _PLAIN), text


def _setting(reading: Reading, block: Block, stack: list[_Above]) -> Setting:
    above = [a for a in reversed(stack) if a.leads or a.level < _PLAIN]
    kind = next((a.kind for a in above if a.kind is not None), None)
    lead = next((a.text for a in above if a.leads), "")
    if kind is None:
        kind = next((s.kind for s in _sections(reading, block) if s.kind != "other"), "other")
    if kind == "other" and not above and _reports(reading, block):
        kind = "situation"
    return Setting(kind, tuple(a.text for a in above), lead)


def _reports(reading: Reading, block: Block) -> bool:
    """Tell whether a paragraph under no heading begins like a report of what was before its document."""
    opens = _report_opens().match(reading.lowered, block.at.start, block.at.end)
    if opens is None or opens["year"] is None:
        return opens is not None
    document = reading.document_at(block.at.start)
    issued = str(document.issued_on or document.issued_on_partial or "")[:4] if document else ""
    return issued.isdecimal() and int(opens["year"]) < int(issued)


@functools.cache
def _report_opens() -> regex.Pattern[str]:
    # A paragraph is looked at inside its text: `^` would only allow it at the beginning of that.
    return compile_pattern(read_yaml("targets")["report_opens"].removeprefix("^"))


def _sections(reading: Reading, block: Block) -> Iterator[Section]:
    return reading.sections_above(block.at.start)


@functools.cache
def _headings() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((r["kind"], compile_pattern(r["pattern"])) for r in read_yaml("targets")["headings"])


@functools.lru_cache(maxsize=4096)
def heading_kind(text: str, leads: bool = False) -> str | None:
    """Return what a heading or lead-in (lower case, folded) says of what follows, None where it says nothing."""
    if not leads and text.endswith((".", ";")) and len(text) > 90:
        return None
    return next((kind for kind, pattern in _headings() if pattern.search(text)), None)
