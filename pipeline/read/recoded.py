"""Text whose UTF-8 bytes were taken for letters of Windows or Latin-1, and coded again: `Káº¿ hoáº¡ch`."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import regex

from pipeline.read.syllables import possible_share

T = TypeVar("T")
# As many letters as this, in all pieces together, are no chance.
_ENOUGH = 4
# What the text may have gone through: twice is seen.
_ROUNDS = 2
_SURE = 3
_MODERN = regex.compile("[\u1ea0-\u1ef9]")
# The last letter of a word in capitals and a space, quotation mark or dash behind it.
_WEAK = regex.compile("[ÂÃĂ][\u00a0\u00ab\u00bb\u2010-\u203a]")


def may_be_recoded(text: str) -> bool:
    """Return whether `text` has what may be a letter in UTF-8 taken for letters: most texts have none."""
    return bool(_follow().search(text) and _sequences().search(text))


def undo_recoding(pieces: Sequence[str]) -> tuple[list[str], bool]:
    """Return `pieces` of one text, those put right whose UTF-8 bytes were taken for letters, and whether any was.

    A piece that proves nothing by itself goes with those around it: in "XÃ HỘI" a hard space may follow the Ã.
    """
    out, changed = list(pieces), False
    for _ in range(_ROUNDS):
        found = {i: undone for i, piece in enumerate(out) if (undone := _undo(piece)) is not None}
        if sum(undone.letters for undone in found.values()) < _ENOUGH:
            break
        sure = [
            found[i].sure or None if i in found else False if _MODERN.search(piece) else None
            for i, piece in enumerate(out)
        ]
        for i, (before, after) in enumerate(neighbours(sure)):
            if i in found and (sure[i] or ((before or after) and before is not False and after is not False)):
                out[i], changed = found[i].text, True
    return out, changed


def neighbours(verdicts: Sequence[T | None]) -> list[tuple[T | None, T | None]]:
    """Return for each piece of a text the nearest verdict before it and after it, None where there is none."""
    return list(zip(_last(verdicts), _last(verdicts[::-1])[::-1], strict=True))


def _last(verdicts: Sequence[T | None]) -> list[T | None]:
    """Return for each of `verdicts` the last one before it."""
    out: list[T | None] = []
    last = None
    for verdict in verdicts:
        out.append(last)
        last = last if verdict is None else verdict
    return out


@dataclass(frozen=True, slots=True)
class _Undone:
    """A piece put right: how many letters of it changed, and whether that can be no chance."""

    text: str
    letters: int
    sure: bool


def _undo(piece: str) -> _Undone | None:
    """Return `piece` put right, or None where there is nothing to put right."""
    if piece.isascii() or not may_be_recoded(piece):
        return None
    found = [match for match in _sequences().finditer(piece) if not _WEAK.fullmatch(match[0])]
    text, letters = _sequences().subn(_letter, piece)
    text = unicodedata.normalize("NFC", text)
    sure = len(found) >= _SURE or any(match["three"] for match in found)
    return _Undone(text, letters, sure or possible_share(text) > possible_share(piece))


def _letter(match: regex.Match[str]) -> str:
    try:
        return bytes(_bytes()[c] for c in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return str(match[0])


@functools.cache
def _bytes() -> dict[str, int]:
    """Return the byte that a letter stands for, in Latin-1 and in the code pages of Western Europe and Vietnam."""
    table: dict[str, int] = {}
    for encoding in ("latin-1", "cp1252", "cp1258"):
        for byte in range(0x80, 0x100):
            letter = bytes([byte]).decode(encoding, "ignore")
            if letter:
                table.setdefault(letter, byte)
    return table


@functools.cache
def _follow() -> re.Pattern[str]:
    """Return what finds the last byte of a letter: few texts have any, and to look for one letter is quick."""
    return re.compile(_class(range(0x80, 0xC0)))


@functools.cache
def _sequences() -> regex.Pattern[str]:
    """Return what finds the bytes of one letter or sign that Vietnamese text has: three of them, or two."""
    follow = _follow().pattern
    firsts = (f"{_class([0xE1])}{_class([0xBA, 0xBB])}", f"{_class([0xE2])}{_class([0x80, 0x82, 0x84, 0x89])}", "ï»")
    two = _class([0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xCB, 0xCC])
    return regex.compile(f"(?P<three>{'|'.join(firsts)}){follow}|{two}{follow}")


def _class(codes: Sequence[int] | range) -> str:
    return "[" + "".join(regex.escape(c) for c, byte in _bytes().items() if byte in codes) + "]"
