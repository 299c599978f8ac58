"""Raised letters in plain text: powers, degrees, footnote marks."""

from __future__ import annotations

import regex

_POWERS = {"2": "²", "3": "³"}
_UNIT = regex.compile(r"(?<!\p{L})[kcdhm]?m$|(?<!\p{L}|\d)10$")


def render_raised(text: str, before: str) -> str:
    """Return what stands for `text`, raised in print, after `before`.

    >>> render_raised("2", "8 m"), render_raised("0", "25"), render_raised("1", "năm 2025"), render_raised("th", "5")
    ('²', '°', '[1]', 'th')
    """
    sign = text.strip()
    if sign in _POWERS and _UNIT.search(before):
        return _POWERS[sign]
    if sign in ("o", "0") and before[-1:].isdigit():
        return "°"
    # Digits left as they are would become part of the word or number before them.
    return f"[{sign}]" if sign.isdigit() else text
