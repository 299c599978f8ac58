"""Tables of plain text whose columns are parted by spaces, as a PDF's layout prints them.

Only tables of figures are taken, and only where all is sure: three lines or more with a number, in three columns or
more between which no line has a letter. A line is a row, since a cell's text must stand in one piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractors.cellwords import says, words
from extractors.grid import Cell, Grid
from extractors.offsets import Span

_PART = regex.compile(r"\S+(?: \S+)*")
_FIGURE = regex.compile(r"[≥≤<>~(-]?\s?\d[\d.,]*\s?%?\)?|\d[\d.,]*\s?-\s?\d[\d.,]*\s?%?|[-.…]")
_LEADER = regex.compile(r"\.{4,}|_{4,}|…{2,}")
_COLUMNS, _ROWS = 3, 3
_APART, _PROSE_WIDTH = 6, 0.7  # lines between two rows with figures; share of the width that only prose fills
_PARTED = 0.6  # of the lines with figures have two spaces or more between two columns
_FIGURES = 0.7  # of the filled cells of some column are figures
_HEADER_LINES = 6


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text that begins at `start`, and its parts between which two spaces or more stand."""

    start: int
    text: str
    parts: tuple[tuple[int, int], ...]

    @property
    def has_figures(self) -> bool:
        """Whether it looks like a row: three parts or more, a number behind the first."""
        if len(self.parts) < _COLUMNS or _LEADER.search(self.text):
            return False
        return any(_FIGURE.fullmatch(self.text, *part) for part in self.parts[1:])


def find_spaced(text: str, taken: Sequence[Span]) -> Iterator[Grid]:
    """Yield the tables whose columns are parted by spaces; `taken` are the spans of tables read otherwise."""
    lines = [_line(at, line) for at, line in _lines(text)]
    rows = [i for i, line in enumerate(lines) if line.has_figures]
    for group in _groups(lines, rows):
        grid = _grid(lines, group)
        if grid is not None and not any(t.start < grid.at.end and grid.at.start < t.end for t in taken):
            yield grid


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _line(at: int, line: str) -> _Line:
    if "  " not in line or "\t" in line or "|" in line:
        begin = len(line) - len(line.lstrip())
        return _Line(at, line, ((begin, len(line.rstrip())),) if line.strip() else ())
    return _Line(at, line, tuple(m.span() for m in _PART.finditer(line)))


def _groups(lines: list[_Line], rows: list[int]) -> Iterator[list[int]]:
    """Yield the lines with figures that may be rows of one table: no prose stands between them."""
    group: list[int] = []
    for row in rows:
        if group and (row - group[-1] > _APART or _prose_between(lines, group[-1], row)):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _prose_between(lines: list[_Line], above: int, below: int) -> bool:
    width = max(_width(lines[above]), _width(lines[below]))
    return any(b - a > _PROSE_WIDTH * width for line in lines[above + 1 : below] for a, b in line.parts)


def _width(line: _Line) -> int:
    return line.parts[-1][1] - line.parts[0][0]


def _grid(lines: list[_Line], group: list[int]) -> Grid | None:
    if len(group) < _ROWS:
        return None
    above = [ln for ln in lines[max(group[0] - _HEADER_LINES, 0) : group[0]] if ln.parts]
    between = [lines[i] for i in range(group[0], group[-1]) if i not in group]
    borders = _borders([lines[i] for i in group], above + between)
    if len(borders) + 1 < _COLUMNS or not _counts(lines, group, borders):
        return None
    head = _header_start(lines, group[0], borders)
    printed = [
        i for i in range(head, _end(lines, group[-1], borders)) if lines[i].parts and not _is_page_no(lines[i])
    ]
    heads = _header_lines([lines[i] for i in printed if i < group[0]], borders)
    cells = [c for row, i in enumerate(printed) for c in _cells(lines[i], row, borders)]
    at = Span(lines[printed[0]].start, lines[printed[-1]].start + len(lines[printed[-1]].text))
    return Grid(at, tuple(cells), header_rows=heads or None)


def _header_lines(above: list[_Line], borders: list[int]) -> int:
    """Return how many of the lines above the first row with figures are the header: the others title a section."""
    count = 0
    for number, line in enumerate(above, 1):
        start, end = line.parts[0]
        if says("index", words(line.text[start:end])):
            break
        if len(line.parts) > 1 or _column(start, borders) > 1:
            count = number
    return count


def _borders(rows: list[_Line], others: list[_Line]) -> list[int]:
    """Return where columns end: places that are blank in all rows, and stand in a gap of most of them.

    Of all places between two columns it is the one that is blank in most of the other lines, too: figures stand on
    the right of their column, headers in its middle.
    """
    width = max(len(row.text) for row in rows)
    blank = [all(x >= len(row.text) or row.text[x].isspace() for row in rows) for x in range(width)]
    borders = []
    x = min(row.parts[0][0] for row in rows)
    while x < width:
        end = x
        while end < width and blank[end]:
            end += 1
        if x < end < width and sum(_parted_at(row, x, end) for row in rows) >= _PARTED * len(rows):
            borders.append(max(range(x + 1, end + 1), key=lambda at: (_blank_in(others, at), -abs(2 * at - x - end))))
        x = max(end, x + 1)
    return borders


def _blank_in(lines: list[_Line], at: int) -> int:
    return sum(not any(start < at < end for start, end in line.parts) for line in lines)


def _parted_at(row: _Line, start: int, end: int) -> bool:
    """Tell whether the blank place from `start` to `end` lies between two parts of a row, or outside of them."""
    return not any(a < start and end < b for a, b in row.parts)


def _counts(lines: list[_Line], group: list[int], borders: list[int]) -> bool:
    """Tell whether a column behind the first holds figures, and each part of a row stands in one column."""
    columns: list[list[bool]] = [[] for _ in range(len(borders) + 1)]
    for i in group:
        for start, end in lines[i].parts:
            columns[_column(start, borders)].append(_FIGURE.fullmatch(lines[i].text, start, end) is not None)
    return any(sum(c) >= _ROWS and sum(c) >= _FIGURES * len(c) for c in columns[1:])


def _column(x: int, borders: list[int]) -> int:
    return sum(x >= border for border in borders)


def _crosses(line: _Line, borders: list[int]) -> bool:
    return any(_column(start, borders) != _column(end - 1, borders) for start, end in line.parts)


def _header_start(lines: list[_Line], first: int, borders: list[int]) -> int:
    """Return the first line of the header: lines of several parts above the first row, and what stands among them."""
    head, empty = first, 0
    for i in range(first - 1, max(first - _HEADER_LINES * 2, -1), -1):
        line = lines[i]
        if not line.parts:
            empty += 1
            if empty > 1:
                break
            continue
        if len(line.parts) > 1 and _is_header(line, borders):
            head = i
        elif line.parts[0][0] < borders[0] and len(line.parts) == 1 and _width(line) > borders[-1] // 2:
            break
        empty = 0
    return head


def _is_header(line: _Line, borders: list[int]) -> bool:
    """Tell whether a line may be part of a header: its parts stand over different columns, none says too much."""
    columns = [_column(start, borders) for start, _ in line.parts]
    said = [words(line.text[start:end]) for start, end in line.parts]
    placing = any(says(rule, w) for w in said for rule in ("letterhead", "signature", "recipients"))
    return len(set(columns)) == len(columns) and not placing


def _end(lines: list[_Line], last: int, borders: list[int]) -> int:
    """Return the end of the lines of a table: behind its last row, and the words that go on with its label."""
    end = last + 1
    while end < len(lines) and len(lines[end].parts) == 1 and not _crosses(lines[end], borders):
        start, _ = lines[end].parts[0]
        if not lines[end].text[start].islower() or _column(start, borders) > 1:
            break
        end += 1
    return end


def _is_page_no(line: _Line) -> bool:
    return len(line.parts) == 1 and line.text.strip(" -\f").isdigit()


def _cells(line: _Line, row: int, borders: list[int]) -> Iterator[Cell]:
    """Yield the cells of a line: one a column, but for words that stand over several."""
    edges = [0, *borders, max(len(line.text), borders[-1] + 1)]
    wide = {
        (first, last)
        for start, end in line.parts
        if (first := _column(start, borders)) != (last := _column(end - 1, borders))
    }
    col = 0
    for start, end in pairwise(edges):
        if col > _column(start, borders):
            continue
        last = next((b for a, b in wide if a == col), col)
        stop = edges[last + 1] if last > col else end
        inside = line.text[start:stop]
        begin = min(start + len(inside) - len(inside.lstrip()), len(line.text))
        at = Span(line.start + begin, line.start + begin + len(inside.strip()))
        if not inside.strip():
            at = Span(line.start + min(start, len(line.text)), line.start + min(start, len(line.text)))
        yield Cell(row, col, at, 1, last - col + 1)
        col = last + 1
