"""Values for a reader: numbers, days and what is promised; in Vietnamese as a plan prints them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.wording import Language, words_of

Row = dict[str, Any]

SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}


def value_of(row: Row, language: Language = "vi") -> str:
    """Return the value of a commitment as a plan would print it: "từ 2,5% trở lên", "giảm 4 - 5%/năm".

    In English it is "at least 2.5%", "down by 4–5% a year"; "?" where there is no number.

    >>> value_of({"value_min": 1500, "value_max": 1500, "unit": "hộ", "comparator": "gt", "basis": "level"})
    'trên 1.500 hộ'
    >>> value_of({"value_min": 62, "value_max": 62, "unit": "triệu đồng/người/năm", "comparator": "eq",
    ...           "basis": "level", "per": "year"})
    '62 triệu đồng/người/năm'
    """
    words = words_of("pipeline", language)
    low, high, unit = row["value_min"], row["value_max"], row["unit"] or ""
    if low is None:
        return "?"
    said = number(low, language)
    if high is not None and low != high:
        said = words("between", low=said, high=number(high, language))
    said += unit if unit.startswith(("%", "‰", "/")) else f" {unit}" if unit else ""
    # A unit that says it itself, "triệu đồng/người/năm", says it in Vietnamese.
    if row.get("per") and not unit.endswith(words_of("pipeline", "vi")(f"per_{row['per']}")):
        said += words(f"per_{row['per']}")
    if row["comparator"] in SIGNS:
        said = words(f"comparator_{row['comparator']}", value=said)
    if row["basis"] == "change":
        said = words(f"change_{row.get('direction') or 'any'}", value=said)
    return said


def short_value(row: Row) -> str:
    """Return the value of a commitment without its unit, its comparator as a sign, as a chart has room for it.

    >>> short_value({"value_min": 2.5, "value_max": 2.5, "comparator": "ge"})
    '≥ 2,5'
    >>> short_value({"value_min": 4, "value_max": 5, "comparator": "range"})
    '4–5'
    """
    low, high = row["value_min"], row["value_max"]
    amount = number(low) if high is None or low == high else f"{number(low)}–{number(high)}"
    sign = SIGNS.get(row["comparator"] or "")
    return f"{sign} {amount}" if sign else amount


def money(dong: float) -> str:
    """Return a sum of money in the unit that a plan would print it in.

    >>> money(154_200_000_000), money(85_000_000), money(1_500), money(2.4e12)
    ('154,2 tỷ đồng', '85 triệu đồng', '1.500 đồng', '2.400 tỷ đồng')
    """
    for size, name in ((1e9, "tỷ đồng"), (1e6, "triệu đồng")):
        if abs(dong) >= size:
            return f"{number(dong / size)} {name}"
    return f"{number(dong)} đồng"


def number(value: float | None, language: Language = "vi") -> str:
    """Return a number as readers of a language write it, nothing for None.

    >>> number(12345.6), number(0.05), number(3.0), number(12345.6, "en")
    ('12.345,6', '0,05', '3', '12,345.6')
    """
    if value is None:
        return ""
    whole, _, part = f"{value:,.6f}".rstrip("0").partition(".")
    thousands, decimals = (".", ",") if language == "vi" else (",", ".")
    whole = whole.replace(",", thousands)
    return f"{whole}{decimals}{part}" if part else whole


def day(value: date | str | None, language: Language = "vi") -> str:
    """Return a date as readers of a language write it; one that is known in part as it is, nothing for None.

    >>> day(date(2024, 2, 5)), day(date(2024, 2, 5), "en"), day("2024-02")
    ('5/2/2024', '5 Feb 2024', '2024-02')
    """
    if value is None or isinstance(value, str):
        return value or ""
    words = words_of("pipeline", language)
    name = words("months").split()[value.month - 1]
    return words("when_dmy", day=value.day, month=value.month, month_name=name, year=value.year)
