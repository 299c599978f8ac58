"""A text cut where facts begin and end, so that each piece can be shown with the facts that it is part of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.facts import Fact


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: `text[start:end]`, and the facts that it is part of, the outermost first."""

    start: int
    end: int
    text: str
    facts: tuple[Fact, ...]


def pieces(text: str, start: int, end: int, facts: Sequence[Fact]) -> Iterator[Piece]:
    """Yield the pieces of `text[start:end]` in their order; together they are the whole of it.

    Facts may hold one another and overlap; those that stand elsewhere or nowhere are passed over.
    """
    inside = sorted((f for f in facts if start <= f.start < f.end <= end), key=lambda f: (f.start, -f.end))
    cuts = sorted({start, end, *(f.start for f in inside), *(f.end for f in inside)})
    covering: list[list[Fact]] = [[] for _ in cuts]
    for fact in inside:
        for index in range(bisect_left(cuts, fact.start), bisect_left(cuts, fact.end)):
            covering[index].append(fact)
    for index, at in enumerate(cuts[:-1]):
        yield Piece(at, cuts[index + 1], text[at : cuts[index + 1]], tuple(covering[index]))
