"""Accents that recognition of a scan got wrong, put right where the letters can only make one wording."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from extractors.offsets import Edit
from rules import read_csv, read_yaml
from rules.letters import bare, fold

_WORD = re.compile(r"[^\W\d_]+")
# What may stand between the words of a wording.
_BETWEEN = re.compile(r"[ ,]? ?(?:- )?")


def mend_accents(copy: str) -> Iterator[Edit]:
    """Yield the edits that give the wordings of `rules/wordings.yaml` in `copy` their own accents."""
    words = list(_WORD.finditer(copy))
    letters = [bare(word[0]) for word in words]
    at = 0
    while at < len(words):
        known = _wordings().get(letters[at], ())
        wording = next((w.words for w in known if _stands_at(w, letters, words, copy, at)), None)
        for offset, right in enumerate(wording or ()):
            word = words[at + offset]
            yield from _letters(word[0], right, word.start())
        at += len(wording or " ")


class _Wording(NamedTuple):
    """The words of a wording, in lower case and folded, and the same without accents."""

    words: tuple[str, ...]
    bare: tuple[str, ...]


def _stands_at(wording: _Wording, letters: list[str], words: list[re.Match[str]], copy: str, at: int) -> bool:
    end = at + len(wording.bare)
    return wording.bare == tuple(letters[at:end]) and all(
        _BETWEEN.fullmatch(copy, words[i].end(), words[i + 1].start()) for i in range(at, end - 1)
    )


def _letters(printed: str, right: str, start: int) -> Iterator[Edit]:
    """Yield an edit for each letter of `printed` that has another accent in `right`."""
    folded = fold(printed).lower()
    if folded == right or len(folded) != len(right):
        return
    for index, (letter, own, put) in enumerate(zip(printed, folded, right, strict=True)):
        if own != put:
            yield Edit(start + index, start + index + 1, put.upper() if letter.isupper() else put)


@functools.cache
def _wordings() -> dict[str, list[_Wording]]:
    """Return the wordings, folded, by their first word without accents; longer ones first, none with a double."""
    wordings = set(read_yaml("wordings")["wordings"])
    wordings |= {full for full in read_yaml("agencies")["abbreviations"].values() if len(full.split()) > 2}
    wordings |= {f"{p['kind']} {p['name']}" for p in read_csv("places") if p["level"] == "province"}
    by_letters: defaultdict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for wording in wordings:
        words = tuple(_WORD.findall(fold(wording).lower()))
        by_letters[tuple(map(bare, words))].add(words)
    found: defaultdict[str, list[_Wording]] = defaultdict(list)
    for letters, same in by_letters.items():
        if len(same) == 1:
            found[letters[0]].append(_Wording(next(iter(same)), letters))
    return {first: sorted(same, key=lambda w: len(w.words), reverse=True) for first, same in found.items()}
