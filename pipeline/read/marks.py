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
    folded = _fold_page(text)
    anywhere, at_start = _line_patterns(marks)
    return any(pattern.search(folded) for pattern in anywhere) or any(
        pattern.search("\n" + folded) for pattern in at_start
    )


# A page is asked for its columns, then for its stamps.
_fold_page = functools.lru_cache(maxsize=1)(fold)


@functools.cache
def _patterns() -> dict[str, tuple[regex.Pattern[str], ...]]:
    return {rule.id: rule.patterns for rule in read_rules("pages")}


@functools.cache
def _line_patterns(marks: tuple[str, ...]) -> tuple[list[regex.Pattern[str]], list[regex.Pattern[str]]]:
    """Return patterns that find one of `marks` anywhere in a line, and those that find a line by how it begins.

    The latter are looked for all at once, each behind the end of a line: that end is found far quicker than `^`.
    """
    anywhere: list[regex.Pattern[str]] = []
    begins: defaultdict[int, list[str]] = defaultdict(list)
    for pattern in (pattern for mark in marks for pattern in _patterns()[mark]):
        if pattern.pattern.startswith("^"):
            begins[pattern.flags].append(f"(?:{pattern.pattern})")
        else:
            anywhere.append(regex.compile(pattern.pattern, pattern.flags | regex.MULTILINE))
    at_start = [
        regex.compile(f"\\n(?:{'|'.join(parts)})", flags | regex.MULTILINE) for flags, parts in begins.items()
    ]
    return anywhere, at_start
