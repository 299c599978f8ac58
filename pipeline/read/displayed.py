"""What a spreadsheet shows for a value: its number format, written as a Vietnamese plan prints numbers and dates.

The value itself is not what a reader sees: 0.45 in a format of per cent is "45%", 12345.6 is "12.345,6".
"""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import regex

_DIGITS = 10
# Beyond it a double holds no whole number of its own.
_LARGEST = 1e15
# Programs take no longer formats.
_LONGEST = 255
# Parts of a number format: quoted and escaped letters, room of a letter's width, fillers, what stands in brackets.
_PART = regex.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[[^\]]*\]|(?P<plain>.)'
)
_SECTION_END = regex.compile(r'(?:"[^"]*+"?+|\\.?|[^;"\\])*+(;|$)')
_NUMBER = regex.compile(r"[0#?]*(?:,+[0#?]+)*(?:\.[0#?]*)?,*")


def displayed(value: object, code: str) -> str:
    """Return what a cell shows that holds `value` in the number format `code` ("General", "0.0%", "#,##0").

    Dates are written dd/mm/yyyy, or by their month or year where the format shows no more.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(float(value), code)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        return _date(value, code)
    return str(value)


def _number(value: float, code: str) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    sections = _sections(code if len(code) <= _LONGEST else "General")
    # Formats for positive numbers, negative ones, zero; one alone takes a minus.
    index = (1 if value < 0 else 2 if value == 0 else 0) if len(sections) > 1 else 0
    form = _form(sections[index] if index < len(sections) else sections[0])
    if form is None or abs(value) > _LARGEST:
        return _general(value)
    sign = "-" if value < 0 and index != 1 else ""
    digits = _digits(abs(Decimal(repr(value))) * form.scale, form) if form.shows else ""
    return f"{form.before}{'' if not digits.strip('0.,') else sign}{digits}{form.after}".strip()


def _general(value: float) -> str:
    if value == int(value) and abs(value) < _LARGEST:
        return str(int(value))
    return format(Decimal(format(value, f".{_DIGITS}g")), "f").replace(".", ",")


@functools.cache
def _sections(code: str) -> tuple[str, ...]:
    found = [match[0].removesuffix(";") for match in _SECTION_END.finditer(code) if match[0]]
    return tuple(found) or ("General",)


@dataclass(frozen=True, slots=True)
class _Form:
    """A section of a number format: what stands before and after the number, and how the number is written.

    It is multiplied by `scale`, has `whole` digits at least before the comma and `least` to `most` behind it, and may
    have its thousands set apart (`grouped`). `shows` is false where the section has no place for it.
    """

    before: str
    after: str
    shows: bool
    scale: Decimal
    whole: int
    least: int
    most: int
    grouped: bool


@functools.cache
def _form(section: str) -> _Form | None:
    """Return what `section` says, None where it is "General" or a kind that plans do not use (fractions, powers)."""
    parts = [_part(match) for match in _PART.finditer(section)]
    # Letters that stand for themselves are marked, so that a quoted 0 is no digit.
    plain = "".join(text if is_code else "\0" * len(text) for text, is_code in parts)
    text = "".join(text for text, _ in parts)
    if regex.search(r"(?i)general|@|E[+-]|[0#?]\s*/", plain):
        return None
    place = next((m for m in _NUMBER.finditer(plain) if regex.search(r"[0#?]", m[0])), None)
    at = place.span() if place else (len(text), len(text))
    code = place[0] if place else ""
    whole, _, decimals = code.rstrip(",").partition(".")
    scale = Decimal(100) ** plain.count("%") / Decimal(1000) ** (len(code) - len(code.rstrip(",")))
    return _Form(
        text[: at[0]], text[at[1] :], place is not None, scale, whole.count("0"),
        len(decimals) - decimals.count("#"), len(decimals), "," in whole,
    )  # fmt: skip


def _part(match: regex.Match[str]) -> tuple[str, bool]:
    if match["plain"] is not None:
        return match["plain"], True
    return match["quoted"] or match["escaped"] or match["money"] or "", False


def _digits(value: Decimal, form: _Form) -> str:
    rounded = format(value.quantize(Decimal(1).scaleb(-form.most), ROUND_HALF_UP), "f")
    whole, _, decimals = rounded.partition(".")
    whole = whole.lstrip("0").rjust(form.whole, "0")
    while len(decimals) > form.least and decimals.endswith("0"):
        decimals = decimals[:-1]
    if form.grouped:
        whole = regex.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    return f"{whole},{decimals}" if decimals else whole


def _date(value: datetime.datetime | datetime.date | datetime.time | datetime.timedelta, code: str) -> str:
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    shown = regex.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    has_day, has_year, has_hour = "d" in shown, "y" in shown, "h" in shown
    day = f"{value.day:02d}/{value.month:02d}" + (f"/{value.year:04d}" if has_year or not has_day else "")
    if not has_day and has_year:
        day = f"{value.month:02d}/{value.year:04d}" if "m" in shown else f"{value.year:04d}"
    if not has_hour or not isinstance(value, datetime.datetime):
        return day
    hour = f"{value:%H:%M}"
    return f"{day} {hour}" if has_day or has_year else hour
