"""From places in a working copy back to places in the text it was made from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text: code points from `start` up to, not including, `end`."""

    start: int
    end: int


class Edit(NamedTuple):
    """Put `new` where `source[start:end]` stood. `start == end` inserts, an empty `new` deletes."""

    start: int
    end: int
    new: str


# What stands for the end of a piece's source where the piece was kept, letter by letter.
_KEPT = -1


class OffsetMap:
    """Maps spans of an edited copy to spans of its source.

    Kept text maps letter by letter; a replacement stands for the whole of what it replaced, so a span that
    touches any of it maps to all of it. The copy is held as pieces: where each begins in the copy and in the source,
    and where its source ends, unless it was kept.
    """

    __slots__ = ("_ends", "_sources", "_starts", "copy_length", "source_length")

    def __init__(
        self, starts: list[int], sources: list[int], ends: list[int], copy_length: int, source_length: int
    ) -> None:
        self._starts, self._sources, self._ends = starts, sources, ends
        self.copy_length = copy_length
        self.source_length = source_length

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """Return the map of a text that was not edited."""
        return cls([0], [0], [_KEPT], length, length) if length else cls([], [], [], 0, 0)

    def to_source(self, start: int, end: int) -> Span:
        """Return the span of the source for `copy[start:end]`.

        An empty span maps to an empty one. Raises IndexError where the span does not lie in the copy.
        """
        if not 0 <= start <= end <= self.copy_length:
            raise IndexError(f"span {start}:{end} outside a copy of {self.copy_length} code points")
        if start == end:
            at = self.source_length if start == self.copy_length else self._left(start)
            return Span(at, at)
        return Span(self._left(start), self._right(end - 1))

    def _left(self, position: int) -> int:
        piece = bisect_right(self._starts, position) - 1
        return self._sources[piece] + (position - self._starts[piece] if self._ends[piece] == _KEPT else 0)

    def _right(self, position: int) -> int:
        piece = bisect_right(self._starts, position) - 1
        kept = self._ends[piece] == _KEPT
        return self._sources[piece] + (position - self._starts[piece]) + 1 if kept else self._ends[piece]

    def _place_of(self, start: int, end: int) -> Span:
        """Return the source of `copy[start:end]`; of a place inside a replacement, all that was replaced."""
        if start == end and start < self.copy_length:
            piece = bisect_right(self._starts, start) - 1
            if self._ends[piece] != _KEPT and start > self._starts[piece]:
                return Span(self._sources[piece], self._ends[piece])
        return self.to_source(start, end)

    def then(self, later: OffsetMap) -> OffsetMap:
        """Return the map of a copy of this map's copy: `later` leads to it, the result to this map's source."""
        starts: list[int] = []
        sources: list[int] = []
        ends: list[int] = []
        stops = [*later._starts[1:], later.copy_length]
        for start, source, end, stop in zip(later._starts, later._sources, later._ends, stops, strict=False):
            if end != _KEPT:
                place = self._place_of(source, end)
                starts.append(start)
                sources.append(place.start)
                ends.append(place.end)
                continue
            first = bisect_right(self._starts, source) - 1
            behind = bisect_left(self._starts, source + stop - start)
            starts += [start, *(at - source + start for at in self._starts[first + 1 : behind])]
            sources += [self._left(source), *self._sources[first + 1 : behind]]
            ends += self._ends[first:behind]
        return OffsetMap(starts, sources, ends, later.copy_length, self.source_length)


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Return `text` with `edits` made, and the map back to it.

    Edits may come in any order and must not overlap. Raises ValueError where two do, or one lies outside.
    """
    out: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    ends: list[int] = []
    at = length = 0
    for start, end, new in sorted(edits):
        if start < at or end < start or end > len(text):
            raise ValueError(f"edit {Edit(start, end, new)} overlaps another or lies outside {len(text)} code points")
        if start > at:
            out.append(text[at:start])
            starts.append(length)
            sources.append(at)
            ends.append(_KEPT)
            length += start - at
        if new:
            out.append(new)
            starts.append(length)
            sources.append(start)
            ends.append(end)
            length += len(new)
        at = end
    if at < len(text):
        out.append(text[at:])
        starts.append(length)
        sources.append(at)
        ends.append(_KEPT)
        length += len(text) - at
    return "".join(out), OffsetMap(starts, sources, ends, length, len(text))
