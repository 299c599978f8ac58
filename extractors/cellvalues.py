"""The number or range that a cell holds, and the words that bound it."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractors.cellwords import pattern
from extractors.offsets import Span
from extractors.quantities import parse_number
from rules import compile_pattern, read_yaml

_YEAR = regex.compile(r"(?:19|20)\d\d")
_BRACKETED = regex.compile(r"\s*\(.*\)\s*")
_ENGLISH = regex.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")


@dataclass(frozen=True, slots=True)
class Value:
    """A number as a cell prints it: `at` covers it with its sign, `unit` is the printed unit, `%` or None.

    `high` is the upper end of a range, whose `comparator` is range.
    """

    at: Span
    low: float
    high: float | None
    comparator: str
    unit: str | None


def read_value(low: str, at: Span, brackets_lower: bool = False) -> Value | None:
    """Return the value that all words of a cell (lower case, folded) make, None where they hold more or less.

    With `brackets_lower` a number in brackets is below zero, as in columns that say by how much something fell.
    """
    match = pattern("value").fullmatch(low, *at)
    if match is None:
        return None
    first, second = _number(match["a"]), _number(match["b"])
    if first is None or _is_period(match):
        return None
    start, end = match.start("a"), match.end("b" if second is not None else "a")
    if low[end : end + 1] == "%":
        end += 1
    if match["minus"]:
        first, start = -first, start - 1
    elif brackets_lower and second is None and _BRACKETED.fullmatch(low, *at):
        first = -first
    unit = match["unit"] or ("%" if "%" in match[0] else None)
    if second is not None and second != first:
        return Value(Span(start, end), min(first, second), max(first, second), "range", unit)
    return Value(Span(start, end), first, None, _comparator(match["before"], match["after"]), unit)


def _number(printed: str | None) -> float | None:
    """Return the value of a number; thousands may be parted by spaces, and "0.652" is below one."""
    if printed is None:
        return None
    if _ENGLISH.fullmatch(printed):
        return float(printed.replace(",", ""))
    whole, dot, decimals = printed.partition(".")
    if dot and decimals.isdigit() and (whole == "0" or len(whole) > 3):
        return float(printed)
    return parse_number(printed.replace(" ", "."))


def _is_period(match: regex.Match[str]) -> bool:
    """Tell whether a range is one of years: "2026 - 2030"."""
    return bool(match["b"] and _YEAR.fullmatch(match["a"]) and _YEAR.fullmatch(match["b"]))


@functools.cache
def _bounds() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((r["comparator"], compile_pattern(rf"(?<!\p{{L}})(?:{r['pattern']})")) for r in _rules("rules"))


@functools.cache
def _bounds_after() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((r["comparator"], compile_pattern(r["pattern"])) for r in _rules("after"))


def _rules(name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = read_yaml("comparators")[name]
    return found


@functools.lru_cache(maxsize=1 << 10)
def _comparator(before: str, after: str | None) -> str:
    """Return how the words before a number and behind its unit bound it."""
    if after:
        for comparator, words in _bounds_after():
            if words.search(after):
                return comparator
    return next((comparator for comparator, words in _bounds() if words.search(before)), "eq")
