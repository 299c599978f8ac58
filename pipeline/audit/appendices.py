"""Appendices that a paper announces and does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.offsets import Span
from pipeline.audit.finding import Finding
from pipeline.audit.lines import Line, lines_of
from pipeline.audit.paper import Paper
from pipeline.audit.words import said
from pipeline.rows import Row
from rules import read_rules
from rules.letters import fold

_BRACKETS = regex.compile(r"\(([^()]{4,200})\)")
_NUMBER = regex.compile(r"(?:(?i:phụ\s+lục)(?:\s+số)?|,|\bvà)\s+([IVX]+|\d{1,2})(?![\p{L}\d])")
_WORD = regex.compile(r"[\p{L}\d]+")
_LABEL = regex.compile(r"(?<!\p{L})([IVX]+|\d{1,2})(?!\p{L})")
_ROMAN = {n: i for i, n in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)}
# A table that stands so close behind the words is what they announce.
_NEAR = 400
# Of the words of an announcement, so many stand in the title that it means; so few in others.
_FITS, _STRANGE = 0.5, 0.34
_TITLE = 200


@dataclass(frozen=True, slots=True)
class _Announced:
    at: Span
    numbers: tuple[int, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Attached:
    """Something attached: where it begins, the number of its heading, the words of its title."""

    start: int
    number: int | None
    words: frozenset[str]


def missing_appendices(paper: Paper) -> Iterator[Finding]:
    """Yield announcements of appendices that the source does not hold, each once.

    Told only where the document is seen to its end, its signature or recipients.
    """
    attached = _attached(paper)
    seen: set[str] = set()
    for document in paper.documents:
        end = _end_of_body(paper, document)
        if end is None:
            continue
        announced = list(_announced(paper, document, end))
        behind = [part for part in attached if part.start >= end]
        loose = any(t["span_start"] >= end for t in paper.rows.get("tables", []))
        for one in announced:
            text = " ".join(paper.text[slice(*one.at)].split())
            missing = _missing(one, announced, behind, loose=loose)
            if missing is None or fold(text).lower() in seen or _stands_below(paper, one, end):
                continue
            seen.add(fold(text).lower())
            yield Finding("missing_appendix", document["doc_id"], one.at, missing or None, None, {"announced": text})


def _missing(
    one: _Announced, announced: Sequence[_Announced], behind: Sequence[_Attached], *, loose: bool
) -> str | None:
    """Return what is missing of an announcement, empty where it has no number; None where nothing is."""
    if one.numbers:
        numbered = {part.number for part in behind if part.number is not None}
        left = [n for n in one.numbers if n not in numbered]
        certain = bool(numbered) or not (behind or loose)
        return ", ".join(f"Phụ lục {_printed(n)}" for n in left) if left and certain else None
    if not behind:
        return None if loose else ""
    others = [other for other in announced if other.words != one.words]
    claimed = all(any(_share(other, part) >= _FITS for other in others) for part in behind)
    strange = bool(one.words) and all(_share(one, part) < _STRANGE for part in behind)
    return "" if claimed and strange else None


def _share(announced: _Announced, part: _Attached) -> float:
    return len(announced.words & part.words) / len(announced.words) if announced.words else 0.0


def _end_of_body(paper: Paper, document: Row) -> int | None:
    """Return where the signature or the recipients of a document stand, behind which things are attached."""
    ends = [
        s["span_start"] for s in paper.of("sections", document["doc_id"]) if s["kind"] in ("signature", "recipients")
    ]
    return min(ends, default=None)


def _announced(paper: Paper, document: Row, end: int) -> Iterator[_Announced]:
    start = document["span_start"]
    children = [d["span_start"] for d in paper.documents if d["parent_doc_id"] == document["doc_id"]]
    stop = min([end, *children])
    folded = fold(paper.text[start:stop])
    brackets = list(_BRACKETS.finditer(folded))
    for match in brackets:
        if said("announced").search(match[1]) and not said("of_another_act").search(match[1]):
            yield _read(Span(start + match.start(), start + match.end()), match[1])
    for match in said("announced_in_words").finditer(folded):
        if not any(b.start() < match.start() < b.end() for b in brackets):
            yield _read(Span(start + match.start(), start + match.end()), match[0])


def _read(at: Span, text: str) -> _Announced:
    return _Announced(at, tuple(_value(number) for number in _NUMBER.findall(text)), _words(text))


def _words(text: str) -> frozenset[str]:
    words = (w.lower() for w in _WORD.findall(fold(text)))
    return frozenset(w for w in words if not said("no_title_word").match(w))


def _attached(paper: Paper) -> list[_Attached]:
    """Return what is attached: headings "Phụ lục", titles with "(Kèm theo …)" below, documents of their own."""
    heading = next(r.patterns[0] for r in read_rules("landmarks") if r.id == "appendix")
    found: list[_Attached] = []
    lines = lines_of(paper.text)
    for index, line in enumerate(lines):
        if heading.match(line.words):
            number = _LABEL.search(line.words)
            found.append(
                _Attached(line.start, _value(number[1]) if number else None, _title(lines[index : index + 4]))
            )
        elif said("attached_to").match(line.words) and not any(
            0 <= line.start - part.start <= 2 * _TITLE for part in found
        ):
            found.append(_Attached(line.start, None, _title(lines[max(0, index - 3) : index])))
    children = [d for d in paper.documents if d["parent_doc_id"] is not None]
    found += [_Attached(d["span_start"], None, _words(d["title"] or "")) for d in children]
    return sorted(found, key=lambda part: part.start)


def _title(lines: Sequence[Line]) -> frozenset[str]:
    """Return the words of the lines that can be a title: paragraphs of a body are longer."""
    return _words(" ".join(line.words for line in lines if len(line.words) < _TITLE))


def _stands_below(paper: Paper, one: _Announced, end: int) -> bool:
    starts = (t["span_start"] for t in paper.rows.get("tables", []))
    return any(one.at.end <= start < min(end, one.at.end + _NEAR) for start in starts)


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else _ROMAN.get(number, 0)


def _printed(value: int) -> str:
    return next((n for n, v in _ROMAN.items() if v == value), str(value))
