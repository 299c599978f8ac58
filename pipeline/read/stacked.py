"""Tables of plain text saved one cell a line: the headers, then group after group of a name and its figures.

Only taken where all is sure: a title above, as many headers as a group has lines, three groups or more alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractors.cellwords import says, trim, words
from extractors.grid import Cell, Grid
from extractors.offsets import Span

_FIGURE = regex.compile(r"[≥≤<>~-]?\s?\d[\d.,]*\s?%?|[-–]")
_WIDTHS = range(3, 13)
_GROUPS = 3
_LONGEST_CELL = 80
_TITLE_LINES = 3  # the title, what it is attached to, the unit
_PROSE = regex.compile(r"\s*[-+•*].*|.*[;:.…]\s*")


def find_stacked(text: str, taken: Sequence[Span]) -> Iterator[Grid]:
    """Yield the tables written one cell a line; `taken` are the spans of tables read otherwise."""
    lines = [line for line in _lines(text) if not any(t.start < line.end and line.start < t.end for t in taken)]
    said = [words(text[line.start : line.end]) for line in lines]
    figures = [_FIGURE.fullmatch(w) is not None for w in said]
    done = 0
    for at in range(len(lines)):
        if at < done or figures[at] or at + 1 >= len(lines) or not _is_title(said[at]):
            continue
        found = _table(said, figures, at + 1)
        if found is not None:
            first, done, width = found
            yield _grid(lines[first:done], width)


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        span = trim(text, at, at + len(line))
        if span.end > span.start:
            yield span
        at += len(line) + 1


def _is_title(said: str) -> bool:
    return says("caption", said) and "|" not in said


def _table(said: list[str], figures: list[bool], below: int) -> tuple[int, int, int] | None:
    """Return the first line, the line behind the last and the width of the table whose title ends above `below`."""
    for first in range(below, min(below + _TITLE_LINES, len(said))):
        for width in _WIDTHS:
            heads = range(first, first + width)
            if heads.stop > len(said) or not all(_is_head(said[i], figures[i]) for i in heads):
                break
            counted = says("first_header", said[first])
            groups, end = 0, heads.stop
            while _is_group(said, figures, end, width, counted):
                groups, end = groups + 1, end + width
            if counted and end < len(said) and says("total", said[end]) and _is_group(said, figures, end, width - 1):
                end += width - 1
            # One more figure behind the groups: they are not what they seem.
            if groups >= _GROUPS and not (end < len(said) and figures[end]):
                return first, end, width
    return None


def _is_head(said: str, is_figure: bool) -> bool:
    return not is_figure and len(said) <= _LONGEST_CELL and not _PROSE.fullmatch(said) and not _is_title(said)


def _is_group(said: list[str], figures: list[bool], first: int, width: int, counted: bool = False) -> bool:
    """Tell whether the lines from `first` are a row: words, then nothing but figures; its number may stand before."""
    name = first + counted
    if first + width > len(said) or (counted and not says("index", said[first])):
        return False
    named = not figures[name] and len(said[name]) <= _LONGEST_CELL and not _PROSE.fullmatch(said[name])
    rest = figures[name + 1 : first + width]
    return named and len(rest) > 1 and all(rest)


def _grid(lines: list[Span], width: int) -> Grid:
    """Return the lines as rows; a last row that is one line short is a sum, which has no number."""
    cells = [Cell(i // width, i % width, at) for i, at in enumerate(lines)]
    if short := len(lines) % width:
        row, rest = len(lines) // width, lines[-short:]
        cells[-short:] = [Cell(row, 0, Span(rest[0].start, rest[0].start))]
        cells += [Cell(row, i, at) for i, at in enumerate(rest, 1)]
    return Grid(Span(lines[0].start, lines[-1].end), tuple(cells), "data")
