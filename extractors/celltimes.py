"""What the header of a column says of time: the year of its figures, whether they are aimed at or observed."""

from __future__ import annotations

import functools

import regex

from extractors.cellwords import pattern, says, words
from rules.letters import lower

_YEAR = regex.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_PERIOD = regex.compile(r"(?<!\d)(?:19|20)\d\d\s*-\s*(?:(?:19|20)\d\d|\d\d)(?!\d)")
_BASE = regex.compile(r"\s?/\s?(?!năm|người|hộ|ha\b|tháng).*|(?:so với|so cùng|cùng kỳ).*")


@functools.lru_cache(maxsize=1 << 12)
def year_said(said: str) -> tuple[int | None, bool]:
    """Return the year that a header or label names, and whether it speaks of time at all: a period has no year."""
    low = lower(words(said))
    text = _BASE.sub("", low) if is_compared(said) else pattern("compared").sub("", low)
    if _PERIOD.search(text):
        return None, True
    if found := _YEAR.findall(text):
        return int(found[-1 if "đến" in text else 0]), True
    return None, False


@functools.lru_cache(maxsize=1 << 12)
def kind_said(said: str) -> str | None:
    """Return target or actual for a header that says so: of two such words the first decides."""
    text = words(said)
    if is_compared(said):
        text = _BASE.sub("", lower(text))
    aimed, seen = pattern("target_header").search(text), pattern("actual_header").search(text)
    if aimed and seen:
        return "target" if aimed.start() <= seen.start() else "actual"
    return "target" if aimed else "actual" if seen else None


@functools.lru_cache(maxsize=1 << 12)
def is_compared(said: str) -> bool:
    """Tell whether a header is that of a column which compares two others: "So sánh KH 2026/TH 2025 (%)"."""
    return says("comparison_header", words(said))


@functools.lru_cache(maxsize=1 << 12)
def names_year(text: str) -> bool:
    """Tell whether words name a year."""
    return _YEAR.search(text) is not None


@functools.lru_cache(maxsize=1 << 12)
def change_said(said: str) -> str | None:
    """Return up or down for a header or label whose figures tell how much something rises or falls.

    "Số hộ nghèo giảm năm 2024" does; "Số hộ nghèo sau khi giảm" tells what it comes to, and a header that compares
    two columns is about no change of its own.
    """
    text = words(said)
    if is_compared(said):
        return None
    return "down" if says("fall_header", text) else "up" if says("rise_header", text) else None
