"""Plain text and Markdown: bytes decoded, legacy Vietnamese fonts converted, everything else left as it is."""

from __future__ import annotations

import unicodedata

import charset_normalizer
import regex

from pipeline.errors import KehoachError
from pipeline.read.legacy import convert_legacy
from pipeline.read.limits import check_bytes, check_text
from pipeline.read.sniff import is_utf16
from pipeline.read.syllables import possible_share
from pipeline.read.textgrids import find_grids
from pipeline.source import Source

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Most likely first: with equal marks the first wins.
_EIGHT_BIT = ("cp1258", "cp1252", "latin-1")
_ENOUGH = 0.9
_TWICE = regex.compile(r"á[º»]|Ã[\u00a0-\u00bf]|Æ[°¡]|Ä\u2018")
_FEW = 3
_MARKDOWN = regex.compile(
    r"(?m)^#{1,6} \S|\*\*[^\s*][^*]*\*\*|^\|(?:\s*:?-{3,}:?\s*\|)+|^```|\[[^\[\]\n]++\]\(\S{1,2000}\)|^\|$"
)


def read_text(data: bytes, name: str = "") -> Source:
    """Return the source of a plain text or Markdown file, with the tables that stand in it.

    Raises KehoachError KH101 where it holds nothing but white space, KH113 where it is too large.
    """
    check_bytes(data)
    text = decode(data)
    check_text(text)
    text = normalize(text)
    if not text.strip():
        raise KehoachError("KH101")
    marked = name.lower().endswith((".md", ".markdown")) or len(_MARKDOWN.findall(text)) > 2
    return Source(text, "text/markdown" if marked else "text/plain", "text", grids=find_grids(text))


def normalize(text: str) -> str:
    r"""Return `text` in NFC, legacy fonts converted, with `\n` line ends and without NULs."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return unicodedata.normalize("NFC", convert_legacy(text))


def decode(data: bytes) -> str:
    """Return `data` as text: by its byte order mark, as UTF-8, or as the encoding that reads most like Vietnamese."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.removeprefix(bom).decode(encoding, "replace")
    wide = is_utf16(data[:4096])
    if wide:
        return data.decode(wide, "replace")
    text = data.decode("utf-8", "replace")
    # A file cut in the middle of a letter, or one bad byte, is still UTF-8.
    if text.count("\ufffd") <= 1 + len(text) // 2000:
        return _undo_second_coding(text)
    return _decode_eight_bit(data)


def _undo_second_coding(text: str) -> str:
    """Return `text`, put right where its UTF-8 bytes were taken for Windows letters and coded again (`Káº¿`)."""
    if len(_TWICE.findall(text)) <= _FEW or possible_share(text) > _ENOUGH:
        return text
    try:
        return "".join(map(_byte_of, text)).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _byte_of(letter: str) -> str:
    return letter if letter < "\u0100" else letter.encode("cp1252").decode("latin-1")


def _decode_eight_bit(data: bytes) -> str:
    best, best_share = "", -1.0
    for encoding in _EIGHT_BIT:
        text = data.decode(encoding, "replace")
        share = possible_share(normalize(text))
        if share > best_share:
            best, best_share = text, share
    if best_share < _ENOUGH:
        guess = charset_normalizer.from_bytes(data).best()
        if guess is not None and possible_share(str(guess)) > best_share:
            return str(guess)
    return best
