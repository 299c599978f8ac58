"""Percentages: every one in running text, with what it is there for."""

from __future__ import annotations

from extractors.aims import role_of, statements
from extractors.component import register
from extractors.facts import Percentage, Target
from extractors.offsets import Span
from extractors.quantities import find_quantities, lower
from extractors.reading import Reading


def find_percentages(reading: Reading) -> list[Percentage]:
    """Return the percentages of the running text; those of a target found before name its value."""
    targets = {t.value_at: t for t in reading.found(Target)}
    roles = {st.quantity.at: role_of(st) for st in statements(reading) if st.quantity.kind == "percent"}
    low = lower(reading.folded)
    found = []
    for block in reading.prose():
        if "%" not in low[block.at.start : block.at.end] and "phần trăm" not in low[block.at.start : block.at.end]:
            continue
        for quantity in find_quantities(low, block.at.start, block.at.end):
            if quantity.kind != "percent":
                continue
            target = targets.get(quantity.at)
            role = target.kind if target is not None else _without_target(roles, quantity.at)
            found.append(
                Percentage(
                    at=quantity.at,
                    value_min=quantity.value_min,
                    value_max=quantity.value_max,
                    comparator=quantity.comparator,
                    role=role,
                    target_at=target.value_at if target is not None else None,
                )
            )
    return found


def _without_target(roles: dict[Span, str], at: Span) -> str:
    role = roles.get(at, "other")
    return role if role in ("condition", "share") else "other"


register("kehoach_percentages", "percentages", Percentage, find_percentages)
