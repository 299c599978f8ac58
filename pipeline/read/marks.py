"""What a line says about the page it stands on: letterhead, number, signature and the like (rules/pages.yaml)."""

from __future__ import annotations

import functools
from collections import defaultdict

import regex

from rules import read_rules
from rules.letters import fold

# Lines that a document has and the page around it has not (a list of its articles may stand there too).
DOCUMENT = ("letterhead", "number_line", "place_and_date", "legal_basis", "recipients", "signature")


def has_mark(line: str, *marks: str) -> bool:
    """Return whether `line` bears one of `marks`, ids of rules/pages.yaml."""
    folded = fold(line.strip())
    return any(pattern.search(folded) for mark in marks for pattern in _patterns()[mark])


def has_line_with_mark(text: str, *marks: str) -> bool:
    """Return whether a line of `text` bears one of `marks`: quicker than to ask line by line, and less strict."""
    folded = fold(text)
    return any(pattern.search(folded) for pattern in _line_patterns(marks))


@functools.cache
def _patterns() -> dict[str, tuple[regex.Pattern[str], ...]]:
    return {rule.id: rule.patterns for rule in read_rules("pages")}


@functools.cache
def _line_patterns(marks: tuple[str, ...]) -> list[regex.Pattern[str]]:
    """Return patterns that find a line with one of `marks`: those of how a line begins are looked for all at once."""
    together: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for pattern in (pattern for mark in marks for pattern in _patterns()[mark]):
        begins = pattern.pattern.startswith("^")
        together[pattern.flags, "" if begins else pattern.pattern].append(f"(?:{pattern.pattern})")
    return [regex.compile("|".join(parts), flags | regex.MULTILINE) for (flags, _), parts in together.items()]
