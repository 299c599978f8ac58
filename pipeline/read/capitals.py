"""Capitals that TCVN3 has no letters for: typed as small ones in words of capitals, drawn large by a font of its own.

Where the font is not known, "KÕ HO¹CH" comes out as "Kế HOạCH" and "Ủy ban" as "ủy ban". The words around tell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import regex

import rules
from pipeline.read.syllables import is_possible

# What TCVN3 has as small letters only: those with a tone.
_SMALL = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_WORD = regex.compile(r"\p{L}+")
_UPPER, _LOWER, _EITHER = "upper", "lower", "either"
# A word that may be one of capitals: nothing in it is small but what has no large form.
_MAYBE = regex.compile(rf"[\p{{Lu}}{_SMALL}]+")
_INNER = regex.compile(r".+\p{Lu}")
_START = regex.compile(
    rf"(?:^|(?<=[.!?]\s)|(?<=\n))[\s*_#>|\"'“(]{{0,20}}(?:[-+•*–]\s*|(?:\d+(?:\.\d+)*|[IVXLC]+|\p{{L}})[.)]\s*)?\K[{_SMALL}](?=\p{{L}})"
)
_LISTED = regex.compile(r"[\s*_#>|\"'“(]*(?:[-+•*–]|(?:\d+(?:\.\d+)*|[IVXLC]+|\p{L})[.)])\s")
_ENDS = regex.compile(r"[.!?:;][\s*_\"'”)]*$")


def restore_capitals(pieces: Sequence[str], which: Collection[int]) -> list[str]:
    """Return `pieces` of one text in order, capitals put back in those whose places are in `which`."""
    out = list(pieces)
    above = ""
    for i, piece in enumerate(pieces):
        if i in which:
            out[i] = _names(_starts(_headings(piece), above))
        above = piece
    return out


def _headings(piece: str) -> str:
    """Return `piece` with its words of capitals in capitals throughout."""
    return "\n".join(_heading(line) for line in piece.split("\n"))


def _heading(line: str) -> str:
    words = list(_WORD.finditer(line))
    kinds = [_kind(word[0]) for word in words]
    if _UPPER not in kinds or not any(
        kind == _UPPER and is_possible(w[0]) for kind, w in zip(kinds, words, strict=True)
    ):
        return line
    out, at = [], 0
    for i, word in enumerate(words):
        out += [line[at : word.start()], word[0].upper() if _is_capital(kinds, i) else word[0]]
        at = word.end()
    return "".join([*out, line[at:]])


def _kind(word: str) -> str:
    """Say whether `word` is one of capitals, surely not, or may be either: "Xã", "ở"."""
    if not _MAYBE.fullmatch(word):
        return _LOWER
    return _UPPER if _INNER.match(word) or (len(word) > 1 and word.isupper()) else _EITHER


def _is_capital(kinds: Sequence[str], index: int) -> bool:
    if kinds[index] != _EITHER:
        return kinds[index] == _UPPER
    before = next((kind for kind in reversed(kinds[:index]) if kind != _EITHER), None)
    after = next((kind for kind in kinds[index + 1 :] if kind != _EITHER), None)
    return _LOWER not in (before, after)


def _starts(piece: str, above: str) -> str:
    """Return `piece` with a large letter where a sentence begins; a line may go on with that of the line `above`."""
    goes_on = above.strip() and not _ENDS.search(above) and not _LISTED.match(piece)
    return _START.sub(lambda m: m[0] if goes_on and not piece[: m.start()].strip() else m[0].upper(), piece)


def _names(piece: str) -> str:
    for rule in rules.read_rules("capitals"):
        piece = rule.patterns[0].sub(lambda m: m[0][0].upper() + m[0][1:], piece)
    return piece
