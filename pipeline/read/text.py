"""Plain text and Markdown: bytes decoded, legacy Vietnamese fonts converted, everything else left as it is."""

from __future__ import annotations

import unicodedata

import charset_normalizer
import regex

from pipeline.errors import KehoachError
from pipeline.read.legacy import convert_legacy, decode_charset, describe
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
_CHARSETS = ("viscii", "vps")
_NOTED = ("cp1258", *_CHARSETS)
_ENOUGH = 0.9
_MARKDOWN = regex.compile(
    r"(?m)^#{1,6} \S|\*\*[^\s*][^*]*\*\*|^\|(?:\s*:?-{3,}:?\s*\|)+|^```|\[[^\[\]\n]++\]\(\S{1,2000}\)|^\|$"
)


def read_text(data: bytes, name: str = "") -> Source:
    """Return the source of a plain text or Markdown file, with the tables that stand in it.

    Raises KehoachError KH101 where it holds nothing but white space, KH116 where it is too large.
    """
    check_bytes(data)
    done: set[str] = set()
    text = decode(data, done)
    check_text(text)
    text = normalize(text, done)
    if not text.strip():
        raise KehoachError("KH101")
    marked = name.lower().endswith((".md", ".markdown")) or len(_MARKDOWN.findall(text)) > 2
    return Source(text, "text/markdown" if marked else "text/plain", describe("text", done), grids=find_grids(text))


def normalize(text: str, done: set[str] | None = None) -> str:
    r"""Return `text` in NFC, legacy fonts converted, with `\n` line ends and without NULs.

    To `done` goes what was done to its letters.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return unicodedata.normalize("NFC", convert_legacy(text, done))


def decode(data: bytes, done: set[str] | None = None) -> str:
    """Return `data` as text: by its byte order mark, as UTF-8, or as the encoding that reads most like Vietnamese.

    To `done` goes the name of an encoding of before Unicode.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.removeprefix(bom).decode(encoding, "replace")
    wide = is_utf16(data[:4096])
    if wide:
        return data.decode(wide, "replace")
    text = data.decode("utf-8", "replace")
    # A file cut in the middle of a letter, or one bad byte, is still UTF-8.
    if text.count("\ufffd") <= 1 + len(text) // 2000:
        return text
    text, encoding = _decode_eight_bit(data)
    if done is not None and encoding in _NOTED:
        done.add(encoding)
    return text


def _decode_eight_bit(data: bytes) -> tuple[str, str]:
    """Return `data` as text, and the encoding that makes most Vietnamese of it."""
    best, best_share, best_encoding = "", -1.0, ""
    for encoding in (*_EIGHT_BIT, *_CHARSETS):
        text = decode_charset(data, encoding) if encoding in _CHARSETS else data.decode(encoding, "replace")
        share = possible_share(normalize(text))
        if share > best_share:
            best, best_share, best_encoding = text, share, encoding
    if best_share < _ENOUGH:
        guess = charset_normalizer.from_bytes(data).best()
        if guess is not None and possible_share(str(guess)) > best_share:
            return str(guess), guess.encoding
    return best, best_encoding
