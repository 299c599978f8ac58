"""Figures as they are printed: exact, and with how far what is printed may be from what was counted or measured."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import regex

from extractors.offsets import Span
from extractors.quantities import find_quantities
from pipeline.rows import Row

_DIGITS = regex.compile(r"\d+")
_MOST_DECIMALS = 6
_NONE = Decimal(0)
_STEPS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(_MOST_DECIMALS + 1))
_HALVES = tuple(step / 2 for step in _STEPS)
# Kinds of units that come in whole things: what is printed of them is not rounded.
_WHOLE = ("people", "households", "places", "bodies", "things", "events", "meetings")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed: `decimals` digits behind the comma; `whole` where it counts things that are whole."""

    value: Decimal
    decimals: int
    at: Span
    unit: str | None = None
    whole: bool = False

    @property
    def step(self) -> Decimal:
        """One unit of the last digit."""
        return _STEPS[self.decimals]

    @property
    def slack(self) -> Decimal:
        """How far the number may be from what it was rounded from."""
        return _NONE if self.whole and not self.decimals else _HALVES[self.decimals]

    @property
    def low(self) -> Decimal:
        """The least that may be meant."""
        return self.value - self.slack

    @property
    def high(self) -> Decimal:
        """The most that may be meant."""
        return self.value + self.slack

    def __str__(self) -> str:
        return vietnamese(self.value, self.decimals)


def read_figure(printed: str, value: float, at: Span, unit: str | None) -> Figure | None:
    """Return the figure that was read as `value` from `printed`, None where its digits do not say the same.

    >>> read_figure("5.259", 5259.0, Span(0, 5), "hộ").decimals, str(read_figure("0,40", 0.4, Span(0, 4), "%"))
    (0, '0,40')
    """
    digits = "".join(_DIGITS.findall(printed))
    if not digits:
        return None
    if value == 0:
        behind = len("".join(_DIGITS.findall(printed.partition(",")[2])))
        return Figure(_NONE, min(behind, _MOST_DECIMALS), at, unit, is_whole(unit))
    number = Decimal(digits).copy_sign(Decimal(str(value)))
    for decimals in range(_MOST_DECIMALS + 1):
        if float(number.scaleb(-decimals)) == value:
            return Figure(number.scaleb(-decimals), decimals, at, unit, is_whole(unit))
    return None


def figure_of(fact: Row, text: str) -> Figure | None:
    """Return the figure of a number of a table, None for a range and for one that its words only bound."""
    if fact["comparator"] != "eq" or fact["value_max"] is not None:
        return None
    at = Span(fact["span_start"], fact["span_end"])
    return read_figure(text[at.start : at.end], fact["value"], at, fact["unit"])


@functools.lru_cache(maxsize=1 << 10)
def is_whole(unit: str | None) -> bool:
    """Tell whether a unit counts whole things: households, but no hectares and no millions of đồng."""
    if not unit or "/" in unit:
        return False
    found = find_quantities(f"1 {unit}", 0, len(unit) + 2)
    return bool(found) and found[0].at.start == 0 and found[0].kind in _WHOLE and not unit.startswith(_POWERS)


_POWERS = ("nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ")


def vietnamese(value: Decimal, decimals: int | None = None) -> str:
    """Return a number in Vietnamese form, rounded to `decimals` digits behind the comma if given.

    >>> vietnamese(Decimal("12345.675"), 2), vietnamese(Decimal("7.50"))
    ('12.345,68', '7,5')
    """
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    elif value == value.to_integral_value():
        value = value.to_integral_value()
    else:
        value = value.normalize()
    return f"{value:,f}".translate(_SWAPPED)


_SWAPPED = str.maketrans(",.", ".,")


def total(figures: Iterable[Figure]) -> Decimal:
    """Return the exact sum of figures."""
    return sum((figure.value for figure in figures), _NONE)
