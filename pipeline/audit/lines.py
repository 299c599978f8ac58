"""The lines of a text without their markup, as the checks that look for numbers and headings read them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from rules.letters import fold

_LINE = regex.compile(r"(?m)^[\s*_#>|]*+([^\n]+?)[\s*_|]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: where its words begin, and its folded words."""

    start: int
    words: str


@functools.lru_cache(maxsize=1)
def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that are not empty."""
    return tuple(Line(match.start(1), match[1]) for match in _LINE.finditer(fold(text)))
