"""Letters of Vietnamese text brought to one form, so that one rule finds every way of writing a word.

`fold` keeps the length: position *i* of the folded text is position *i* of the text, so that what is found in
the folded text can be quoted as printed. `key` does not keep it and serves as a dictionary key.
"""

from __future__ import annotations

import functools
import re
import unicodedata

# Where two spellings of a rime are in use (oà/òa, uỷ/ủy), the tone mark goes to the first vowel. Only an open
# syllable has two spellings: "hoàn" and "thuyền" have one.
_RIMES = {
    **dict(zip(("oà", "oá", "oả", "oã", "oạ"), ("òa", "óa", "ỏa", "õa", "ọa"), strict=True)),
    **dict(zip(("oè", "oé", "oẻ", "oẽ", "oẹ"), ("òe", "óe", "ỏe", "õe", "ọe"), strict=True)),
    **dict(zip(("uỳ", "uý", "uỷ", "uỹ", "uỵ"), ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
}
_OLD_TONES = {f(new): f(old) for f in (str, str.upper, str.capitalize) for new, old in _RIMES.items()}
# "quý" has one spelling only: its u belongs to the q.
_TONE = re.compile(r"[oOuU](?:(?<=[oO])[àáảãạÀÁẢÃẠèéẻẽẹÈÉẺẼẸ]|(?<=[uU])(?<![qQ].)[ỳýỷỹỵỲÝỶỸỴ])(?![^\W\d_])")

_LETTERS = {
    "Ð": "Đ",  # Icelandic eth, typed for the Vietnamese letter
    "ð": "đ",
    "ǜ": "ũ",  # seen in text layers with a broken font map
    "Ƕ": "ỳ",
    "–": "-",
    "—": "-",
    "‑": "-",
    "−": "-",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\u3000": " ",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "…": ".",
}


def fold(text: str) -> str:
    """Return `text` (NFC) with one form a letter and a rime: same length, same positions.

    Case and accents stay: in codes `QyĐ` and `QĐ` are different documents.
    """
    return _fold_once(text) if len(text) > _LONG else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text
    for letter, plain in _LETTERS.items():
        if letter in text:
            text = text.replace(letter, plain)
    return _TONE.sub(lambda m: _OLD_TONES.get(m[0], m[0]), text)


# From this length on a text is taken for a whole one, which is asked for again and again.
_LONG = 2000
_fold_once = functools.lru_cache(maxsize=4)(_fold)


def lower(folded: str) -> str:
    """Return `folded` in lower case: same length, same positions.

    Patterns that do not regard case are matched against this, which is much faster than to let them ignore case.
    """
    whole, lowered = _in_hand.text
    if folded is whole:
        return lowered
    lowered = _lower(folded)
    if len(folded) > _LONG:
        _in_hand.text = folded, lowered
    return lowered


@functools.lru_cache(maxsize=256)
def _lower(folded: str) -> str:
    """Return what `lower` does; kept, for several phrases are looked for in one sentence."""
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


class _InHand:
    """The whole text that was asked for last, folded and in lower case: it is asked for with every phrase."""

    text = "", ""


_in_hand = _InHand()


_HYPHEN = re.compile(" ?- ?")


@functools.lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """Return the form under which names are compared: folded, lower case, single spaces, no space at hyphens.

    >>> key("Phòng Lao động – Thương  binh và Xã hội") == key("phòng lao động-thương binh và xã hội")
    True
    """
    words = " ".join(fold(unicodedata.normalize("NFC", text)).lower().split())
    return _HYPHEN.sub("-", words)


@functools.lru_cache(maxsize=1 << 16)
def bare(text: str) -> str:
    """Return `key(text)` without accents and with d for đ: for names that people write in many ways.

    >>> bare("Đắk Glong") == bare("Đăk Glong") == "dak glong"
    True
    """
    letters = unicodedata.normalize("NFD", key(text).replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))
