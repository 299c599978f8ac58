"""Text typed with the fonts of before Unicode (TCVN3 `.VnTime`, VNI), whose letters come out as others.

`viparse` has the tables; where to use them is decided here. Where the font is named it tells, run by run, unless it
lies: Unicode text often keeps the name of an old font. Where only the letters are known, paragraph by paragraph, by
what makes Vietnamese syllables: a page may mix old and new, and a letter such as `é` stands in both.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex
from viparse.normalize.encodings import get_charmap
from viparse.normalize.tables import Charmap, build_charmap, convert

from pipeline.read.capitals import restore_capitals
from pipeline.read.recoded import may_be_recoded, neighbours, undo_recoding
from pipeline.read.syllables import possible_share, word_count
from pipeline.read.writer import RawBlock, RawTable

_ENCODINGS = ("tcvn3", "vni")
# Converted text must read as Vietnamese, clearly better than before, and that in more words than a name or two.
_READABLE, _GAIN, _WORDS = 0.8, 0.2, 3
# Where two readings make the same words, a foreign sign left over tells which is wrong.
_LEFT_OVER = 0.01
# Signs and letters of Latin-1 that Vietnamese has no use for.
_FOREIGN = re.compile(
    "[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb"
    "\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
_OLD = re.compile("[\u00a1-\u00ff]")
_MODERN = re.compile(r"[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_FONTS = regex.compile(r"^[\"' ]*(?:[A-Z]{6}\+)?(?:(?P<vni>VNI|Vni|vni)|(?P<tcvn3>\.[Vv][Nn]|Vn[A-Z]))")
_CAPITALS = regex.compile(r"H(?:$|[,\-\"' ])")
# A sign that stands by itself is that sign (3 × 4, a bullet), not a letter of TCVN3.
_SIGNS = "\u00a1-\u00b4\u00b6-\u00bf\u00d7\u00f7"
_ALONE = regex.compile(rf"(?<![\p{{L}}{_SIGNS}])[{_SIGNS}](?![\p{{L}}{_SIGNS}])(?<!^[®§](?=[).]))")
# Of VNI, what viparse leaves out: ẳ, the ỵ of the standard, and marks typed small under a capital (Uûy ban).
_VNI_MORE = (("aú", "ẳ"), ("AÚ", "Ẳ"), ("Aú", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ"))


@dataclass(frozen=True, slots=True)
class OldFont:
    """What the name of a font says: its encoding (`tcvn3` or `vni`), and whether it draws capitals only."""

    encoding: str
    capitals: bool = False


@functools.lru_cache(maxsize=1 << 10)
def old_font(name: str) -> OldFont | None:
    """Return what the font `name` says, None where it is none of TCVN3 or VNI.

    The capitals of TCVN3 are fonts of their own: `.VnTimeH`.
    """
    match = _FONTS.match(name)
    if match is None:
        return None
    return OldFont("vni") if match["vni"] else OldFont("tcvn3", bool(_CAPITALS.search(name)))


def honest_fonts(texts: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the encodings that fonts name truly, of all (font name, text) of a file.

    Text that was converted to Unicode often keeps its old font; then it is full of letters that no old font has.
    """
    old: Counter[str] = Counter()
    for name, text in texts:
        font = old_font(name)
        if font is not None:
            old[font.encoding] += len(_FOREIGN.findall(text)) - len(_MODERN.findall(text))
    return frozenset(encoding for encoding, weight in old.items() if weight >= 0)


def convert_run(text: str, font: OldFont) -> str:
    """Return `text`, set in `font`, converted; text that has letters of Unicode stays as it is."""
    if _MODERN.search(text):
        return text
    converted = str(convert(text, _charmap(font.encoding)))
    if possible_share(converted) < possible_share(text):
        return text
    return converted.upper() if font.capitals else converted


def convert_legacy(text: str, done: set[str] | None = None) -> str:
    """Return `text` with the lines that were typed in TCVN3 or VNI converted, all others as they are.

    To `done` goes what was done: `tcvn3`, `vni`, `recoded`.
    """
    if text.isascii() or not (_FOREIGN.search(text) or may_be_recoded(text)):
        return text
    return "\n".join(convert_pieces(text.split("\n"), done))


def convert_pieces(pieces: Sequence[str], done: set[str] | None = None) -> list[str]:
    """Return `pieces` of one text, each converted where it was typed in TCVN3 or VNI, else as it is.

    What the pieces that look so have in common decides, for one alone may be too short to tell. To `done` goes what
    was done: `tcvn3`, `vni`, or `recoded` for UTF-8 that had been taken for letters of Windows.
    """
    out, recoded = undo_recoding(pieces)
    done = set() if done is None else done
    if recoded:
        done.add("recoded")
    if not any(_FOREIGN.search(p) for p in out):
        return out
    verdicts = _judge(out)
    for i, (piece, encoding) in enumerate(zip(out, verdicts, strict=True)):
        if encoding in _ENCODINGS:
            out[i] = _convert(piece, encoding)
            if out[i] != piece:
                done.add(encoding)
    converted = {i for i, encoding in enumerate(verdicts) if encoding == "tcvn3"}
    return restore_capitals(out, converted) if converted else out


def convert_blocks(blocks: Sequence[RawBlock], done: set[str] | None = None) -> list[RawBlock]:
    """Return `blocks` with the texts in them converted where they were typed in TCVN3 or VNI; tables are changed."""
    return _put(blocks, iter(convert_pieces(list(_texts(blocks)), done)))


def describe(read_with: str, done: set[str]) -> str:
    """Return `read_with` with what had to be `done` to the letters behind it: `text, tcvn3`."""
    return ", ".join([read_with, *sorted(done)])


def _judge(pieces: Sequence[str]) -> list[str | None]:
    """Return for each piece its encoding, `unicode` where that is certain, None where nothing has to be converted."""
    shares = [_shares(piece) for piece in pieces]
    first = [_verdict(piece, share) for piece, share in zip(pieces, shares, strict=True)]
    present = _present(pieces, shares, first)
    if not present:
        return [None] * len(pieces)
    verdicts = ["open" if verdict in _ENCODINGS and verdict not in present else verdict for verdict in first]
    return _settle(verdicts, shares)


def _shares(piece: str) -> dict[str, float]:
    """Return how Vietnamese `piece` reads as it is and in each encoding; nothing where it has no letter in doubt."""
    if not _OLD.search(piece) or _MODERN.search(piece):
        return {}
    readings = {"unicode": piece} | {e: _convert(piece, e) for e in _ENCODINGS}
    return {
        way: possible_share(text) - _LEFT_OVER * len(_FOREIGN.findall(text)[:10]) for way, text in readings.items()
    }


def _verdict(piece: str, share: dict[str, float]) -> str | None:
    if not share:
        return "unicode" if _MODERN.search(piece) else None
    best = max(share.values())
    ways = [way for way, value in share.items() if value == best]
    return ways[0] if len(ways) == 1 else "open"


def _present(pieces: Sequence[str], shares: Sequence[dict[str, float]], verdicts: Sequence[str | None]) -> set[str]:
    """Return the encodings that are sure to be in use: those that made more than a few words Vietnamese.

    All pieces with a foreign letter count, each in its best reading: had only those counted that got better, any
    language would have some.
    """
    doubtful = [
        i for i, share in enumerate(shares) if share and (verdicts[i] != "unicode" or _FOREIGN.search(pieces[i]))
    ]
    counts = {i: word_count(pieces[i]) for i in doubtful}
    total = sum(counts.values())
    before = sum(counts[i] * shares[i]["unicode"] for i in doubtful)
    after = sum(counts[i] * max(shares[i].values()) for i in doubtful)
    if not total or after < _READABLE * total or after - before < _GAIN * total:
        return set()
    gained: dict[str, float] = defaultdict(float)
    for i in doubtful:
        verdict = verdicts[i]
        if verdict in _ENCODINGS:
            gained[verdict] += counts[i] * (shares[i][verdict] - shares[i]["unicode"])
    return {encoding for encoding, words in gained.items() if words >= _WORDS - 0.5}


def _settle(verdicts: Sequence[str | None], shares: Sequence[dict[str, float]]) -> list[str | None]:
    """Return `verdicts`, open ones as the nearest certain ones before and after agree: "xã" reads well either way."""
    out: list[str | None] = []
    certain = [None if verdict == "open" else verdict for verdict in verdicts]
    for verdict, share, (before, after) in zip(verdicts, shares, neighbours(certain), strict=True):
        if verdict == "open":
            verdict = before or after
            fits = verdict in _ENCODINGS and after in (None, verdict) and share[verdict] >= share["unicode"]
            verdict = verdict if fits else None
        out.append(verdict)
    return out


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


def decode_charset(data: bytes, encoding: str) -> str:
    """Return `data` in one of the 8-bit character sets that Python does not know: `viscii`, `vps`."""
    charmap = get_charmap(encoding)
    assert charmap is not None
    table = {ord(old): new for old, new in charmap.pairs}
    return data.decode("latin-1").translate(table)


def _convert(text: str, encoding: str) -> str:
    if text.isascii():
        return text
    charmap = _charmap(encoding)
    if encoding == "vni" or not _ALONE.search(text):
        return str(convert(text, charmap))
    out, at = [], 0
    for alone in _ALONE.finditer(text):
        out += [str(convert(text[at : alone.start()], charmap)), alone[0]]
        at = alone.end()
    return unicodedata.normalize("NFC", "".join([*out, str(convert(text[at:], charmap))]))


@functools.cache
def _charmap(encoding: str) -> Charmap:
    charmap = get_charmap(encoding)
    assert charmap is not None
    if encoding == "tcvn3":
        return charmap
    pairs = dict(charmap.pairs)
    for old, letter in charmap.pairs:
        if len(old) == 2 and old.isupper():
            pairs.setdefault(old[0] + old[1].lower(), letter)
    return build_charmap(encoding, (pairs | dict(_VNI_MORE)).items())
