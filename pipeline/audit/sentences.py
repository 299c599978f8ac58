"""Sentences of running text whose figures say something of one another, with those figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractors.clauses import sentences
from extractors.offsets import Span
from extractors.quantities import Quantity, find_quantities
from pipeline.audit.figure_words import pattern
from pipeline.audit.paper import Paper
from pipeline.audit.printed import Figure, read_figure
from rules.letters import fold, lower

# A line that goes on with the sentence above it begins with a small letter, or a number that is no item's.
_BREAK = regex.compile(r"\n(?=[^\S\n]*+(?:\n|[-+*•|#(]|\d+(?:\.\d+)*[.)]\s|[a-zđ][.)]|\p{Lu}|$))|[\t|]")

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `low` is the whole text in lower case, `at` its place, `quantities` the numbers in it."""

    low: str
    at: Span
    doc_id: str | None
    quantities: list[Quantity]

    def between(self, first: Quantity, second: Quantity) -> str:
        """Return the words between two numbers and the words that are theirs."""
        return self.low[end_of(first) : second.whole.start]

    def after(self, quantity: Quantity) -> str:
        """Return the words behind a number and its unit."""
        return self.low[end_of(quantity) : self.at.end]

    def figure(self, quantity: Quantity) -> Figure | None:
        """Return a number as printed, None where it is not exactly that."""
        if quantity.value_min != quantity.value_max:
            return None
        return read_figure(self.low[slice(*quantity.at)], quantity.value_min, quantity.at, quantity.unit)


def end_of(quantity: Quantity) -> int:
    """Return where a number ends, with its unit and the words behind it that bound it."""
    return max(quantity.at.end, quantity.unit_end, quantity.whole.end)


def telling(paper: Paper) -> Iterator[Sentence]:
    """Yield the sentences of running text in which one figure may be held against another."""
    folded = fold(paper.text)
    low = lower(folded)
    tables = [(t["span_start"], t["span_end"]) for t in paper.rows.get("tables", [])]
    seen = 0
    for match in pattern("telling").finditer(low):
        if match.start() < seen or any(start <= match.start() < end for start, end in tables):
            continue
        at = _sentence(folded, match.start())
        seen = at.end
        found = list(find_quantities(low, *at))
        if len(found) > 1:
            yield Sentence(low, at, document_at(paper, at.start), found)


def _sentence(folded: str, position: int) -> Span:
    first = max(position - _LONGEST, 0)
    start = max((m.end() for m in _BREAK.finditer(folded, first, position)), default=first)
    stop = _BREAK.search(folded, position)
    parts = sentences(folded, start, stop.start() if stop else len(folded))
    return parts[max(bisect_right([part.start for part in parts], position) - 1, 0)]


def document_at(paper: Paper, position: int) -> str | None:
    """Return the id of the innermost document that a place stands in."""
    inside = [d for d in paper.documents if d["span_start"] <= position < d["span_end"]]
    return str(inside[-1]["doc_id"]) if inside else None
