"""Text layers of PDF files that do not say which letters their glyphs are: noticed, and mended where that is sure.

Files printed from a word processor on Windows often lack the table from glyphs to letters (ToUnicode). Then the
numbers of the glyphs come out as if they were letters (`7KӵF KLӋQ`), and the other letters in the encoding of
another system (`ng‡y`). The common fonts number their glyphs alike: the first 258 in the order of the Macintosh
character set, as the TrueType specification gives it, and the Vietnamese letters of Unicode in one row.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

import regex

from pipeline.read.syllables import is_possible, possible_share
from pipeline.read.wordboxes import Letter

Decode: TypeAlias = Callable[[str], str]

_BAD_SHARE = 0.02
_ODD_SHARE = 0.15
_STRANGE_SHARE = 0.15
_FEW_WORDS = 5
_WELL_SHARE, _AROUND = 0.8, ".,;:!?()\"'“”-"
_KEPT = 1 << 14
# Of a sample of so many letters, so large a share in good words is no chance.
_SAMPLE = 200
_SURE_SHARE = 0.85
_WORD = regex.compile(r"[\p{L}\p{M}]{2,}")
_BAD = regex.compile(r"[\p{Cc}\p{Co}\p{Cn}\ufffd--\t\n\r\u0002\uf0a0-\uf0ff]|[\p{L}\p{M}--\p{Latin}]", regex.V1)
# Neither letters, figures, nor signs that a plan is full of (dots and lines to fill in, bullets, ticks).
# What is none of the most usual letters and signs.
_UNUSUAL = re.compile(r"[^\x20-\x7e\n\u00c0-\u01b0\u1ea0-\u1ef9“”‘’–…]")
_STRANGE = regex.compile(r"[^\p{Latin}\p{Mn}\p{Nd}\x20-\x7e“”‘’„–—‑…•·●○▪■□☐☑✓§°²³±≤≥×→«»₫­]", regex.V1)

# Glyph numbers of the first Vietnamese letter (Ạ, U+1EA0) in Times New Roman upright and slanted.
_KNOWN_BLOCKS = (0x4A4, 0x328)
_BLOCK = range(0x1EA0, 0x1EFA)
_HORNED = "ƠơƯư"
_HORNED_BEFORE = 0x3A
# The Macintosh order, two signs of which these fonts leave out, and letters that follow it.
_MAC_ORDER = bytes(set(range(0x80, 0x100)) - {0xCA, 0xF0}).decode("mac_roman")
_OTHER_GLYPHS = {0xE9: "Ý", 0xEA: "ý", 0xFF: "đ", 0x102: "Ă", 0x103: "ă", 0x108: "Đ", 0x1AC: "Ĩ", 0x1AD: "ĩ"}
_OTHER_GLYPHS |= {0x1C9: "Ũ", 0x1CA: "ũ", 0x1E3: "Ỳ", 0x1E4: "ỳ"}


def is_broken(text: str) -> bool:
    """Return whether the letters of `text` cannot be those that were printed."""
    if _reads_well(text):
        return False
    letters = Counter(text)
    dense = sum(count for letter, count in letters.items() if not letter.isspace())
    if sum(count for letter, count in letters.items() if _is_bad(letter)) > max(3, _BAD_SHARE * dense):
        return True
    if sum(count for letter, count in letters.items() if _is_strange(letter)) > max(5, _STRANGE_SHARE * dense):
        return True
    words = _WORD.findall(text)
    accented = [w for w in words if not w.isascii()]
    odd = sum(1 for w in accented if not is_possible(w))
    if odd > max(_FEW_WORDS, _ODD_SHARE * len(words)):
        return True
    # Letters that were lost leave words that are none, and a few accents.
    return len(words) > 4 * _FEW_WORDS and len(accented) > 0.05 * len(words) and possible_share(text) < 0.5


def _reads_well(text: str) -> bool:
    """Return whether `text` has no odd letters and so many Vietnamese words that nothing needs to be counted."""
    words = text.split()
    return sum(map(_printed_words.__getitem__, words)) > _WELL_SHARE * len(words) and not _UNUSUAL.search(text)


class _PrintedWords(dict[str, bool]):
    """Whether a word as printed, with the signs around it, can be Vietnamese: kept, for every page has hundreds."""

    def __missing__(self, printed: str) -> bool:
        if len(self) >= _KEPT:
            self.clear()
        self[printed] = is_possible(printed.strip(_AROUND))
        return self[printed]


_printed_words = _PrintedWords()


@functools.cache
def _is_bad(letter: str) -> bool:
    return _BAD.match(letter) is not None


@functools.cache
def _is_strange(letter: str) -> bool:
    return not letter.isspace() and _STRANGE.match(letter) is not None


def repair(letters: Sequence[Letter]) -> list[Letter]:
    """Return `letters` of a page, each font's read in the way that makes most syllables of them."""
    pieces: dict[int, list[str]] = defaultdict(list)
    for font, piece in groupby(letters, key=lambda letter: letter.font):
        pieces[font].extend("".join(letter.text for letter in piece).split())
    ways = {font: _best_way(texts) for font, texts in pieces.items()}
    return [letter._replace(text=ways[letter.font](letter.text)) for letter in letters]


def _best_way(texts: Sequence[str]) -> Decode:
    counts = Counter(texts)
    sure = _SURE_SHARE * max(_SAMPLE, sum(map(len, texts)))
    best: Decode = str
    best_worth = -math.inf
    for way in _ways("".join(counts)):
        worth = sum(count * _worth(way(text)) for text, count in counts.items())
        if worth > best_worth:
            best, best_worth = way, worth
        if worth > sure:
            break
    return best


def _ways(sample: str) -> Iterator[Decode]:
    """Yield the ways to read a font, the plainest first: of equal ones the first is taken."""
    yield str
    yield _from_mac
    blocks = dict.fromkeys(_KNOWN_BLOCKS)
    high = [ord(c) for c in sample if 0x280 < ord(c) < 0x1000]
    if high:
        top = max(high)
        low = min(code for code in high if code > top - len(_BLOCK))
        blocks.update(dict.fromkeys(range(top - len(_BLOCK) + 1, low + 1)))
    for block in blocks:
        yield functools.partial(_from_glyphs, block=block)


@functools.lru_cache(maxsize=1 << 17)
def _worth(text: str) -> int:
    text = unicodedata.normalize("NFC", text)
    worth = sum(text.count(digit) for digit in "0123456789") - 2 * sum(map(_is_bad, text))
    for word in _WORD.findall(text):
        worth += len(word) if _reads(word) else -sum(not c.isascii() for c in word)
    return worth


def _reads(word: str) -> bool:
    return is_possible(word) and (word.islower() or word.isupper() or word[1:].islower())


def _from_mac(text: str) -> str:
    """Return `text` whose letters of Windows were taken for those of a Macintosh."""
    return text.translate(_mac_table())


@functools.cache
def _mac_table() -> dict[int, str]:
    table = {}
    for byte in range(0x80, 0x100):
        letter = bytes([byte]).decode("cp1252", "ignore")
        if letter:
            table[ord(bytes([byte]).decode("mac_roman"))] = letter
    # On the place of Á is a sign that many fonts lack; another stands in for it. And Ã may be itself: XÃ HỘI.
    return table | {ord("£"): "Á", ord("Ã"): "Ã"}


def _from_glyphs(text: str, block: int) -> str:
    """Return `text` whose letters are the numbers of glyphs, the Vietnamese ones from `block` on."""
    return text.translate(_glyph_table(block))


@functools.cache
def _glyph_table(block: int) -> dict[int, str]:
    table = {glyph: chr(glyph + 29) for glyph in range(3, 98)}
    table |= {98 + i: letter for i, letter in enumerate(_MAC_ORDER)}
    table |= _OTHER_GLYPHS
    table |= {block - _HORNED_BEFORE + i: letter for i, letter in enumerate(_HORNED)}
    return table | {block + i: chr(code) for i, code in enumerate(_BLOCK)}
