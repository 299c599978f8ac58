"""What a text must have before a pattern can match it, read off the pattern itself.

Most patterns are long lists of phrases, and most paragraphs have none of their words. To look for the words is much
faster than to try the pattern at every place.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

import regex

from rules import one_of
from rules.plain import Match, Pattern

# Shorter needles are found everywhere, unless they are signs, and of too many one is.
_SHORTEST, _MOST = 2, 80
_SIGNS = frozenset("<>≤≥~≈")
_QUANTIFIER = re.compile(r"(?:(?P<none>[?*]|\{0?,\d*\}|\{0\})|\+|\{[1-9]\d*(?:,\d*)?\})[?+]?")
_SET = re.compile(r"\[\^?\]?(?:[^\[\]\\]|\\.)*\]")
_CLASS = re.compile(r"\\(?:[pP](?:\{\^?\w+\}|\w)|[sSdDwWbB])|\.")
_ANCHOR = re.compile(r"[\^$]")
_SPACE = re.compile(r"\\s\+?(?![?*+{])")
_GROUP = re.compile(r"\((?:\?(?:(?P<look><?[=!])|:|>|P?<\w+>))?")
_LITERAL = re.compile(r"\\(?P<sign>[^\w\s])|(?P<letter>[^\\\[\](){}|?*+.^$])")


class _UnreadableError(Exception):
    """The pattern has something that is not read here."""


class _Reader:
    """Reads a pattern from left to right. A set of needles is None where none can be told.

    What it does not know, such as flags and sets within sets, it does not guess at: then the pattern has no needles.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0

    def _take(self, form: re.Pattern[str]) -> re.Match[str] | None:
        if match := form.match(self.pattern, self.at):
            self.at = match.end()
        return match

    def alternatives(self) -> frozenset[str] | None:
        """Return the needles of what stands up to a closing bracket or the end: of every alternative one."""
        found = [self._sequence()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            found.append(self._sequence())
        return None if None in found else frozenset().union(*(f for f in found if f))

    def _sequence(self) -> frozenset[str] | None:
        """Return the needles of a row of which everything must be there: those that are longest."""
        must = list(self._parts())
        return max(must, key=lambda needles: (_length(needles), -len(needles)), default=None)

    def _parts(self) -> Iterator[frozenset[str]]:
        run = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if literal := self._take(_LITERAL):
                letter = literal["sign"] or literal["letter"]
                quantifier = self._take(_QUANTIFIER)
                run += "" if quantifier and quantifier["none"] else letter
                if quantifier is None:
                    continue
                needles = None
            elif self._take(_ANCHOR):
                continue
            elif self._take(_SPACE):
                run += " "
                continue
            elif group := self._take(_GROUP):
                needles = self._group(group)
                if group["look"]:
                    continue
            elif self._take(_SET) or self._take(_CLASS):
                self._take(_QUANTIFIER)
                needles = None
            else:
                raise _UnreadableError
            yield from (frozenset({run}),) if run else ()
            yield from (needles,) if needles else ()
            run = ""
        yield from (frozenset({run}),) if run else ()

    def _group(self, group: re.Match[str]) -> frozenset[str] | None:
        if group[0] == "(" and self.pattern.startswith(("?", "*"), self.at):
            raise _UnreadableError  # flags, conditions, verbs
        needles = self.alternatives()
        if not self.pattern.startswith(")", self.at):
            raise _UnreadableError
        self.at += 1
        quantifier = self._take(_QUANTIFIER)
        return None if quantifier and quantifier["none"] else needles


def _length(needles: frozenset[str]) -> int:
    return min((_SHORTEST if needle in _SIGNS else len(needle.strip()) for needle in needles), default=0)


def needles_of(pattern: str) -> frozenset[str]:
    """Return strings of which every match of `pattern` holds one; none where no such are known.

    A space in them stands for any white space. The pattern has its named parts filled in and regards case.

    >>> sorted(needles_of(r"(?<!\\p{L})(?:chủ\\s+trì|phối (?:kết )?hợp)(?!\\p{L})"))
    ['chủ trì', 'phối']
    """
    reader = _Reader(pattern)
    try:
        needles = reader.alternatives()
    except _UnreadableError:
        return frozenset()
    if needles is None or reader.at < len(pattern) or len(needles) > _MOST or _length(needles) < _SHORTEST:
        return frozenset()
    return frozenset(needle.strip() for needle in needles)


def word_openings(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds where a word begins that begins one of `names`; it takes in the first letter alone.

    Each way begins with its letter, for Python's `re` skips to the next of these.
    """
    rests: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        rests[name[0]].add(name[1:])
    ways = (rf"{letter}(?<![^\W\d_]{letter})(?={one_of(behind)})" for letter, behind in sorted(rests.items()))
    return re.compile("|".join(ways))


class Sieve:
    """A pattern that is tried only where one of its needles stands.

    It finds what the pattern finds: every match holds a needle, so where there is none there is no match. A pattern
    of which no needles can be told, or that ignores case, is tried at once.
    """

    def __init__(self, pattern: Pattern) -> None:
        needles = needles_of(pattern.pattern) if not pattern.flags & (regex.IGNORECASE | regex.VERBOSE) else None
        self._needle = re.compile(one_of(needles)) if needles else None
        self._search, self._finditer = pattern.search, pattern.finditer
        self.pattern, self.match, self.fullmatch = pattern.pattern, pattern.match, pattern.fullmatch
        self.sub, self.split = pattern.sub, pattern.split

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> Match | None:
        """Return the first match in `text[start:end]`."""
        if self._needle is not None and self._needle.search(text, start, end) is None:
            return None
        return self._search(text, start, end)

    def stands_in(self, text: str, start: int = 0, end: int = sys.maxsize) -> bool:
        """Say whether there is a match in `text[start:end]`: mostly one begins at the first needle."""
        if self._needle is None:
            return self._search(text, start, end) is not None
        needle = self._needle.search(text, start, end)
        if needle is None:
            return False
        return bool(self.match(text, needle.start(), end) or self._search(text, start, end))

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Match]:
        """Return the matches in `text[start:end]`."""
        if self._needle is not None and self._needle.search(text, start, end) is None:
            return iter(())
        return self._finditer(text, start, end)
