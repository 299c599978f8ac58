"""The years that a statement is about: by when, since when, in which period."""

from __future__ import annotations

import functools
from typing import NamedTuple

import regex

from rules import compile_pattern, read_yaml


class Years(NamedTuple):
    """The year by which (or in which), the period, and the year compared with; None where the text is silent."""

    year: int | None = None
    period_start: int | None = None
    period_end: int | None = None
    baseline_year: int | None = None


@functools.cache
def _pattern(name: str) -> regex.Pattern[str]:
    """Return the pattern of a rule of `rules/years.yaml`; those that stand in front of a year end where it begins."""
    pattern = next(r["pattern"] for r in read_yaml("years")["rules"] if r["id"] == name)
    return compile_pattern(pattern)


def mentions(low: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Return place, year and whether it is compared with, for every year that a statement may be about."""
    out = []
    for match in _pattern("mention").finditer(low, start, end):
        window = low[max(start, match.start() - 60) : match.start()]
        is_base = _pattern("base").search(window) is not None
        if is_base or not _pattern("other").search(window):
            out.append((match.start(), int(match["year"]), is_base))
    return out


def period_in(low: str, start: int, end: int, named: bool = True) -> tuple[int, int] | None:
    """Return the period in `low[start:end]`, the last where there are several.

    Without `named` a period in the name of a programme or plan is left out.
    """
    found = None
    for match in _pattern("period").finditer(low, start, end):
        if not named and _pattern("scheme").search(low, max(start, match.start() - 120), match.start()):
            continue
        first, last = int(match["a"] or match["c"]), int(match["b"] or match["d"])
        if first < last <= first + 40:
            found = first, last
    return found


# How far behind a value its year may stand.
_BEHIND = 800


# "đến năm 2030 đạt 60% và đến năm 2035 đạt 75%": the year behind is that of the next value.
_NEXT = regex.compile(r"\svà\s+(?:(?:đến|tới|vào|trong|hết|cuối)\s+)*$")


def years_of(low: str, sentence: tuple[int, int], clause_end: int, value: tuple[int, int], reach: int) -> Years:
    """Return the years of a value: the last named before it in its sentence, else the first behind it.

    Behind it, a year beyond `reach` counts only where the sentence names no other.
    """
    all_named = mentions(low, sentence[0], min(clause_end, value[1] + _BEHIND))
    # the day by which one thing is due says nothing of what the next clause aims at
    cut = low.rfind(";", sentence[0], value[0])
    named = [(at, y) for at, y, is_base in all_named if not is_base and (at > cut or not low.startswith("trước", at))]
    named = [(at, y) for at, y in named if at < value[1] or not _is_of_next(low, value[1], at, reach)]
    bases = [year for at, year, is_base in all_named if is_base and value[0] - 160 < at < reach]
    before = [year for at, year in named if at < value[0]]
    behind = [year for at, year in named if value[1] <= at < reach]
    period = period_in(low, sentence[0], min(clause_end, value[1] + _BEHIND), named=False)
    later = {year for _, year in named}
    year = before[-1] if before else behind[0] if behind else later.pop() if len(later) == 1 else None
    if behind and before:
        between = low[value[1] : next(a for a, _ in named if a >= value[1])]
        if regex.fullmatch(r"[^,;.]{0,40}", between) and not _NEXT.search(between):
            year = behind[0]
    start, end = period or (None, None)
    return Years(year, start, end, bases[-1] if bases else None)


# "đạt 8%, đến năm 2030 đạt 12%": behind a comma and in front of a verb a year is that of the next value.
_PARTED = regex.compile(r",\s*(?:(?:đến|tới|vào|trong|hết|cuối)\s+)*$")
_VERB_NEXT = regex.compile(r"(?:năm\s+)?\d{4},?\s+(?:đạt|còn|là|giảm|tăng|có|nâng|đưa|phấn|trên|từ|dưới)(?!\p{L})")


def _is_of_next(low: str, value_end: int, at: int, reach: int) -> bool:
    return _PARTED.search(low, value_end, at) is not None and _VERB_NEXT.match(low, at, reach + 8) is not None


@functools.lru_cache(maxsize=1 << 10)
def years_above(texts: tuple[str, ...]) -> Years:
    """Return the year and period that headings and lead-ins (nearest first) state; each is the nearest stated."""
    year, period = None, None
    for text in texts:
        named = [y for _, y, is_base in mentions(text, 0, len(text)) if not is_base]
        if year is None and period is None and named:
            year = named[-1]
        if period is None:
            period = period_in(text, 0, len(text))
    return Years(year, *(period or (None, None)))
