"""Sums in tables: a row that sums up others, a row that its numbered parts make, a column that its parts make.

A total is only held against its parts where the table shows that they are its parts: they add up in other columns, or
rows. A table with one column must be plain for that: all its rows counted, and a total in so many words.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.celltimes import is_compared
from extractors.cellwords import says, words
from pipeline.audit.figure_words import said
from pipeline.audit.finding import Finding
from pipeline.audit.printed import Figure, total
from pipeline.audit.reckoning import Balance, Reckoning, sum_in_words
from pipeline.audit.sheet import UNMARKED, Line, Sheet

_PEOPLE = ("hộ", "người")
# Without other columns a total is held against parts that come this near: else they are not its parts.
_NEAR = Decimal("0.1")
_FEW = 2


@dataclass(frozen=True, slots=True)
class Addition:
    """A figure and those that should make it up: `missing` tells whether one of them is not there to be added."""

    whole: Figure
    parts: tuple[Figure, ...]
    missing: bool
    col: int

    @property
    def sum(self) -> Decimal:
        """What the parts come to."""
        return total(self.parts)

    @property
    def balance(self) -> Balance:
        """The whole against its parts."""
        return Balance(self.parts, (self.whole,))

    @property
    def holds(self) -> bool:
        """Tell whether the whole is the sum of its parts, as far as rounding lets one see."""
        return self.balance.holds

    @property
    def shows(self) -> bool:
        """Tell whether it shows anything that it holds: one part and nothing else is always its own sum."""
        return sum(part.value != 0 for part in self.parts) >= _FEW

    @property
    def alike(self) -> bool:
        """Tell whether all figures are in one unit, and none is a rate."""
        units = {part.unit for part in (*self.parts, self.whole)}
        return len(units) == 1 and not any(u and (u.startswith(("%", "‰")) or "/" in u) for u in units)


def row_sums(sheet: Sheet) -> Iterator[Reckoning]:
    """Yield what the rows of a table that sum up others should come to."""
    for line in sheet.lines:
        if line.is_total and line.figures:
            yield from _total_row(sheet, line)
    yield from _groups(sheet)


def _total_row(sheet: Sheet, line: Line) -> Iterator[Reckoning]:
    columns = [col for col in line.figures if _adds_up(sheet, col)]
    ways = [[_down(line, parts, col) for col in columns] for parts in _ways(sheet, line)]
    shown = [sum(a.holds and a.shows and a.alike for a in way) for way in ways]
    if not ways:
        return
    best = ways[shown.index(max(shown))]
    kept = [col for col in range(len(columns)) if any(way[col].holds and way[col].alike for way in ways)]
    held = [a for i, a in enumerate(best) if a.holds and a.shows and a.alike]
    broken = [a for i, a in enumerate(best) if i not in kept and a.alike and not a.missing and _is_sum(a)]
    if any(says("only_years", row.label) for row in sheet.lines):
        broken = []  # what there is in every year is not added up
    yield from (_told(sheet, "total_of_rows", a) for a in held)
    if len(held) >= len(broken) if held else len(columns) == len(broken) == 1 and _is_plain(sheet, line, broken[0]):
        yield from (_told(sheet, "total_of_rows", a) for a in broken)


def _ways(sheet: Sheet, line: Line) -> list[list[Line]]:
    """Return the sets of rows that a total may sum up: those above it, or below one that stands on top."""
    at = sheet.lines.index(line)
    totals = [i for i, other in enumerate(sheet.lines) if other.is_total and other.figures]
    before = max((i for i in totals if i < at), default=-1)
    after = min((i for i in totals if i > at), default=len(sheet.lines))
    spans = [sheet.lines[before + 1 : at], sheet.lines[at + 1 : after]]
    # Those in between sum up what is between; the last or first one may sum up the whole table.
    spans += [sheet.lines[:at]] if at == totals[-1] else []
    spans += [sheet.lines[at + 1 :]] if at == totals[0] else []
    found: list[list[Line]] = []
    for rows in spans:
        counted = [r for r in rows if (r.figures or r.dashes) and not r.is_total and not r.is_part]
        ranks = sorted({r.rank for r in counted})
        sets = [_outermost(counted), _innermost(counted), *([r for r in counted if r.rank == k] for k in ranks)]
        sets.append([r for r in rows if r.is_total and r.figures])
        found += [s for s in sets if len(s) >= _FEW and s not in found]
    return found


def _outermost(rows: Sequence[Line]) -> list[Line]:
    """Return the rows that stand under no other row of figures."""
    found: list[Line] = []
    for row in rows:
        if not found or row.rank <= found[-1].rank:
            found.append(row)
    return found


def _innermost(rows: Sequence[Line]) -> list[Line]:
    """Return the rows under which no other row of figures stands."""
    return [row for row, below in itertools.zip_longest(rows, rows[1:]) if below is None or below.rank <= row.rank]


def _down(line: Line, parts: Iterable[Line], col: int) -> Addition:
    inside = list(parts)
    figures = tuple(p.figures[col] for p in inside if col in p.figures)
    return Addition(line.figures[col], figures, not all(p.given(col) for p in inside), col)


def _adds_up(sheet: Sheet, col: int) -> bool:
    """Tell whether the figures of a column may be added: no averages, prices, ranks, no comparison of two others."""
    return not said("average", sheet.head(col)) and not any(is_compared(p) for p in sheet.paths[col])


def _is_sum(addition: Addition) -> bool:
    """Tell whether a figure that is not the sum of its parts could be one: an average is no more than the highest."""
    values = [part.value for part in addition.parts]
    if len(values) < _FEW or addition.whole.value in values:
        return False  # what is counted on from year to year comes to its last figure
    return addition.whole.unit in _PEOPLE or addition.whole.value > max(values)


def _is_plain(sheet: Sheet, line: Line, addition: Addition) -> bool:
    """Tell whether a table of one column shows by itself what its total is of: all rows, counted from 1."""
    rows = [r for r in sheet.lines if not r.is_total]
    marks = [r.mark for r in rows]
    counted = marks == [str(n) for n in range(1, len(rows) + 1)]
    return (
        _is_near(addition)
        and counted
        and line in (sheet.lines[0], sheet.lines[-1])
        and len(addition.parts) == len(rows)
    )


# --- groups: rows that those numbered under them make -----------------------------------------------------------


def _groups(sheet: Sheet) -> Iterator[Reckoning]:
    """Yield what rows should come to by the rows under them, where the table shows that it divides its rows so."""
    groups = [(line, below) for at, line in enumerate(sheet.lines) if (below := _below(sheet, at, line))]
    sums = [
        [a for col in line.figures if _adds_up(sheet, col) and (a := _down(line, below, col)).alike]
        for line, below in groups
    ]
    alone = len([a for group in sums for a in group if not a.holds and not a.missing]) == 1
    elsewhere = sum(a.holds and a.shows for group in sums for a in group)
    for (_, below), group in zip(groups, sums, strict=True):
        held = [a for a in group if a.holds and a.shows]
        broken = [a for a in group if not a.holds and not a.missing and _is_sum(a)]
        yield from (_told(sheet, "total_of_rows", a) for a in held)
        # Rows under another are often only some of its parts: these are not, where they make it up in other columns,
        # or where all others of the table do and this one nearly.
        sure = len(held) >= _FEW * len(broken) or (alone and elsewhere > _FEW and all(map(_is_near, broken)))
        if sure and not any(row.is_part for row in below):
            yield from (_told(sheet, "total_of_rows", a) for a in broken)


def _is_near(addition: Addition) -> bool:
    return abs(addition.sum - addition.whole.value) <= _NEAR * addition.whole.value


def _below(sheet: Sheet, at: int, line: Line) -> list[Line]:
    """Return the rows numbered right under a row, none where there are fewer than two."""
    if line.is_total or line.rank == UNMARKED or not line.figures:
        return []
    after = itertools.islice(sheet.lines, at + 1, None)
    under = list(itertools.takewhile(lambda other: other.rank > line.rank and not other.is_total, after))
    direct = [other for other in under if other.rank == under[0].rank]
    return direct if len(direct) >= _FEW and all(d.figures or d.dashes for d in direct) else []


# --- columns that others make -----------------------------------------------------------------------------------


def column_sums(sheet: Sheet) -> Iterator[Reckoning]:
    """Yield what the cells of a column that sums up others should come to, row by row."""
    for col in sheet.columns:
        if not said("total_header", sheet.leaf(col)) and not said("total_header", sheet.head(col)):
            continue
        ways = [_across(sheet, col, parts) for parts in _parts_of(sheet, col)]
        best = max(ways, key=lambda way: sum(a.holds and a.shows for a in way), default=[])
        held = [a for a in best if a.holds and a.shows]
        if len(held) < _FEW:
            continue
        # What one row does not divide, its total cannot divide either.
        undivided = any(a.missing and not a.holds for a in best)
        totals = {line.figures[col].at for line in sheet.lines if line.is_total and col in line.figures}
        units = Counter(a.whole.unit for a in held)
        broken = [
            a
            for a in best
            if not (a.holds or a.missing or (undivided and a.whole.at in totals))
            and units[a.whole.unit] >= _FEW
            and a.whole.value > max(part.value for part in a.parts)
        ]
        yield from (_told(sheet, "total_of_columns", a) for a in held)
        if len(held) >= _FEW * len(broken):
            yield from (_told(sheet, "total_of_columns", a) for a in broken)


def _across(sheet: Sheet, col: int, parts: Sequence[int]) -> list[Addition]:
    found = []
    for line in sheet.lines:
        if col in line.figures:
            figures = tuple(line.figures[part] for part in parts if part in line.figures)
            addition = Addition(line.figures[col], figures, len(figures) < len(parts), col)
            if addition.alike:
                found.append(addition)
    return found


def _parts_of(sheet: Sheet, col: int) -> Iterator[list[int]]:
    """Yield the sets of columns that may make up a column: next to it on one side, or the totals of its groups."""
    columns = sheet.columns
    at = columns.index(col)
    right, left = columns[at + 1 :], columns[:at]
    for end in range(_FEW, len(right) + 1):
        yield right[:end]
        totals = [c for c in right[:end] if said("total_header", sheet.leaf(c))]
        if _FEW <= len(totals) < end:
            yield totals
    for start in range(len(left) - _FEW, -1, -1):
        yield left[start:]


def _told(sheet: Sheet, kind: str, addition: Addition) -> Reckoning:
    whole = addition.whole
    decimals = max(f.decimals for f in (*addition.parts, whole))
    column = words(sheet.paths[addition.col][-1])
    finding = Finding(
        kind,
        sheet.doc_id,
        whole.at,
        expected=sum_in_words((), addition.sum, decimals).rpartition("= ")[2],
        found=str(whole),
        says={"sum": sum_in_words(addition.parts, addition.sum, decimals), "column": column},
    )
    return Reckoning(finding, addition.holds, sheet.table_id, addition.balance)
