"""Tables of plain text whose columns are parted by spaces, as a PDF's layout prints them.

Only tables of figures are taken, and only where all is sure: three lines or more with a number, in three columns or
more between which no line has a letter. A line is a row, since a cell's text must stand in one piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractors.cellwords import PLACING, says, words
from extractors.grid import Cell, Grid
from extractors.offsets import Span

_PART = regex.compile(r"\S+(?: \S+)*")
_FIGURE = regex.compile(r"[≥≤<>~(-]?\s?\d[\d.,]*\s?%?\)?|\d[\d.,]*\s?-\s?\d[\d.,]*\s?%?|[-.…]")
_LEADER = regex.compile(r"\.{4,}|_{4,}|…{2,}")
_COLUMNS, _ROWS = 3, 3
_WIDEST, _LONGEST = 60, 600  # columns and letters of a line that a page has room for
_APART, _PROSE_WIDTH = 6, 0.7  # lines between two rows with figures; share of the width that only prose fills
_PARTED = 0.6  # of the lines with figures have two spaces or more between two columns
_FIGURES = 0.7  # of the filled cells of some column are figures
_HEADER_LINES = 6
_WORDS_APART = 6  # a row has no more cells of one word
_SHIFT, _SHIFTED = 3, 0.3  # how far words may stand from their place, and in what share of the rows


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text that begins at `start`, and its parts between which two spaces or more stand."""

    start: int
    text: str
    parts: tuple[tuple[int, int], ...]

    @property
    def has_figures(self) -> bool:
        """Whether it looks like a row: three parts or more, a number behind the first."""
        if not _COLUMNS <= len(self.parts) <= _WIDEST or len(self.text) > _LONGEST or _LEADER.search(self.text):
            return False
        # Justified prose: the words themselves stand apart.
        if sum(self.text[start:end].isalpha() for start, end in self.parts) > _WORDS_APART:
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
    rows = set(group)
    between = [lines[i] for i in range(group[0], group[-1]) if i not in rows]
    borders = _borders([lines[i] for i in group], above + between)
    if len(borders) + 1 < _COLUMNS:
        return None
    words_only = _columns_of_words([lines[i] for i in group], borders)
    if words_only is None:
        return None
    head = _header_start(lines, group[0], borders)
    printed = [
        i for i in range(head, _end(lines, group[-1], borders)) if lines[i].parts and not _is_page_no(lines[i])
    ]
    heads = _header_lines([lines[i] for i in printed if i < group[0]], borders)
    cuts = [words_only if row < heads else len(borders) for row in range(len(printed))]
    cells = [c for row, i in enumerate(printed) for c in _cells(lines[i], row, borders, cuts[row])]
    at = Span(lines[printed[0]].start, lines[printed[-1]].start + len(lines[printed[-1]].text))
    return Grid(at, tuple(cells), header_rows=heads or None)


# --- columns ----------------------------------------------------------------------------------------------------


def _borders(rows: list[_Line], others: list[_Line]) -> list[int]:
    """Return where columns end: places that are blank in nearly all rows, and stand in a gap of most of them.

    Of all places between two columns it is the one that is blank in most of the other lines, too: figures stand on
    the right of their column, headers in its middle.
    """
    width = max(len(row.text) for row in rows)
    blank = [_is_blank(rows, x) for x in range(width)]
    borders = []
    x = min(row.parts[0][0] for row in rows)
    while x < width:
        end = x
        while end < width and blank[end]:
            end += 1
        if x < end < width and sum(_parted_at(row, x, end) for row in rows) >= _PARTED * len(rows):
            middle = (x + end) / 2
            best = max(
                range(x + 1, end + 1), key=lambda a: (_blank_in(rows, a), _blank_in(others, a), -abs(a - middle))
            )
            borders.append(best)
        x = max(end, x + 1)
    return borders


def _is_blank(rows: list[_Line], x: int) -> bool:
    """Tell whether a place is blank in nearly all rows, and the others have a space close by to be cut at."""
    filled = [row for row in rows if x < len(row.text) and not row.text[x].isspace()]
    return len(filled) <= _SHIFTED * len(rows) and all(_space_near(row, x) is not None for row in filled)


def _space_near(row: _Line, x: int) -> int | None:
    """Return the space nearest to a place, rather one before a figure, None where none is near."""
    near = range(max(x - 2 * _SHIFT, 0), min(x + 2 * _SHIFT + 1, len(row.text)))
    spaces = [at for at in near if row.text[at].isspace()]
    before_figure = [at for at in spaces if row.text[at + 1 : at + 2].isdigit()]
    return min(
        before_figure or [at for at in spaces if abs(at - x) <= _SHIFT], key=lambda at: abs(at - x), default=None
    )


def _blank_in(lines: list[_Line], at: int) -> int:
    return sum(not any(start < at < end for start, end in line.parts) for line in lines)


def _parted_at(row: _Line, start: int, end: int) -> bool:
    """Tell whether some place from `start` to `end` lies between two parts of a row, or outside of them."""
    return any(not any(a <= at < b for a, b in row.parts) for at in range(start, end))


def _columns_of_words(rows: list[_Line], borders: list[int]) -> int | None:
    """Return how many columns stand before the first one of figures, None where none holds figures for sure."""
    columns: list[list[bool]] = [[] for _ in range(len(borders) + 1)]
    for row in rows:
        for start, end, first, _ in _cut(row, borders, len(borders)):
            columns[first].append(_FIGURE.fullmatch(row.text, start, end) is not None)
    of_figures = (i for i, c in enumerate(columns) if i and sum(c) >= _ROWS and sum(c) >= _FIGURES * len(c))
    return next(of_figures, None)


def _cut(line: _Line, borders: list[int], cuts: int) -> list[tuple[int, int, int, int]]:
    """Return the parts of a line, cut at the space next to a border where there is one, and their columns.

    Each has its start and end, and the first and last column that it stands over. Only the first `cuts` borders cut.
    """
    out = []
    for begin, end in line.parts:
        start, least = begin, 0
        for number, border in enumerate(borders[:cuts]):
            space = _space_near(line, border) if start < border < end else None
            if space is not None and start < space < end:
                first, _ = _reach(start, space, borders)
                out.append((start, space, max(first, least), number))
                start, least = space + 1, number + 1
        first, last = _reach(start, end, borders)
        out.append((start, end, max(first, least), max(last, least)))
    return out


def _column(x: int, borders: list[int]) -> int:
    return sum(x >= border for border in borders)


def _reach(start: int, end: int, borders: list[int]) -> tuple[int, int]:
    """Return the first and the last column that words stand over: those that hold a good part of their middle."""
    slack = min(_SHIFT, (end - start - 1) // 2)
    return _column(start + slack, borders), max(_column(end - 1 - slack, borders), _column(start + slack, borders))


# --- lines ------------------------------------------------------------------------------------------------------


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
        if not _may_head(line, borders):
            break
        if len(line.parts) > 1:
            head = i
        empty = 0
    return head


def _may_head(line: _Line, borders: list[int]) -> bool:
    """Tell whether a line may be part of a header: words in columns, no title, letterhead or list."""
    said = [words(line.text[start:end]) for start, end in line.parts]
    if line.text.lstrip()[0] in "-+*" or any(says(rule, w) for w in said for rule in PLACING):
        return False
    if len(said) == 1 and says("caption", said[0]):
        return False
    reach = [_reach(start, end, borders) for start, end in line.parts]
    return reach[0][0] > 1 or all(b - a < 2 for a, b in reach[:1])


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


def _end(lines: list[_Line], last: int, borders: list[int]) -> int:
    """Return the end of the lines of a table: behind its last row, and the words that go on with its label."""
    end = last + 1
    while end < len(lines) and len(lines[end].parts) == 1:
        start, stop = lines[end].parts[0]
        first, final = _reach(start, stop, borders)
        if not lines[end].text[start].islower() or first > 1 or first != final:
            break
        end += 1
    return end


def _is_page_no(line: _Line) -> bool:
    return len(line.parts) == 1 and line.text.strip(" -\f").isdigit()


def _cells(line: _Line, row: int, borders: list[int], cuts: int) -> list[Cell]:
    """Return the cells of a line: one a column, but for words that stand over several."""
    cells: list[Cell] = []
    col, at = 0, line.start
    for start, end, first, last in _cut(line, borders, cuts):
        if cells and last < col:  # two parts of one cell
            at = line.start + end
            cells[-1] = replace(cells[-1], at=Span(cells[-1].at.start, at))
            continue
        first = max(first, col)
        cells += [Cell(row, empty, Span(at, at)) for empty in range(col, first)]
        at = line.start + end
        cells.append(Cell(row, first, Span(line.start + start, at), 1, last - first + 1))
        col = last + 1
    return [*cells, *(Cell(row, empty, Span(at, at)) for empty in range(col, len(borders) + 1))]
