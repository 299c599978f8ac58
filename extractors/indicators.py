"""Indicators: what a number measures, told by the words of its clause."""

from __future__ import annotations

import functools
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from rules import expand, read_yaml
from rules.letters import bare, fold
from rules.needles import needles_of

# From this rank on an indicator is named by words of its own; below it a mere mention may be about something else.
_CERTAIN = 3
# So many letters of a name must be there where their marks are not compared: "nuoc sach" is enough, "ocop" is not.
_LONG_ENOUGH = 9
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
    pattern: str
    units: frozenset[str]


class _Rules:
    """Rules in their order, of which only those are tried that have a needle in the text (see rules/needles.py)."""

    def __init__(self, rules: Sequence[_Rule]) -> None:
        self._rules = rules
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        for index, rule in enumerate(rules):
            for needle in needles_of(rule.pattern) or ("",):  # what has no needle is tried on every text
                self._at[needle].append(index)

    def __iter__(self) -> Iterator[_Rule]:
        return iter(self._rules)

    def that_may_fit(self, low: str) -> Iterator[_Rule]:
        """Return the rules to be tried on a text whose white space is single spaces, as it is in needles."""
        found = {index for needle, indexes in self._at.items() if needle in low for index in indexes}
        return map(self._rules.__getitem__, sorted(found))


@functools.cache
def _rules() -> _Rules:
    """Return the rules, those of the highest rank first."""
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
        rules.append(_Rule(about, rank, expand(item["pattern"]), frozenset(item.get("units", ()))))
    return _Rules(sorted(rules, key=lambda r: -r.rank))


@functools.cache
def _bare_rules() -> _Rules:
    """Return the rules with patterns for letters without marks."""
    return _Rules([replace(rule, pattern=_without_marks(rule.pattern)) for rule in _rules()])


def _without_marks(pattern: str) -> str:
    letters = unicodedata.normalize("NFD", pattern.replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


@functools.cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    """Compile a pattern when a text may fit it: there are hundreds, and most plans need a few dozen."""
    return regex.compile(pattern, regex.VERSION1)


@functools.cache
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
    return _best(" ".join(fold(text).lower().split()), unit, _rules())


@functools.lru_cache(maxsize=1 << 12)
def match_worn(text: str, unit: str | None = None) -> Indicator | None:
    """Return what `match` does, for words of which a scan lost or changed the marks: "Ty lệ hộ nghẻo".

    Letters are compared without their marks, so only what is named at length, by words of its own, counts.
    """
    found = _best(bare(text), unit, _bare_rules(), shortest=_LONG_ENOUGH)
    return None if found is None or found.vague else found


def _best(low: str, unit: str | None, rules: _Rules, shortest: int = 0) -> Indicator | None:
    best: tuple[int, int] = (0, shortest)
    found = None
    for rule in rules.that_may_fit(low):
        if rule.rank + _UNIT_SAYS_MORE < best[0]:
            break
        counted = unit is not None and rule.units and _fits(unit, rule.units)
        if unit is not None and rule.units and not counted:
            continue
        rank = rule.rank + (_UNIT_SAYS_MORE if counted and unit != "%" and not rule.indicator.vague else 0)
        if rank < best[0] or (hit := _compiled(rule.pattern).search(low)) is None or len(hit[0]) < shortest:
            continue
        if (rank, len(hit[0])) > best:
            best, found = (rank, len(hit[0])), rule.indicator
    return found


def _fits(unit: str, units: frozenset[str]) -> bool:
    return unit in units or any(unit.endswith(f" {u}") or unit.startswith((f"{u}/", f"{u} ")) for u in units)
