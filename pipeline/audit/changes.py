"""Tables that tell what there was, by how much it falls and what is left: one less the other is the third.

Which columns these are shows in the table itself: it must come out in most of its rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.audit.figure_words import said
from pipeline.audit.finding import Finding
from pipeline.audit.printed import Figure, vietnamese
from pipeline.audit.reckoning import Balance, Reckoning
from pipeline.audit.sheet import Sheet

_FEW = 3
_MOST_COLUMNS = 24
_LOOK = 8
_ROUGH = 2


@dataclass(frozen=True, slots=True)
class Change:
    """What there was, what went, what came and what there is, of one row."""

    before: Figure
    less: Figure
    more: tuple[Figure, ...]
    after: Figure

    @property
    def balance(self) -> Balance:
        """What there was and came against what went and is there."""
        return Balance((self.before, *self.more), (self.less, self.after))

    @property
    def comes_to(self) -> Decimal:
        """What should be left."""
        return self.balance.value_for(self.after)

    @property
    def holds(self) -> bool:
        """Tell whether that is left, as far as rounding lets one see."""
        return self.balance.holds


def changes(sheet: Sheet) -> Iterator[Reckoning]:
    """Yield what the columns of a table leave of one another, row by row."""
    columns = [c for c in sheet.columns if not sheet.units(c) & {"%", "‰"}][:_MOST_COLUMNS]
    added = [c for c in columns if said("more_header", sheet.head(c))][:_FEW]
    for less in (c for c in columns if said("less_header", sheet.head(c)) and c not in added):
        others = [c for c in columns if c not in (less, *added)]
        more = [m for n in range(len(added) + 1) for m in itertools.combinations(added, n)]
        ways = [
            _rows(sheet, before, less, m, after)
            for before, after in itertools.permutations(others, 2)
            for m in more
            if _likely(sheet, before, less, m, after)
        ]
        best = max(ways, key=lambda way: sum(c.holds and c.less.value != 0 for c in way), default=[])
        held = [c for c in best if c.holds]
        if sum(c.less.value != 0 for c in held) < _FEW:
            continue
        # Households that leave poverty are not all that changes, unless the table has the others too.
        net = not said("gross_header", sheet.head(less)) or any(c.more for c in best)
        broken = [c for c in best if not c.holds] if net else []
        yield from (_told(sheet, c) for c in held)
        if len(held) >= _FEW * len(broken):
            yield from (_told(sheet, c) for c in broken)


def _likely(sheet: Sheet, before: int, less: int, more: tuple[int, ...], after: int) -> bool:
    """Tell by a first look whether columns may leave one another: in the top rows, where these are filled."""
    filled = (line.figures for line in sheet.lines if {before, less, after} <= line.figures.keys())
    left = [
        float(f[before].value - f[less].value - f[after].value + sum(f[m].value for m in more if m in f))
        for f in itertools.islice(filled, _LOOK)
    ]
    return sum(abs(difference) <= _ROUGH for difference in left) >= min(_FEW, len(left))


def _rows(sheet: Sheet, before: int, less: int, more: tuple[int, ...], after: int) -> list[Change]:
    found = []
    for line in sheet.lines:
        figures = line.all_of((before, less, after))
        came = [line.figures[col] for col in more if col in line.figures]
        if figures is None or not all(line.given(col) for col in more) or len({f.unit for f in figures} - {None}) > 1:
            continue
        was, gone, left = figures
        found.append(Change(was, gone, tuple(came), left))
    return found


def _told(sheet: Sheet, change: Change) -> Reckoning:
    decimals = max(f.decimals for f in (change.before, change.less, change.after, *change.more))
    comes_to = vietnamese(change.comes_to, decimals)
    less = f"({change.less})" if change.less.value < 0 else str(change.less)
    added = "".join(f" + {figure}" for figure in change.more)
    finding = Finding(
        "change_in_row",
        sheet.doc_id,
        change.after.at,
        expected=comes_to,
        found=str(change.after),
        says={"sum": f"{change.before} - {less}{added} = {comes_to}"},
    )
    return Reckoning(finding, change.holds, sheet.table_id, change.balance)
