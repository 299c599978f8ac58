"""Rates in tables against the counts beside them: 96 of 5.259 is 1,83 %.

Which counts a rate is of shows in the table itself: it must come out in most of its rows. Where the whole is not
printed, the whole that each row's rate gives is: those of the rows must add up to that of their total.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.audit.bases import steady
from pipeline.audit.finding import Finding
from pipeline.audit.printed import Figure, vietnamese
from pipeline.audit.reckoning import Reckoning
from pipeline.audit.sheet import Sheet

_FEW = 3
_MANY = 6  # of rates without decimals
_HUNDRED = Decimal(100)
_MOST_COLUMNS = 16
_SHARP = 6
_ROUGH = 0.6
_LOOK = 60
_UNLIKE = 2


@dataclass(frozen=True, slots=True)
class Share:
    """A rate, the part and the whole it is of, and what is taken off: 100 where it says by how much more."""

    rate: Figure
    part: Figure
    whole: Figure
    less: Decimal = Decimal(0)

    @property
    def comes_to(self) -> Decimal:
        """The rate that the counts give."""
        return self.part.value / self.whole.value * _HUNDRED - self.less

    @property
    def range(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest rate that counts which were rounded to these may give."""
        low = self.part.low / self.whole.high * _HUNDRED - self.less
        high = self.part.high / self.whole.low * _HUNDRED - self.less if self.whole.low > 0 else low
        return low, high

    @property
    def holds(self) -> bool:
        """Tell whether the rate is the one that the counts give, rounded."""
        low, high = self.range
        return low - self.rate.step / 2 <= self.rate.value <= high + self.rate.step / 2

    @property
    def shows(self) -> bool:
        """Tell whether it shows anything that it holds: counts of a few rounded units give nearly any rate."""
        low, high = self.range
        return self.holds and high - low <= _SHARP * self.rate.step

    @property
    def is_off(self) -> bool:
        """Tell whether it is not: a rate whose last digits were only cut off does no harm."""
        low, high = self.range
        return not low - self.rate.step < self.rate.value < high + self.rate.step

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in it."""
        return self.rate, self.part, self.whole

    def value_for(self, figure: Figure) -> Decimal | None:
        """Return what the rate would have to be; the counts it gives only about."""
        return self.comes_to if figure == self.rate else None

    def holds_with(self, figure: Figure, value: Decimal) -> bool:
        """Tell whether the rate would be right if one of the figures were `value`."""
        other = replace(figure, value=value)
        rate, part, whole = (other if f == figure else f for f in self.figures)
        return whole.value > 0 and not Share(rate, part, whole, self.less).is_off


def shares(sheet: Sheet) -> Iterator[Reckoning]:
    """Yield what the rates of a table should be by the counts in their rows."""
    rates = [col for col in sheet.columns if "%" in sheet.units(col)]
    counts = [col for col in sheet.columns if sheet.units(col) - {"%", "‰"}][:_MOST_COLUMNS]
    reckoned: set[int] = set()
    for rate in rates:
        ways = [_rows(sheet, rate, *way) for way in _likely(sheet, rate, counts)]
        best = max(ways, key=lambda way: sum(share.shows for share in way), default=[])
        held = [share for share in best if share.shows]
        if len({share.rate.value for share in held}) < _FEW:
            continue  # so few may come out by chance
        reckoned.add(rate)
        off = [share for share in best if share.is_off]
        yield from (told("share_in_row", sheet.doc_id, share, sheet.table_id) for share in held)
        if len(held) >= max(_FEW * len(off), _FEW if held[0].rate.decimals else _MANY):
            yield from (told("share_in_row", sheet.doc_id, share, sheet.table_id) for share in off)
    unknown = [col for col in rates if col not in reckoned]
    by_row = list(steady(sheet, unknown))
    yield from by_row
    # Where the rate of a row is wrong, that of the total does not come out for that.
    right = all(reckoning.holds for reckoning in by_row)
    yield from (reckoning for reckoning in _weighted(sheet, unknown) if right or reckoning.holds)


def _likely(sheet: Sheet, rate: int, counts: list[int]) -> Iterator[tuple[int, int, Decimal]]:
    """Yield the counts that a column may be the rates of, by a first look: only these are reckoned exactly."""
    plain = [{col: float(figure.value) for col, figure in line.figures.items()} for line in sheet.lines]
    rows = [row for row in plain if rate in row][:_LOOK]
    for part, whole in itertools.permutations([col for col in counts if col != rate], 2):
        ratios = [(row[rate], 100 * row[part] / row[whole]) for row in rows if part in row and row.get(whole)]
        for less in (0, 100):
            if sum(abs(ratio - less - said) <= _ROUGH for said, ratio in ratios) >= max(_FEW, len(ratios) / 2):
                yield part, whole, Decimal(less)


def _rows(sheet: Sheet, rate: int, part: int, whole: int, less: Decimal) -> list[Share]:
    found = []
    for line in sheet.lines:
        figures = line.all_of((rate, part, whole))
        if figures is None:
            continue
        said, some, every = figures
        if said.unit == "%" and some.unit == every.unit and some.unit != "%" and every.value > 0:
            found.append(Share(said, some, every, less))
    return found


def told(kind: str, doc_id: str | None, share: Share, table_id: str | None) -> Reckoning:
    """Return what a rate should be as something to tell."""
    comes_to = vietnamese(share.comes_to, share.rate.decimals)
    way = f"{share.part} / {share.whole} = {comes_to}%"
    if share.less:
        way = f"{share.part} / {share.whole} - 100% = {comes_to}%"
    finding = Finding(
        kind,
        doc_id,
        share.rate.at,
        expected=f"{comes_to}%",
        found=f"{share.rate}%",
        says={"share": way},
    )
    return Reckoning(finding, not share.is_off, table_id, share)


# --- rates whose whole is not printed ---------------------------------------------------------------------------


def _weighted(sheet: Sheet, rates: list[int]) -> Iterator[Reckoning]:
    """Yield the rates of a total whose whole no column tells: it is what the wholes of the rows add up to."""
    line = next((line for line in sheet.lines if line.is_total and line.figures), None)
    rows = [other for other in sheet.lines if not other.is_total and (other.figures or other.dashes)]
    if line is None or len(rows) < _FEW or len({row.rank for row in rows}) > 1:
        return
    found = []
    for rate in rates:
        part = sheet.count_left_of(rate)
        pairs = [(row.figures.get(rate), row.figures.get(part)) for row in (line, *rows)] if part is not None else []
        known = [(r, p) for r, p in pairs if r and p and r.unit == "%" and p.whole and r.low > 0]
        if known and len(known) == len(pairs) and (reckoning := _of_total(sheet, known)) is not None:
            found.append(reckoning)
    # That the rates are those of the counts beside them shows only where it comes out once.
    if any(reckoning.holds for reckoning in found):
        yield from found


def _of_total(sheet: Sheet, pairs: list[tuple[Figure, Figure]]) -> Reckoning | None:
    (rate, part), *rows = pairs
    values = [r.value for r, _ in rows]
    if sum(p.value for _, p in rows) != part.value or max(values) < _UNLIKE * min(values):
        return None  # with rates that are all alike any whole would do
    least = sum((p.low / (r.value + r.step) for r, p in rows), Decimal(0))
    most = sum((p.high / (r.value - r.step / 2) for r, p in rows), Decimal(0))
    low, high = part.value / most, part.value / least
    whole = sum((p.value / r.value * _HUNDRED for r, p in rows), Decimal(0))
    comes_to = f"{vietnamese(part.value / whole * _HUNDRED, rate.decimals)}%"
    way = f"{part} / {vietnamese(whole, 0)} = {comes_to}"
    finding = Finding("share_in_row", sheet.doc_id, rate.at, comes_to, f"{rate}%", {"share": way})
    return Reckoning(finding, low - rate.step <= rate.value <= high + rate.step, sheet.table_id)
