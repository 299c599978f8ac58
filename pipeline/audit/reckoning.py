"""What the figures of a document should come to, whether they do or not: of those that do not, findings are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from pipeline.audit.finding import Finding
from pipeline.audit.printed import Figure, total, vietnamese

_SHOWN = 8


class Equation(Protocol):
    """Figures that give one another."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in it."""

    def value_for(self, figure: Figure) -> Decimal | None:
        """Return what one of them would have to be, None where only about."""

    def holds_with(self, figure: Figure, value: Decimal) -> bool:
        """Tell whether it would hold if one of them were `value`."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Figures of which the first ones come to as much as the others, rounding aside."""

    gives: tuple[Figure, ...]
    takes: tuple[Figure, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in it."""
        return self.gives + self.takes

    @property
    def over(self) -> Decimal:
        """By how much the first ones come to more."""
        return total(self.gives) - total(self.takes)

    @property
    def holds(self) -> bool:
        """Tell whether both come to the same, as far as rounding lets one see."""
        return self._is_near(self.over)

    def value_for(self, figure: Figure) -> Decimal:
        """Return what one of the figures would have to be."""
        return figure.value - self.over if figure in self.gives else figure.value + self.over

    def holds_with(self, figure: Figure, value: Decimal) -> bool:
        """Tell whether it would hold if one of the figures were `value`."""
        by = value - figure.value if figure in self.gives else figure.value - value
        return self._is_near(self.over + by)

    def _is_near(self, over: Decimal) -> bool:
        if 2 * abs(over) > len(self.figures):
            return False  # no figure is rounded by more than a half
        return not over or abs(over) <= sum((figure.slack for figure in self.figures), Decimal(0))


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A figure that others give: `finding` is told where it does not hold, and says what was checked where it does.

    `table_id` is the table it stands in, None for running text.
    """

    finding: Finding
    holds: bool
    table_id: str | None = None
    equation: Equation | None = None

    @property
    def way(self) -> str:
        """The arithmetic: "3 + 4,5 = 7,5"."""
        return str(self.finding.says.get("sum") or self.finding.says.get("share") or "")


def sum_in_words(parts: Sequence[Figure], total: Decimal, decimals: int) -> str:
    """Return an addition as it is written: "3 + 4,5 = 7,5"; of many parts the first ones and their number."""
    said = [str(part) for part in parts[:_SHOWN]]
    if len(parts) > _SHOWN:
        said += ["…", f"{parts[-1]} ({len(parts)})"]
    return f"{' + '.join(said)} = {vietnamese(total, decimals)}"
