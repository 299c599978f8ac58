"""Unicode text as it was typed before Unicode: in TCVN3, in VNI, or with its bytes taken for letters of Windows."""

from __future__ import annotations

import functools
import unicodedata

from viparse.normalize.encodings import get_charmap


@functools.cache
def _table(encoding: str) -> dict[str, str]:
    charmap = get_charmap(encoding)
    assert charmap is not None
    table: dict[str, str] = {}
    for old, letter in charmap.pairs:
        table.setdefault(letter, old)
    if encoding == "vni":
        table |= {"ẳ": "aú", "Ẳ": "AÚ", "ỵ": "î", "Ỵ": "Î"}
    return table


def to_vni(text: str) -> str:
    """Return `text` as the font VNI-Times has it."""
    return "".join(_table("vni").get(c, c) for c in unicodedata.normalize("NFC", text))


def to_tcvn3(text: str) -> str:
    """Return `text` as the fonts of TCVN3 have it: letters with a tone are small ones, whatever the font draws."""
    table = _table("tcvn3")
    return "".join(table.get(c) or table.get(c.lower(), c) for c in unicodedata.normalize("NFC", text))


def to_tcvn3_runs(text: str) -> list[tuple[str, str]]:
    """Return `text` in TCVN3 as (font, letters): what is large and has a tone is set in the font of capitals."""
    table = _table("tcvn3")
    runs: list[tuple[str, str]] = []
    for letter in unicodedata.normalize("NFC", text):
        capital = letter != letter.lower() and letter not in table and letter.lower() in table
        font = ".VnTimeH" if capital else ".VnTime"
        old = table.get(letter) or table.get(letter.lower(), letter)
        if runs and runs[-1][0] == font:
            runs[-1] = (font, runs[-1][1] + old)
        else:
            runs.append((font, old))
    return runs


def recode(text: str, encoding: str = "cp1252") -> str:
    """Return `text` with its UTF-8 bytes taken for letters of `encoding`, those it lacks for letters of Latin-1."""
    return "".join(
        bytes([byte]).decode(encoding, "ignore") or bytes([byte]).decode("latin-1") for byte in text.encode()
    )


def to_cp1258(text: str) -> bytes:
    """Return `text` in Windows-1258, which writes most tone marks as letters of their own."""
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
            out += (base + "".join(tones)).encode("cp1258")
    return bytes(out)


def to_charset(text: str, encoding: str) -> bytes:
    """Return `text` in VISCII or VPS."""
    table = _table(encoding)
    return "".join(table.get(c, c) for c in unicodedata.normalize("NFC", text)).encode("latin-1")
