"""Amounts: every sum of money in running text, in đồng."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractors.clauses import Setting, clauses, sentences, settings
from extractors.component import Extractor
from extractors.facts import Amount
from extractors.offsets import Span
from extractors.quantities import Quantity, quantities_of
from extractors.reading import Reading
from extractors.years import years_above, years_of
from rules import compile_pattern, read_yaml

_FACTORS = {"trăm": 1e2, "nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}


# How far in front of a sum the year that it is for may stand.
_FAR = 1600


@functools.cache
def _word(name: str) -> regex.Pattern[str]:
    return compile_pattern(read_yaml("amounts")[name])


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of money: least and greatest value in đồng and its place, with the unit."""

    least: float
    most: float
    at: Span


def find_amounts(reading: Reading) -> list[Amount]:
    """Return the sums of money of the running text, in order. Sums in other currencies are left out."""
    low = reading.lowered
    found: list[Amount] = []
    for block, setting in settings(reading):
        quantities = quantities_of(reading).get(block.at.start, [])
        sums = list(_sums(low, quantities, block.at.end))
        if not sums:
            continue
        for sentence in sentences(reading.folded, block.at.start, block.at.end):
            for clause in clauses(reading.folded, sentence):
                inside = [s for s in sums if clause.start <= s.at.start < clause.end]
                edges = [clause.start, *(s.at.end for s in inside)]
                for index, money in enumerate(inside):
                    reach = inside[index + 1].at.start if index + 1 < len(inside) else clause.end
                    found.append(_amount(reading, low, setting, sentence, clause, money, (edges[index], reach)))
    return found


def value_in_dong(value: float, unit: str) -> float | None:
    """Return a value in đồng for a unit like `triệu đồng/hộ`, None for a unit that is no money in đồng.

    >>> value_in_dong(2.5, "tỷ đồng")
    2500000000.0
    """
    name = unit.split("/")[0].strip()
    if _word("foreign").search(name):
        return None
    factor = 1.0
    for word in name.split():
        if word in _FACTORS:
            factor *= _FACTORS[word]
        elif word not in ("đồng", "đ", "vnđ", "vnd"):
            return None
    return round(value * factor, 4)


def _sums(low: str, quantities: list[Quantity], end: int) -> Iterator[_Sum]:
    """Yield the sums among the quantities of a paragraph; the parts of one sum (2 tỷ 500 triệu đồng) together."""
    held: _Sum | None = None
    for index, quantity in enumerate(quantities):
        before = low[held.at.end : quantity.at.start].strip() if held is not None else ""
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        money = _sum(low, quantity, following, end)
        if money is None:
            continue
        if held is not None and before in ("", "-", "đến", "tới"):
            joined = _together(held, money, before)
            if joined is not None:
                held = joined
                continue
        if held is not None:
            yield held
        held = money
    if held is not None:
        yield held


def _together(first: _Sum, second: _Sum, link: str) -> _Sum | None:
    at = Span(first.at.start, second.at.end)
    if not link and second.most < first.least:
        return _Sum(first.least + second.least, first.most + second.most, at)
    if link and first.least < second.most:
        return _Sum(first.least, second.most, at)
    return None


def _sum(low: str, quantity: Quantity, following: Quantity | None, end: int) -> _Sum | None:
    if quantity.unit is None or quantity.kind not in ("money", "scale"):
        return None
    if quantity.kind == "scale" and not _is_money(low, quantity, following, end):
        return None
    least, most = value_in_dong(quantity.value_min, quantity.unit), value_in_dong(quantity.value_max, quantity.unit)
    if least is None or most is None or (quantity.unit == "đ" and least < 1000):
        return None
    return _Sum(least, most, Span(quantity.at.start, quantity.unit_end))


def _is_money(low: str, quantity: Quantity, following: Quantity | None, end: int) -> bool:
    """Tell whether a bare "150 triệu" is money: no noun follows, and words of money or another sum stand near."""
    if quantity.unit is None or not _word("no_noun").match(low, quantity.unit_end, end):
        return False
    near = low[max(0, quantity.at.start - 120) : min(end, quantity.unit_end + 40)]
    joins = following is not None and following.kind == "money" and following.at.start - quantity.unit_end < 4
    return joins or _money_words().search(near) is not None


@functools.cache
def _money_words() -> regex.Pattern[str]:
    words = "|".join(regex.escape(w).replace(r"\ ", r"\s+") for w in read_yaml("amounts")["money_words"])
    return regex.compile(rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})")


def _amount(
    reading: Reading, low: str, setting: Setting, sentence: Span, clause: Span, money: _Sum, around: tuple[int, int]
) -> Amount:
    year, inferred = _year(reading, low, setting, sentence, clause, money, around[1])
    return Amount(
        at=money.at,
        value_vnd_min=money.least,
        value_vnd_max=money.most,
        purpose=_purpose(low, money, around),
        funding_source=_source(low, clause, money, around),
        year=year,
        inferred=("year",) if inferred else (),
    )


def _year(
    reading: Reading, low: str, setting: Setting, sentence: Span, clause: Span, money: _Sum, reach: int
) -> tuple[int | None, bool]:
    own = years_of(low, (max(sentence.start, money.at.start - _FAR), sentence.end), clause.end, money.at, reach)
    if own.year is not None or own.period_start is not None:
        return own.year, False
    above = years_above(setting.above)
    if above.year is not None or above.period_start is not None:
        return above.year, above.year is not None
    document = reading.document_at(money.at.start)
    if document is not None and document.period_start is not None and document.period_start == document.period_end:
        return document.period_start, True
    return None, False


@functools.cache
def _sources() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((r["source"], compile_pattern(r["pattern"])) for r in read_yaml("amounts")["rules"])


def _source(low: str, clause: Span, money: _Sum, around: tuple[int, int]) -> str | None:
    """Return where the money comes from: named just before it, else behind it, else first in its clause."""
    before = [
        (m.end(), -n, s) for n, (s, p) in enumerate(_sources()) for m in p.finditer(low, around[0], money.at.start)
    ]
    if before:
        return max(before)[2]
    parts = _word("parts").search(low, money.at.end, around[1])
    stop = parts.start() if parts else around[1]
    behind = [(m.start(), n, s) for n, (s, p) in enumerate(_sources()) if (m := p.search(low, money.at.end, stop))]
    if behind:
        return min(behind)[2]
    first = [
        (m.start(), n, s) for n, (s, p) in enumerate(_sources()) if (m := p.search(low, clause.start, money.at.start))
    ]
    return min(first)[2] if first else None


@functools.cache
def _purpose_opens() -> regex.Pattern[str]:
    words = sorted(read_yaml("amounts")["purpose_opens"], key=len, reverse=True)
    joined = "|".join(regex.escape(w).replace(r"\ ", r"\s+") for w in words)
    return regex.compile(
        rf"\s*(?:/\s?\p{{L}}+(?:/\s?\p{{L}}+)*\s*)?(?:\([^)]*\)\s*)?(?P<words>(?:{joined})(?!\p{{L}})[^;.,()]{{3,160}})"
    )


def _purpose(low: str, money: _Sum, around: tuple[int, int]) -> str | None:
    """Return what the money is for, in lower case: the words it opens behind it, else its label before it."""
    opened = _purpose_opens().match(low, money.at.end, around[1])
    if opened is not None:
        return " ".join(opened["words"].split())
    label = _word("label").search(low[max(around[0], money.at.start - 240) : money.at.start])
    if label is None:
        return None
    words = " ".join(label["words"].split()).strip(" -+*_#")
    return words if words and not _word("no_purpose").search(words) else None


EXTRACTOR = Extractor("amounts", Amount, find_amounts)
