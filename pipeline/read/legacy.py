"""Text typed with the fonts of before Unicode (TCVN3 `.VnTime`, VNI), whose letters come out as others.

`viparse` has the tables; where to use them is decided here, paragraph by paragraph, by what makes Vietnamese
syllables: a page may mix old and new, and a letter such as `é` stands in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import regex
from viparse.normalize.encodings import get_charmap
from viparse.normalize.tables import convert

from pipeline.read.syllables import possible_share
from pipeline.read.writer import RawBlock, RawTable

_ENCODINGS = ("tcvn3", "vni")
# Converted text must read as Vietnamese, and clearly better than before.
_READABLE, _GAIN = 0.8, 0.2
# Signs and letters of Latin-1 that Vietnamese has no use for.
_SUSPECT = regex.compile(
    "[\u00a1-\u00bf\u00c3-\u00c7\u00ca-\u00d1\u00d5-\u00d9\u00db-\u00df\u00e3-\u00e8\u00eb-\u00ff]"
)
_FOREIGN = re.compile(
    "[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb]"
    "|[\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
_MODERN = regex.compile(r"[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_FONTS = regex.compile(r"^(?:[A-Z]{6}\+)?(?:(?P<vni>VNI|Vni|vni)|(?P<tcvn3>\.[Vv][Nn]|Vn[A-Z]))")


def convert_run(text: str, font: str) -> str:
    """Return `text`, set in `font`, converted where that is a font of TCVN3 or VNI; Unicode stays as it is.

    The capitals of TCVN3 are a font of their own (`.VnTimeH`), so their text is made upper case.
    """
    match = _FONTS.match(font)
    if match is None or _MODERN.search(text):
        return text
    converted = _convert(text, "vni" if match["vni"] else "tcvn3")
    if possible_share(converted) < possible_share(text):
        return text
    return converted.upper() if match["tcvn3"] and font.endswith("H") else converted


def convert_legacy(text: str) -> str:
    """Return `text` with the lines that were typed in TCVN3 or VNI converted, all others as they are."""
    return "\n".join(convert_pieces(text.split("\n"))) if _FOREIGN.search(text) else text


def convert_pieces(pieces: Sequence[str]) -> list[str]:
    """Return `pieces` of one text, each converted where it was typed in TCVN3 or VNI, else as it is.

    What the pieces that look so have in common decides, for one alone may be too short to tell.
    """
    pieces = list(pieces)
    if not any(_FOREIGN.search(p) for p in pieces):
        return pieces
    mixed = any(_MODERN.search(p) for p in pieces)
    suspects = [i for i, p in enumerate(pieces) if _SUSPECT.search(p) and not _MODERN.search(p)]
    text = "\n".join(pieces[i] for i in suspects)
    before = possible_share(text)
    share, encoding = max((possible_share(_convert(text, e)), e) for e in _ENCODINGS)
    if share < _READABLE or share < before + _GAIN:
        return pieces
    for i in suspects if mixed else range(len(pieces)):
        converted = _convert(pieces[i], encoding)
        gain = possible_share(converted) - possible_share(pieces[i])
        # "xã" is a syllable in either reading: in a mixed text only a sign that Vietnamese has not tells then.
        if gain > 0 or (gain == 0 and (not mixed or _FOREIGN.search(pieces[i]))):
            pieces[i] = converted
    return pieces


def convert_blocks(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Return `blocks` with the texts in them converted where they were typed in TCVN3 or VNI; tables are changed."""
    return _put(blocks, iter(convert_pieces(list(_texts(blocks)))))


def _texts(blocks: Sequence[RawBlock]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, RawTable):
            for cell in block.cells:
                yield from _texts(cell.blocks)
        else:
            yield block


def _put(blocks: Sequence[RawBlock], texts: Iterator[str]) -> list[RawBlock]:
    out: list[RawBlock] = []
    for block in blocks:
        if isinstance(block, RawTable):
            for cell in block.cells:
                cell.blocks = _put(cell.blocks, texts)
            out.append(block)
        else:
            out.append(next(texts))
    return out


def _convert(text: str, encoding: str) -> str:
    charmap = get_charmap(encoding)
    assert charmap is not None
    return str(convert(text, charmap))
