"""From places in a working copy back to places in the text it was made from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
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


class _Piece(NamedTuple):
    """A stretch of the copy and the stretch of the source it stands for, kept or replaced as a whole."""

    copy: int
    source: int
    source_end: int
    kept: bool


class OffsetMap:
    """Maps spans of an edited copy to spans of its source.

    Kept text maps letter by letter; a replacement stands for the whole of what it replaced, so a span that
    touches any of it maps to all of it.
    """

    __slots__ = ("_pieces", "_starts", "copy_length", "source_length")

    def __init__(self, pieces: Iterable[_Piece], copy_length: int, source_length: int) -> None:
        self._pieces = list(pieces)
        self._starts = [p.copy for p in self._pieces]
        self.copy_length = copy_length
        self.source_length = source_length

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """Return the map of a text that was not edited."""
        return cls([_Piece(0, 0, length, True)] if length else [], length, length)

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
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        return piece.source + (position - piece.copy if piece.kept else 0)

    def _right(self, position: int) -> int:
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        return piece.source + (position - piece.copy) + 1 if piece.kept else piece.source_end

    def _place_of(self, start: int, end: int) -> Span:
        """Return the source of `copy[start:end]`; of a place inside a replacement, all that was replaced."""
        if start == end and start < self.copy_length:
            piece = self._pieces[bisect_right(self._starts, start) - 1]
            if not piece.kept and start > piece.copy:
                return Span(piece.source, piece.source_end)
        return self.to_source(start, end)

    def then(self, later: OffsetMap) -> OffsetMap:
        """Return the map of a copy of this map's copy: `later` leads to it, the result to this map's source."""
        pieces = []
        for i, piece in enumerate(later._pieces):
            stop = later._starts[i + 1] if i + 1 < len(later._pieces) else later.copy_length
            if not piece.kept:
                span = self._place_of(piece.source, piece.source_end)
                pieces.append(_Piece(piece.copy, span.start, span.end, False))
                continue
            shift = piece.copy - piece.source
            pieces.extend(self._cut(piece.source, piece.source + stop - piece.copy, shift))
        return OffsetMap(pieces, later.copy_length, self.source_length)

    def _cut(self, start: int, end: int, shift: int) -> Iterator[_Piece]:
        at = start
        index = bisect_right(self._starts, start) - 1
        while at < end:
            piece = self._pieces[index]
            source = piece.source + (at - piece.copy if piece.kept else 0)
            yield _Piece(at + shift, source, piece.source_end, piece.kept)
            index += 1
            at = self._starts[index] if index < len(self._starts) else self.copy_length


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Return `text` with `edits` made, and the map back to it.

    Edits may come in any order and must not overlap. Raises ValueError where two do, or one lies outside.
    """
    out: list[str] = []
    pieces: list[_Piece] = []
    at = length = 0
    for edit in sorted(edits):
        if edit.start < at or edit.end < edit.start or edit.end > len(text):
            raise ValueError(f"edit {edit} overlaps another or lies outside {len(text)} code points")
        if edit.start > at:
            out.append(text[at : edit.start])
            pieces.append(_Piece(length, at, edit.start, True))
            length += edit.start - at
        if edit.new:
            out.append(edit.new)
            pieces.append(_Piece(length, edit.start, edit.end, False))
            length += len(edit.new)
        at = edit.end
    if at < len(text):
        out.append(text[at:])
        pieces.append(_Piece(length, at, len(text), True))
        length += len(text) - at
    return "".join(out), OffsetMap(pieces, length, len(text))
