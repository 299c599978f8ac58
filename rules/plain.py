"""Patterns for Python's own `re`, which takes half as long a call as `regex`: for what every line or word is asked.

`regex` lets go of the interpreter's lock for each match, which costs more than most matches do.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

import regex

from rules import compile_pattern, expand

Pattern = re.Pattern[str] | regex.Pattern[str]
Match = re.Match[str] | regex.Match[str]

# Letters are told up to here: Latin, Greek and Cyrillic, those with the accents of Vietnamese among them.
_LAST_LETTER = 0x1FFF
# Any letter: to compile this is ten times as fast as a set of all. Python takes signs of number for letters of words.
_LETTER = r"[^\W\d_¹²³¼½¾]"
_PIECE = re.compile(
    r"\\p\{(?P<letters>Lu|Ll|L)\}|(?P<name>\(\?<(?=\w))|\\.|(?P<set>\[\^?\]?)|(?P<close>\])|[^\\\[\](]+|."
)


@functools.cache
def _letters(category: str) -> str:
    """Return the letters of a category as ranges of a set."""
    ranges: list[list[int]] = []
    for code in range(_LAST_LETTER + 1):
        if unicodedata.category(chr(code)).startswith(category):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _translated(pattern: str) -> Iterator[str]:
    in_set = False
    for piece in _PIECE.finditer(pattern):
        if letters := piece["letters"]:
            yield _letters(letters) if in_set else _LETTER if letters == "L" else f"[{_letters(letters)}]"
        elif piece["name"]:
            yield "(?P<"
        elif in_set and piece["set"]:
            yield piece[0].replace("[", r"\[")
        else:
            in_set = not piece["close"] and (in_set or bool(piece["set"]))
            yield piece[0]


def written_out(pattern: str) -> str:
    """Return `pattern`, its named parts filled in, as `re` reads it."""
    return "".join(_translated(expand(pattern)))


def compile_plain(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""Return `pattern`, its named parts filled in, for `re`: `\p{L}`, `\p{Lu}` and `\p{Ll}` are written out.

    Raises re.error for what `re` does not have: lookbehind of several widths, two groups of one name, `\K`, `(?r)`.

    >>> compile_plain(r"\p{Lu}[\p{Ll}\d]+").match("Đắk") is not None
    True
    """
    return re.compile(written_out(pattern), flags)


def compile_quick(pattern: str, flags: int = 0) -> Pattern:
    """Return `pattern` for `re` where that has all it asks for, else for `regex`: both find the same.

    For patterns of rule files, which may ask for anything that `regex` has. `flags` mean the same to both.
    """
    try:
        return compile_plain(pattern, flags)
    except re.error:
        return compile_pattern(pattern, flags)
