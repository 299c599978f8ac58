"""The patterns of `rules/duties.yaml`, by name."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator

import regex

from rules import compile_pattern, read_yaml
from rules.letters import lower
from rules.needles import Sieve
from rules.plain import Match, Pattern, compile_quick


class Phrase:
    """A pattern that does not regard case; what it finds stands at the same place in the text given.

    It is written in small letters and matched against lower case, which costs a third of ignoring case.
    """

    def __init__(self, pattern: str) -> None:
        self._printed = pattern
        self._pattern = sieve = Sieve(compile_pattern(pattern))
        self._search, self._stands_in, self._finditer = sieve.search, sieve.stands_in, sieve.finditer

    @functools.cached_property
    def _opening(self) -> Pattern:
        # A match begins where it is told to: `^` would only allow it at the beginning of the text.
        return compile_quick(self._printed.removeprefix("^"))

    def match(self, folded: str, start: int = 0, end: int = sys.maxsize) -> Match | None:
        """Return what stands at `start`."""
        return self._opening.match(lower(folded), start, end)

    def fullmatch(self, folded: str) -> Match | None:
        """Return the match that is all of `folded`."""
        return self._pattern.fullmatch(lower(folded))

    def search(self, folded: str, start: int = 0, end: int = sys.maxsize) -> Match | None:
        """Return the first match in `folded[start:end]`."""
        return self._search(lower(folded), start, end)

    def stands_in(self, folded: str, start: int = 0, end: int = sys.maxsize) -> bool:
        """Say whether there is a match in `folded[start:end]`, which is quicker than to find it."""
        return self._stands_in(lower(folded), start, end)

    def finditer(self, folded: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Match]:
        """Yield the matches in `folded[start:end]`."""
        return self._finditer(lower(folded), start, end)

    def cut(self, folded: str) -> str:
        """Return `folded` with a space for every match."""
        out, at = [], 0
        for match in self.finditer(folded):
            out.append(folded[at : match.start()])
            at = match.end()
        return " ".join([*out, folded[at:]])


@functools.cache
def phrase_of(name: str, rule_id: str) -> Phrase:
    """Return the pattern of a rule of `rules/{name}.yaml`. Raises KeyError for an id that the file does not have."""
    return Phrase({rule["id"]: rule["pattern"] for rule in read_yaml(name)["rules"]}[rule_id])


@functools.cache
def any_of(name: str, *rule_ids: str) -> Phrase:
    """Return one pattern for several rules of `rules/{name}.yaml`. Raises KeyError as `phrase_of` does."""
    patterns = {rule["id"]: rule["pattern"] for rule in read_yaml(name)["rules"]}
    return Phrase("|".join(f"(?:{patterns[rule_id]})" for rule_id in rule_ids))


@functools.cache
def duty(name: str) -> Phrase:
    """Return the pattern of the rule `name` of `rules/duties.yaml`. Raises KeyError for a name that it has not."""
    return phrase_of("duties", name)


@functools.cache
def _list_words() -> frozenset[str]:
    return frozenset(read_yaml("duties")["list_words"].split())


_TOKEN = regex.compile(r"\p{L}[\p{L}&]*|\d+|[^\s\p{L}\d]")
_PUNCTUATION = frozenset(",;()&-/+")


@functools.lru_cache(maxsize=1 << 13)
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


def is_part(gap: str) -> bool:
    """Whether a body stands in brackets behind the one it is part of: "Sở Y tế (Chi cục Dân số)"."""
    return gap.rstrip().endswith("(") and not any(mark in gap for mark in ",;)")
