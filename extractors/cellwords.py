"""What a cell of a plain-text table looks like: its span without marks, and the kind of thing it holds."""

from __future__ import annotations

import functools

import regex

import rules
from extractors.offsets import Span
from rules.letters import fold

PLACING = ("letterhead", "recipients", "signature", "portal")
_WRAPS = (("**", "**"), ("*", "*"), ("__", "__"), ("<b>", "</b>"), ("<i>", "</i>"), ("<strong>", "</strong>"))
_EMPTY = regex.compile(r"[\s*_]*")
_MARKS = regex.compile(r"\*+|</?(?:b|i|strong|em|u)>|<br ?/?>")


@functools.cache
def _patterns() -> dict[str, tuple[regex.Pattern[str], ...]]:
    return {rule.id: rule.patterns for rule in rules.read_rules("tables")}


def pattern(rule: str) -> regex.Pattern[str]:
    """Return the pattern of a rule of `rules/tables.yaml`."""
    return _patterns()[rule][0]


@functools.lru_cache(maxsize=1 << 14)
def says(rule: str, words: str) -> bool:
    """Return whether a rule of `rules/tables.yaml` is found in the words of a cell (see `words`)."""
    return any(p.search(words) for p in _patterns()[rule])


@functools.lru_cache(maxsize=1 << 14)
def words(text: str) -> str:
    """Return the words of a cell, folded, on one line, without marks of emphasis."""
    return " ".join(fold(_MARKS.sub("", text)).split())


def trim(text: str, start: int, end: int) -> Span:
    """Return the span of a cell's text without white space and without marks that wrap all of it."""
    inside = text[start:end]
    first, last = end - len(inside.lstrip()), start + len(inside.rstrip())
    if first >= last or (text[first] in "*_" and _EMPTY.fullmatch(text, first, last)):
        return Span(start, start)
    start, end = first, last
    if text[start] not in "*_<":
        return Span(start, end)
    for left, right in _WRAPS:
        inner = text[start + len(left) : end - len(right)]
        if (
            end - start > len(left) + len(right)
            and text.startswith(left, start)
            and text.endswith(right, start, end)
            and left[-1] not in inner
            and inner.strip()
        ):
            return trim(text, start + len(left), end - len(right))
    return Span(start, end)
