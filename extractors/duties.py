"""The patterns of `rules/duties.yaml`, by name."""

from __future__ import annotations

import functools

import regex

from rules import read_rules, read_yaml


@functools.cache
def duty(name: str) -> regex.Pattern[str]:
    """Return the pattern of the rule `name` of `rules/duties.yaml`. Raises KeyError for a name that it has not."""
    return {rule.id: rule.patterns[0] for rule in read_rules("duties")}[name]


@functools.cache
def _list_words() -> frozenset[str]:
    return frozenset(read_yaml("duties")["list_words"].split())


_TOKEN = regex.compile(r"\p{L}[\p{L}&]*|\d+|[^\s\p{L}\d]")
_PUNCTUATION = frozenset(",;()&-/+")


def is_list_gap(folded: str, *, more: str = "") -> bool:
    """Whether `folded` may stand between two bodies of one list: places, "và", unnamed bodies, no verb.

    `more` adds punctuation that may stand in it.
    """
    for token in _TOKEN.findall(folded):
        if token[0].isalpha():
            if token.lower() not in _list_words() and not (
                token[0].isupper() and token.lower() not in ("chủ", "phối")
            ):
                return False
        elif not token.isdigit() and token not in _PUNCTUATION and token not in more:
            return False
    return True
