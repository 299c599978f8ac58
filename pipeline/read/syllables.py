"""Whether letters can be Vietnamese at all: the test of a decoding, a legacy font, a PDF's text layer."""

from __future__ import annotations

import functools
import unicodedata

import regex

from rules import compile_pattern

_WORD = regex.compile(r"[\p{L}\p{M}]+")
# Letters that a short form in capitals may have: plain ones, or Đ and no vowel (UBND, HĐND, QĐ).
_SHORT_FORM = regex.compile("[A-Z]+|[B-DF-HJ-NP-TV-XZĐ]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def possible_share(text: str, sample: int = 20_000) -> float:
    """Return the share of the words of `text` that can be Vietnamese syllables, 0 to 1; 1 for a text without words.

    Words in capitals without accents are left out (they may be short forms), and single letters too. Of a long text
    only `sample` code points from its start are looked at.
    """
    words = _words(text[:sample])
    return sum(map(is_possible, words)) / len(words) if words else 1.0


def word_count(text: str, sample: int = 20_000) -> int:
    """Return the number of words that `possible_share` looks at."""
    return len(_words(text[:sample]))


def _words(text: str) -> list[str]:
    return [w for w in _WORD.findall(text) if len(w) > 1 and not (w.isupper() and _SHORT_FORM.fullmatch(w))]


@functools.lru_cache(maxsize=1 << 14)
def is_possible(word: str) -> bool:
    """Return whether `word` can be a Vietnamese syllable: an onset, a rime, at most one tone mark.

    >>> is_possible("nghiêng"), is_possible("KẾ"), is_possible("wird"), is_possible("Quyõt")
    (True, True, False, False)
    """
    letters = unicodedata.normalize("NFD", word.lower())
    tones = sum(letters.count(tone) for tone in _TONES)
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    return tones <= 1 and _syllable().fullmatch(bare) is not None


@functools.cache
def _syllable() -> regex.Pattern[str]:
    return compile_pattern("{syllable}")
