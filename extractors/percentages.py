"""Percentages: every one in running text, with what it is there for."""

from __future__ import annotations

from extractors.aims import Statement, role_of, statements
from extractors.component import Extractor
from extractors.facts import Percentage, Target
from extractors.reading import Reading


def find_percentages(reading: Reading) -> list[Percentage]:
    """Return the percentages of the running text; those of a target found before name its value."""
    targets = {t.value_at: t for t in reading.found(Target)}
    return [
        _percentage(st, targets.get(st.quantity.at)) for st in statements(reading) if st.quantity.kind == "percent"
    ]


def _percentage(st: Statement, target: Target | None) -> Percentage:
    quantity = st.quantity
    role = target.kind if target is not None else role_of(st)
    return Percentage(
        at=quantity.at,
        value_min=quantity.value_min,
        value_max=quantity.value_max,
        comparator=quantity.comparator,
        role=role if target is not None or role in ("condition", "share") else "other",
        target_at=target.value_at if target is not None else None,
    )


EXTRACTOR = Extractor("percentages", Percentage, find_percentages)
