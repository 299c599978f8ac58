"""What several charts know of figures: which can stand on one axis, what that is called, and what each says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.wording import Words

Row = dict[str, Any]

# What figures on one axis have in common.
_MEASURE = ("indicator", "basis", "direction", "per", "unit", "population", "in_part")
_SHAPES = {"ge": "least", "gt": "least", "le": "most", "lt": "most"}


def measure(row: Row) -> tuple[Any, ...]:
    """Return what a figure is measured in: figures with the same can stand on one axis."""
    change = row["basis"] == "change"
    said = row | {
        "direction": row["direction"] if change else None,
        "unit": (row["unit"] or "").lower(),
        "population": (row.get("population") or "").lower(),
        "in_part": bool(row.get("in_part")),
    }
    return tuple(said.get(name) or "" for name in _MEASURE)


def measure_name(row: Row, names: dict[str, str], words: Words) -> str:
    """Return what an axis is called: "Tỷ lệ hộ nghèo, mức giảm mỗi năm (%)"."""
    parts = [names.get(row["indicator"], str(row["indicator"]))]
    if row["basis"] == "change":
        parts.append(words.of("change", row["direction"]))
    unit = (row["unit"] or "").lower()
    if row.get("per") and not unit.endswith(("/năm", "/quý", "/tháng")):
        parts[-1] += f" {words.of('per', row['per'])}"
    parts += [row["population"]] if row.get("population") else []
    parts += [words("in_part")] if row.get("in_part") else []
    return ", ".join(parts) + (f" ({unit})" if unit else "")


def shape(row: Row) -> str:
    """Return how a value is bounded: `point`, `least`, `most` or `range`."""
    if row["value_max"] is not None and row["value_min"] != row["value_max"]:
        return "range"
    return _SHAPES.get(row["comparator"] or "", "point")


def bounds(row: Row) -> tuple[float, float]:
    """Return the lower and the upper value of a figure."""
    low = float(row["value_min"])
    return low, low if row["value_max"] is None else float(row["value_max"])


def listed(names: Iterable[object]) -> str:
    """Return names in a row, each once."""
    return ", ".join(dict.fromkeys(str(name) for name in names))


def place_name(areas: Iterable[Row]) -> str:
    """Return what the units that a name means are called: "huyện Chi Lăng"."""
    return listed(" ".join(filter(None, (area["kind"], area["name"]))) for area in areas)
