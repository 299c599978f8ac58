"""Indicators: what a number measures, told by the words of its clause."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from rules import compile_pattern, read_yaml
from rules.letters import fold

# From this rank on an indicator is named by words of its own; below it a mere mention may be about something else.
_CERTAIN = 3
# How much a unit that an indicator asks for ("mô hình", "lớp") adds to its rank.
_UNIT_SAYS_MORE = 4


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of `rules/indicators.yaml`. `better` is up or down; `vague` where a mention is no proof.

    `share` is the id of the indicator that gives the share of what this one counts.
    """

    id: str
    name_vi: str
    name_en: str
    dimension: str
    unit: str
    better: str
    vague: bool = False
    share: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    indicator: Indicator
    rank: int
    pattern: regex.Pattern[str]
    units: frozenset[str]


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    rules = []
    for item in read_yaml("indicators")["rules"]:
        rank = item.get("rank", 5)
        about = Indicator(
            id=item["id"],
            name_vi=item["name_vi"],
            name_en=item["name_en"],
            dimension=item["dimension"],
            unit=item["unit"],
            better=item["better"],
            vague=rank < _CERTAIN,
            share=item.get("share"),
        )
        rules.append(_Rule(about, rank, compile_pattern(item["pattern"]), frozenset(item.get("units", ()))))
    return tuple(sorted(rules, key=lambda r: -r.rank))


def known() -> tuple[Indicator, ...]:
    """Return all indicators that the rules know, in the order of their ids."""
    return tuple(sorted({r.indicator.id: r.indicator for r in _rules()}.values(), key=lambda i: i.id))


def share_of(counted: Indicator) -> Indicator:
    """Return the indicator of the share of what `counted` counts, itself where it has no other."""
    return next((i for i in known() if i.id == counted.share), counted)


@functools.lru_cache(maxsize=1 << 14)
def match(text: str, unit: str | None = None) -> Indicator | None:
    """Return the indicator that `text` (a clause, a label of a table) names, None where none fits.

    Of several the one of the highest rank counts, and of equals the one with the longest match. `unit` is the
    unit of the value, where known: an indicator that is counted in other units is left out.
    """
    low = " ".join(fold(text).lower().split())
    best: tuple[int, int] = (0, 0)
    found = None
    for rule in _rules():
        if rule.rank + _UNIT_SAYS_MORE < best[0]:
            break
        counted = unit is not None and rule.units and _fits(unit, rule.units)
        if unit is not None and rule.units and not counted:
            continue
        rank = rule.rank + (_UNIT_SAYS_MORE if counted and unit != "%" and not rule.indicator.vague else 0)
        if rank >= best[0] and (hit := rule.pattern.search(low)) is not None and (rank, len(hit[0])) > best:
            best, found = (rank, len(hit[0])), rule.indicator
    return found


def _fits(unit: str, units: frozenset[str]) -> bool:
    return unit in units or any(unit.endswith(f" {u}") or unit.startswith((f"{u}/", f"{u} ")) for u in units)
