"""One wrong figure upsets all sums and rates it is in: told once, with what it would have to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.audit.finding import Finding
from pipeline.audit.printed import Figure, vietnamese
from pipeline.audit.reckoning import Reckoning

_FEW = 2


def blamed(reckonings: Sequence[Reckoning]) -> Iterator[Reckoning]:
    """Yield the reckonings of a table; those that fail for one and the same figure as one."""
    held = [r for r in reckonings if r.holds]
    broken = [r for r in reckonings if not r.holds]
    yield from held
    while (found := _worst(broken, held)) is not None:
        figure, value, upset = found
        yield _merged(figure, value, upset)
        broken = [r for r in broken if r not in upset]
    yield from broken


def _worst(broken: list[Reckoning], held: list[Reckoning]) -> tuple[Figure, Decimal, list[Reckoning]] | None:
    """Return the figure that upsets most, what it would have to be, and what it upsets, if that is more than one."""
    best: tuple[Figure, Decimal, list[Reckoning]] | None = None
    often = Counter(f for r in broken if r.equation for f in dict.fromkeys(r.equation.figures))
    for figure in (f for f, times in often.items() if times >= _FEW):
        inside = [r for r in broken if r.equation and figure in r.equation.figures]
        for value in dict.fromkeys(r.equation.value_for(figure) for r in inside if r.equation):
            if value is None:
                continue
            upset = [r for r in inside if _holds(r, figure, value)]
            if len(upset) > max(len(best[2]) if best else 0, _FEW - 1) and not _harms(held, figure, value):
                best = figure, value, upset
    return best


def _holds(reckoning: Reckoning, figure: Figure, value: Decimal) -> bool:
    return reckoning.equation is not None and reckoning.equation.holds_with(figure, value)


def _harms(held: list[Reckoning], figure: Figure, value: Decimal) -> bool:
    """Tell whether what holds would no longer hold if a figure were another."""
    inside = (r for r in held if r.equation and figure in r.equation.figures)
    return any(not _holds(r, figure, value) for r in inside)


def _merged(figure: Figure, value: Decimal, upset: list[Reckoning]) -> Reckoning:
    first = upset[0]
    ways = "; ".join(f"{r.way} ≠ {r.finding.found}" for r in upset)
    finding = Finding(
        "figure_off", first.finding.doc_id, figure.at, vietnamese(value, figure.decimals), str(figure), {"sum": ways}
    )
    return Reckoning(finding, holds=False, table_id=first.table_id)
