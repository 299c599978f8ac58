"""The words that the checks on papers look for (`rules/papers.yaml`), by the ids of their rules."""

from __future__ import annotations

import functools

import regex

from rules import read_rules


@functools.cache
def said(rule_id: str) -> regex.Pattern[str]:
    """Return the pattern of a rule. Raises KeyError for an id that the file does not have."""
    return {rule.id: rule.patterns[0] for rule in read_rules("papers")}[rule_id]
