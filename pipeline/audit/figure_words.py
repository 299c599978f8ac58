"""The words that tell how figures belong together (`rules/figures.yaml`), by the ids of their rules."""

from __future__ import annotations

import functools

import regex

from rules import read_rules


@functools.cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    return {rule.id: rule.patterns[0] for rule in read_rules("figures")}


def pattern(rule: str) -> regex.Pattern[str]:
    """Return the pattern of a rule. Raises KeyError for an id that the file does not have."""
    return _patterns()[rule]


@functools.lru_cache(maxsize=1 << 12)
def said(rule: str, folded: str) -> bool:
    """Tell whether a rule is found in folded words."""
    return pattern(rule).search(folded) is not None
