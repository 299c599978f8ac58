"""Values in Vietnamese form, as a plan prints them."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

_COMPARATORS = {"ge": "từ {} trở lên", "gt": "trên {}", "le": "không quá {}", "lt": "dưới {}", "approx": "khoảng {}"}
SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}
_CHANGES = {"up": "tăng {}", "down": "giảm {}", None: "thay đổi {}"}
_PER = {"year": "/năm", "quarter": "/quý", "month": "/tháng"}


def value_of(row: Row) -> str:
    """Return the value of a commitment as a plan would print it: "từ 2,5% trở lên", "giảm 4 - 5%/năm".

    >>> value_of({"value_min": 1500, "value_max": 1500, "unit": "hộ", "comparator": "gt", "basis": "level"})
    'trên 1.500 hộ'
    >>> value_of({"value_min": 62, "value_max": 62, "unit": "triệu đồng/người/năm", "comparator": "eq",
    ...           "basis": "level", "per": "year"})
    '62 triệu đồng/người/năm'
    """
    low, high, unit = row["value_min"], row["value_max"], row["unit"] or ""
    amount = number(low) if high is None or low == high else f"{number(low)} - {number(high)}"
    amount += unit if unit.startswith(("%", "‰", "/")) else f" {unit}" if unit else ""
    per = _PER.get(row.get("per") or "", "")
    said = _COMPARATORS.get(row["comparator"] or "", "{}").format(amount if unit.endswith(per) else amount + per)
    return said if row["basis"] != "change" else _CHANGES.get(row.get("direction"), "{}").format(said)


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


def number(value: float) -> str:
    """Return a number in Vietnamese form.

    >>> number(12345.6), number(0.05), number(3.0)
    ('12.345,6', '0,05', '3')
    """
    whole, _, part = f"{value:,.6f}".partition(".")
    return ",".join(filter(None, (whole.replace(",", "."), part.rstrip("0"))))
