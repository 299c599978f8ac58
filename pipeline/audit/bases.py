"""Rates of two years whose whole is not printed: each gives it, and from row to row both must come to about the same.

859 households at 0,65 % are of 132.154, 756 at 0,56 % of 135.000. Where the two part in one row only, a rate or a
count of that row is wrong.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.audit.finding import Finding
from pipeline.audit.printed import Figure, vietnamese
from pipeline.audit.reckoning import Reckoning
from pipeline.audit.sheet import Sheet

_HUNDRED = Decimal(100)
_FEW = 4
_LIKE, _UNLIKE = Decimal("1.1"), Decimal("1.4")


@dataclass(frozen=True, slots=True)
class Base:
    """A rate and the count it is the rate of, and what they are of."""

    rate: Figure
    part: Figure

    @property
    def whole(self) -> Decimal:
        """What they are of."""
        return self.part.value / self.rate.value * _HUNDRED

    @property
    def play(self) -> Decimal:
        """How many times it may be that, or that it, for the rate is rounded."""
        return (self.rate.value + self.rate.step) / self.rate.value


def steady(sheet: Sheet, rates: list[int]) -> Iterator[Reckoning]:
    """Yield for the rows of a table what two rates of each are of; `rates` are columns whose whole is not printed."""
    pairs = [(rate, part) for rate in rates if (part := sheet.count_left_of(rate)) is not None]
    for first, second in itertools.pairwise(pairs):
        rows = [
            (a, b) for line in sheet.lines if (a := _base(line.figures, first)) and (b := _base(line.figures, second))
        ]
        if len(rows) < _FEW or first[1] == second[1]:
            continue
        usual = statistics.median(b.whole / a.whole for a, b in rows)
        apart = [_apart(a, b, usual) for a, b in rows]
        like = sum(times <= _LIKE for times in apart)
        off = sum(times > _UNLIKE for times in apart)
        if like < _FEW or like + off < len(rows) or like < _FEW * off:
            continue
        for (a, b), times in zip(rows, apart, strict=True):
            yield _told(sheet, a, b, usual, holds=times <= _LIKE)


def _base(figures: dict[int, Figure], columns: tuple[int, int]) -> Base | None:
    rate, part = (figures.get(column) for column in columns)
    if rate is None or part is None or rate.unit != "%" or not part.whole or rate.low <= 0 or not part.value:
        return None
    return Base(rate, part)


def _apart(first: Base, second: Base, usual: Decimal) -> Decimal:
    """Return how many times the whole of one is that of the other, less what is usual and what is rounding."""
    times = second.whole / (first.whole * usual)
    return max(times, 1 / times) / (first.play * second.play)


def _told(sheet: Sheet, first: Base, second: Base, usual: Decimal, *, holds: bool) -> Reckoning:
    rate = second.rate
    expected = vietnamese(second.part.value / (first.whole * usual) * _HUNDRED, rate.decimals)
    ways = (f"{base.part} / {base.rate}% = {vietnamese(base.whole, 0)}" for base in (first, second))
    finding = Finding(
        "rates_of_unlike_wholes", sheet.doc_id, rate.at, f"{expected}%", f"{rate}%", {"sum": "; ".join(ways)}
    )
    return Reckoning(finding, holds, sheet.table_id)
