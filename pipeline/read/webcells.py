"""Tables of saved web pages whose cells were broken over lines, with a pipe between two of them.

Two shapes are seen. In the first a pipe stands on a line of its own before and after every cell, so that between
two rows there are two pipes and nothing between them, which is also how an empty cell looks. In the second a
pipe ends every cell and nothing shows where a row ends. In both the rows are found by the cheapest way to cut
the cells into rows: all of one length if possible, the cells that count the rows first in theirs, running text
between two tables rather than inside a cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import regex

from extractors.cellwords import PLACING, says, trim, words
from extractors.offsets import Span
from pipeline.read.limits import BARS, check_count

_PIPE = regex.compile(r"\|")
_BLANK_LINE = regex.compile(r"\n[ \t\r]*\n")
_MARK = regex.compile(r"(.{0,8}?)(\d{1,3})[.)]?")
_MAX_COLUMNS = 24
_FAR_BACK = 100  # cells
_FAR = float("inf")

# What a reading of the pipes costs; the cheapest is taken.
_OPEN, _OPEN_AT_HEADER = 1.5, 0.0
_CLOSE = 0.3
_SHORT_ROW = {True: 0.7, False: 1.5}  # where row ends show, where they do not
_SHORT_COUNTED = 0.4
_SECTION = 0.3  # which the title of a section saves
_SHORT_AGAIN = 0.15  # as short as the row above
_SHORT_HEADER = 0.2
_HOLE = 0.2  # an empty cell before a filled one
_HOLE_BEFORE_COUNT = 1.0  # which looks like the end of a row
_HOLE_IN_HEADER = 0.4
_UNDIVIDED = 1.5  # a short header without a second row of it
_UNCOUNTED = 1.0  # a whole row without its number in a table that counts its rows
_PLACING_INSIDE = 4.0  # a letterhead, a signature or the like in such a table
_EMPTY_ROW = 1.5
_EMPTY_FIRST = 0.15
_COUNTED = -0.3
_HEADER_INSIDE = 3.0
_HEADER_AGAIN = 0.5
_ONE_COLUMN = 2.5
_ONE_ROW = 0.5
_BEAM = 3.0  # readings that cost so much more than the cheapest are given up
_CELL_AS_PROSE = 3.0  # what looks like a cell, taken for text between tables
_STRAY_PIPE = {True: 3.0, False: 0.5}
_LONG_CELL, _VERY_LONG_CELL = 1200, 2500


class _Gap(NamedTuple):
    """What stands between two pipes, and what it costs to take it for a cell or for text between tables."""

    at: Span
    empty: bool
    counts: bool
    mark: tuple[str, int] | None  # what counts a row, as the words before its last number and that number
    turn: bool  # it is the turn of this mark: the one before it stands shortly above
    header: bool
    placing: bool
    as_cell: float
    as_prose: float


def find_web_rows(text: str, taken: Sequence[Span]) -> Iterator[tuple[Span, list[list[Span]], int]]:
    """Yield each table: its span, its rows as spans of cells, and how many columns it has.

    `taken` are the spans of tables already read otherwise. Rows may be shorter than the table is wide.
    """
    pipes = _outside([m.start() for m in _PIPE.finditer(text)], taken)
    if len(pipes) < 2:
        return
    alone, last = _standing(text, pipes)
    if alone * 2 >= len(pipes):
        check_count("bars", len(pipes), BARS)
        bounds = [(p, p + 1) for p in pipes]
        yield from _tables(text, bounds, parted=True)
    elif last * 4 >= len(pipes) * 3:
        check_count("bars", len(pipes), BARS)
        yield from _tables(text, list(_ends_of_cells(text, pipes)), parted=False)


def _outside(pipes: list[int], taken: Sequence[Span]) -> list[int]:
    """Return the pipes that lie in none of `taken`."""
    for start, end in taken:
        if pipes and start <= pipes[-1] and end > pipes[0]:
            del pipes[bisect_left(pipes, start) : bisect_left(pipes, end)]
    return pipes


def _standing(text: str, pipes: list[int]) -> tuple[int, int]:
    """Return how many pipes stand on lines of nothing but pipes, and behind how many nothing stands on their line."""
    alone = last = 0
    first = at = 0
    while first < len(pipes):
        start = text.rfind("\n", at, pipes[first]) + 1 or at
        at = text.find("\n", pipes[first]) + 1 or len(text)
        behind = bisect_left(pipes, at, first)
        alone += 0 if text[start:at].strip("| \t\r\n") else behind - first
        # Of several pipes at the end only the last has nothing behind it.
        last += not text[pipes[behind - 1] + 1 : at].strip()
        first = behind
    return alone, last


def _ends_of_cells(text: str, pipes: list[int]) -> Iterator[tuple[int, int]]:
    """Yield pipes, and an empty bound before the first cell of a run: its line, not the text above it."""
    before = 0
    for pipe in pipes:
        lines = text[before:pipe]
        start = before + lines.rfind("\n") + 1
        headed = says("first_header", words(text[start:pipe]))
        if start > before and (headed or lines.strip().count("\n") > 2 or len(lines) > 300 or before == 0):
            yield start, start
        yield pipe, pipe + 1
        before = pipe + 1


def _tables(text: str, bounds: list[tuple[int, int]], parted: bool) -> Iterator[tuple[Span, list[list[Span]], int]]:
    gaps = _in_turn([_gap(text, left[1], right[0]) for left, right in pairwise(bounds)])
    for rows, n_cols in _Reading(gaps, parted).tables():
        first, last = rows[0][0], rows[-1][1]
        at = Span(bounds[first][0], bounds[last][1])
        yield at, [[g.at for g in gaps[start:end]] for start, end in rows], n_cols


def _in_turn(gaps: list[_Gap]) -> list[_Gap]:
    """Return the gaps with `turn` set: for 1, for a letter, and for what follows a mark of a row shortly above."""
    out, last_seen = [], dict[tuple[str, int], int]()
    for i, gap in enumerate(gaps):
        turn = gap.counts
        if gap.mark is not None:
            prefix, number = gap.mark
            turn = turn and (number == 1 or i - last_seen.get((prefix, number - 1), -_FAR_BACK) <= _FAR_BACK - 1)
            last_seen[gap.mark] = i
        out.append(gap._replace(turn=turn))
    return out


def _gap(text: str, start: int, end: int) -> _Gap:
    at = trim(text, start, end)
    printed = words(text[at.start : at.end])
    if not printed:
        broken = text.count("\n", start, end) > 1
        return _Gap(
            at, True, False, None, False, False, False, 1.0 if broken else 0.0, 0.3 if broken else _CELL_AS_PROSE
        )
    inside = text[at.start : at.end]
    prose = says("between", printed) or bool(_BLANK_LINE.search(inside))
    long, very_long = len(printed) > _LONG_CELL, len(printed) > _VERY_LONG_CELL
    return _Gap(
        at,
        False,
        says("index", printed),
        (mark[1], int(mark[2])) if (mark := _MARK.fullmatch(printed)) else None,
        False,
        says("first_header", printed),
        any(says(rule, printed) for rule in PLACING),
        (4.0 if prose or very_long else 0.0) + (2.0 if long else 0.0),
        0.0 if prose or very_long else 1.0 if long else 2.0 if len(printed) > 30 else _CELL_AS_PROSE,
    )


class _Row(NamedTuple):
    """The last row of the cheapest reading up to some bound."""

    begin: int
    length: int
    opening: bool  # the first of its table
    heading: bool  # still part of the header
    counted: bool  # in a table whose first column counts its rows


class _Reading:
    """The cheapest way to read the pipes, bound by bound and for each width that a table may have."""

    def __init__(self, gaps: list[_Gap], parted: bool) -> None:
        self.gaps, self.parted = gaps, parted
        self.size = len(gaps) + 1
        self.widest = min(_MAX_COLUMNS, len(gaps))
        self.cells = [0.0, *accumulate(self._price_of_cell(i) for i in range(len(gaps)))]
        self.filled = [0, *accumulate(0 if g.empty else 1 for g in gaps)]
        holes = (i > 0 and gaps[i - 1].empty and not g.empty for i, g in enumerate(gaps))
        self.holes = [0, *accumulate(map(int, holes))]
        self.placing = [0, *accumulate(int(g.placing) for g in gaps)]
        widths = range(self.widest + 1)
        # Cheapest up to a bound outside tables, and the table that ended there: its width and its last bound.
        self.free = [_FAR] * self.size
        self.free_from: list[tuple[int, int] | None] = [None] * self.size
        # Cheapest up to a bound where a row of a table of some width starts, and where the row before it ended.
        self.start = [[_FAR] * self.size for _ in widths]
        self.start_from: list[list[int | None]] = [[None] * self.size for _ in widths]
        self.ended = [[_FAR] * self.size for _ in widths]
        self.rows: list[list[_Row | None]] = [[None] * self.size for _ in widths]
        # The widths of the tables that have a row which ends at a bound, and the bounds where a row may end.
        self.ending: list[set[int]] = [set() for _ in range(self.size)]
        self.ends = [i for i in range(self.size) if self._may_end(i)]
        self.free[0] = 0.0
        for at in range(self.size):
            self._skip(at)
            for width in sorted(self.ending[at]):
                self._close(at, width)
            opened = self._open(at)
            worth = min((self.start[width][at] for width in opened), default=_FAR) + _BEAM
            first = bisect_right(self.ends, at)
            ends = self.ends[first : bisect_right(self.ends, at + self.widest, first)]
            for width in sorted(opened):
                if self.start[width][at] <= worth:
                    self._add_rows(at, width, ends)

    def _may_end(self, at: int) -> bool:
        """Tell whether a row may end at a bound: where row ends show, nothing or text stands behind it."""
        if not self.parted or at == self.size - 1:
            return True
        return self.gaps[at].empty or self.gaps[at].as_prose < _CELL_AS_PROSE

    def _price_of_cell(self, i: int) -> float:
        gap = self.gaps[i]
        return gap.as_cell + (_HEADER_INSIDE if gap.header else 0.0) + self._hole(i)

    def _hole(self, i: int) -> float:
        """Return the price of an empty cell before the cell `i`."""
        if i == 0 or self.gaps[i].empty or not self.gaps[i - 1].empty:
            return 0.0
        return _HOLE_BEFORE_COUNT if self.gaps[i].turn else _HOLE

    def _skip(self, at: int) -> None:
        """Go on outside tables, over a pipe that belongs to none."""
        if at:
            price = self.free[at - 1] + _STRAY_PIPE[self.parted] + self.gaps[at - 1].as_prose
            if price < self.free[at]:
                self.free[at], self.free_from[at] = price, None

    def _close(self, at: int, width: int) -> None:
        """End a table, the text up to the next bound being none of its cells."""
        last = self.rows[width][at]
        if last is None:
            return
        price = self.ended[width][at] + _CLOSE
        price += (_ONE_COLUMN if width == 1 else 0.0) + (_ONE_ROW if last.opening else 0.0)
        onward = at
        if self.parted and at < self.size - 1:
            onward = at + 1
            price += self.gaps[at].as_prose
        if price < self.free[onward]:
            self.free[onward], self.free_from[onward] = price, (width, at)

    def _open(self, at: int) -> set[int]:
        """Start a row, the first of a table or one after another row, and return the widths of its tables."""
        opened: set[int] = set()
        if at >= len(self.gaps):
            return opened
        # A table opens at its header or behind text, not behind what looks like one more cell.
        if self.gaps[at].header or at == 0 or self.gaps[at - 1].as_prose < _CELL_AS_PROSE:
            price = self.free[at] + (_OPEN_AT_HEADER if self.gaps[at].header else _OPEN)
            opened.update(range(1, self.widest + 1) if price < _FAR else ())
            for width in opened:
                self.start[width][at], self.start_from[width][at] = price, None
        before = at - 1 if self.parted else at
        if before > 0 and (not self.parted or self.gaps[before].empty):
            between = self.gaps[before].as_cell if self.parted else 0.0
            for width in self.ending[before]:
                price = self.ended[width][before] + between
                if price < self.start[width][at]:
                    opened.add(width)
                    self.start[width][at], self.start_from[width][at] = price, before
        return opened

    def _add_rows(self, at: int, width: int, ends: list[int]) -> None:
        """Let a row of a table of some width begin at a bound, and end at any of `ends` that is not too far."""
        begun = self.start[width][at]
        first, came = self.gaps[at], self.start_from[width][at]
        above = self.rows[width][came] if came is not None else None
        counted = above.counted if above else first.header
        heading = above.heading and not first.counts if above else first.header
        base = begun + self._lead(first, above, width) - self.cells[at]
        second = self._hole(at + 1) if first.empty and at + 1 < len(self.gaps) else 0.0
        if above and above.opening and above.heading and not heading:
            base += _UNDIVIDED
        if first.header:
            base -= _HEADER_INSIDE
        base -= self._hole(at)  # an empty cell before the row is no hole in it
        cells, filled, ended, rows = self.cells, self.filled, self.ended[width], self.rows[width]
        uncounted = _UNCOUNTED if counted and not (first.counts or first.empty or first.header) else 0.0
        placing = _PLACING_INSIDE if counted and above else 0.0
        for end in ends:
            length = end - at
            if length > width:
                break
            price = base + cells[end] + placing * (self.placing[end] - self.placing[at])
            if length > 1:
                price -= second  # nor is an empty first cell
            if filled[end] == filled[at]:
                price += _EMPTY_ROW
            if heading:
                price += _HOLE_IN_HEADER * (self.holes[end] - self.holes[at + 1])
                price += _SHORT_HEADER if length < width else 0.0
            else:
                price += self._short(length, width, first, above) if length < width else uncounted
            if price < ended[end]:
                ended[end] = price
                rows[end] = _Row(at, length, above is None, heading and length < width, counted)
                self.ending[end].add(width)

    def _lead(self, first: _Gap, above: _Row | None, width: int) -> float:
        """Return the price of the first cell of a row."""
        if first.header:
            return _HEADER_AGAIN if above else 0.0
        if first.empty:
            return _EMPTY_FIRST
        if not first.turn or above is None or width == 1:
            return 0.0
        if self.parted:
            return _COUNTED
        # Where no row ends show, any small number might be taken for the number of a row.
        starts = first.mark is not None and first.mark[1] == 1
        return _COUNTED if starts or self._counts_on(above, first) else 0.0

    def _short(self, length: int, width: int, first: _Gap, above: _Row | None) -> float:
        """Return the price of a row below the header that is shorter than its table is wide."""
        if above is not None and above.length == length:
            return _SHORT_AGAIN if self.parted else _SHORT_ROW[False]
        price = _SHORT_ROW[self.parted]
        if first.counts and length <= 2:
            return price - _SECTION
        # A row that counts on from a whole one hardly lacks cells.
        counts_on = above is not None and above.length == width and self._counts_on(above, first)
        return price + (_SHORT_COUNTED if counts_on else 0.0)

    def _counts_on(self, above: _Row, first: _Gap) -> bool:
        before, mark = self.gaps[above.begin].mark, first.mark
        return mark is not None and before == (mark[0], mark[1] - 1)

    def tables(self) -> Iterator[tuple[list[tuple[int, int]], int]]:
        """Yield the tables: rows as (first gap, gap after the last), and the width."""
        tables = []
        at = self.size - 1
        while at > 0:
            came = self.free_from[at]
            if came is None:
                at -= 1
                continue
            width, end = came
            rows: list[tuple[int, int]] = []
            before: int | None = end
            while before is not None:
                row = self.rows[width][before]
                if row is None:
                    break
                rows.append((row.begin, before))
                before = self.start_from[width][row.begin]
            tables.append((rows[::-1], width))
            at = rows[-1][0]
        yield from reversed(tables)
