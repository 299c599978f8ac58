"""All ways in which the name of a body is printed, as rows of words, and the tree that finds them in a text.

Every part of a name (between hyphens, commas and "và") may stand in full, with a run of its words abbreviated, or
as its initials: so "Phòng LĐ-TB&XH" and "Phòng Lao động, TBXH" are found without being listed. A tree of words
reads a name in one go, where a pattern for each name would have to be tried.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from rules import read_yaml
from rules.letters import fold, key
from rules.plain import compile_plain

T = TypeVar("T")

# What may stand before a word of a name: white space, the joint of two parts ("Giáo dục - Đào tạo", "GD&ĐT"),
# the joint of a head word and its field ("các Sở: Tài chính"), or nothing.
SPACE, JOINT, FIELD, NOTHING = " ", "-", ":", ""
_GAPS = {
    SPACE: re.compile(r"\s+"),
    JOINT: re.compile(r"\s*[-,&/.]\s*(?:và\s+|&\s*)?|\s+(?:và\s+|[-&]\s*)?"),
    FIELD: re.compile(r"\s*:?\s*"),
    NOTHING: re.compile(""),
}
_PARTS = re.compile(r"\s+-\s+|-|\s*,\s+|\s+và\s+")
_TOKEN = compile_plain(r"\p{L}+|\S")


class Step(NamedTuple):
    """A word of a printed name and what stands before it. A word in capitals is printed so, any other in any case."""

    gap: str
    word: str


Words = tuple[str, ...]
Steps = tuple[Step, ...]


@functools.cache
def abbreviations() -> tuple[tuple[Words, str], ...]:
    pairs = (
        (tuple(key(full).split()), fold(short)) for short, full in read_yaml("agencies")["abbreviations"].items()
    )
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))


def initials(words: Words) -> str:
    """Return the initials of `words` in capitals."""
    return "".join(w[0].upper() for w in words)


def parts_of(name: str) -> list[Words]:
    """Return the words of each part of a name: "Khoa học và Công nghệ" has two."""
    return [tuple(p.split()) for p in _PARTS.split(fold(name)) if p.strip()]


def _printed(word: str) -> str:
    return word if word.isupper() and len(word) > 1 else word.lower()


def _phrases(words: Words, without: str = "") -> list[Words]:
    """Return `words` in a row in all their forms: any run of them may be printed as its abbreviation."""
    out: list[Words] = [()]
    at = 0
    while at < len(words):
        size = 1
        forms: list[Words] = [(_printed(words[at]),)]
        for full, short in abbreviations():
            if short != without and tuple(w.lower() for w in words[at : at + len(full)]) == full:
                size, forms = len(full), [(short,), *_phrases(words[at : at + len(full)], short)]
                break
        out = [row + form for row in out for form in forms]
        at += size
    return out


def _steps(gap: str, words: Words) -> Steps:
    """Return `words` as steps, those with a mark inside ("cam/dioxin") cut up."""
    out = []
    for word in words:
        for token in _TOKEN.findall(word):
            out.append(Step(gap, token))
            gap = NOTHING
        gap = SPACE
    return tuple(out)


def spellings_of(name: str, gap: str = NOTHING, *, short: bool = False) -> Iterator[Steps]:
    """Yield all ways in which `name` is printed; the first word follows `gap`.

    With `short`, each part of the name may be printed as its initials, and initials may be run together.
    """
    choices: list[list[Steps]] = []
    for words in parts_of(name):
        first = JOINT if choices else gap
        forms = [_steps(first, phrase) for phrase in _phrases(words)]
        if short and len(words) > 1:
            forms.append((Step(first, initials(words)),))
        choices.append(forms)
    for row in itertools.product(*choices):
        yield from _run_together(tuple(itertools.chain.from_iterable(row)))


def _run_together(steps: Steps) -> Iterator[Steps]:
    """Yield `steps`, and the same with capitals run together at joints: `LĐ` and `TBXH` give `LĐTBXH`."""
    for place in range(len(steps) - 1, 0, -1):
        left, right = steps[place - 1], steps[place]
        if right.gap == JOINT and left.word.isupper() and right.word.isupper():
            for front in _run_together(steps[:place]):
                glued = Step(front[-1].gap, front[-1].word + right.word)
                yield (*front, *steps[place:])
                yield (*front[:-1], glued, *steps[place + 1 :])
            return
    yield steps


@dataclass(slots=True, eq=False)
class Node(Generic[T]):
    """A place in the tree of names: the words that may follow, by the gap before them, and the names that end."""

    following: dict[str, dict[str, Node[T]]] = field(default_factory=dict)
    ends: list[T] = field(default_factory=list)

    def add(self, steps: Iterable[Step]) -> Node[T]:
        """Return the node at which `steps` end, made where it was missing."""
        node = self
        for gap, word in steps:
            words = node.following.setdefault(gap, {})
            node = words.setdefault(word, Node())
        return node

    def walk(self, folded: str, lowered: str, at: int, end: int) -> Iterator[tuple[int, T]]:
        """Yield where the names that begin at `at` end, and what ends there; `lowered` is `folded` in lower case."""
        todo: list[tuple[int, Node[T]]] = [(at, self)]
        while todo:
            at, node = todo.pop()
            for found in node.ends:
                yield at, found
            for gap, words in node.following.items():
                token = _next_token(lowered, gap, at, end)
                if token is None:
                    continue
                start, stop = token.span()
                word, printed = lowered[start:stop], folded[start:stop]
                if word in words:
                    todo.append((stop, words[word]))
                if printed != word and printed in words:
                    todo.append((stop, words[printed]))


def _next_token(lowered: str, gap: str, at: int, end: int) -> re.Match[str] | None:
    """Return the word or mark behind `gap`. Most words are parted by one space, which is quick to see."""
    if gap == NOTHING:
        return _TOKEN.match(lowered, at, end)
    if gap != JOINT and lowered[at : at + 1] == " " and lowered[at + 1 : at + 2].isalpha():
        return _TOKEN.match(lowered, at + 1, end)
    space = _GAPS[gap].match(lowered, at, end)
    return _TOKEN.match(lowered, space.end(), end) if space else None
