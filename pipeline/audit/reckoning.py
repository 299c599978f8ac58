"""What the figures of a document should come to, whether they do or not: of those that do not, findings are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.audit.finding import Finding
from pipeline.audit.printed import Figure, vietnamese

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A figure that others give: `finding` is told where it does not hold, and says what was checked where it does.

    `table_id` is the table it stands in, None for running text.
    """

    finding: Finding
    holds: bool
    table_id: str | None = None


def sum_in_words(parts: Sequence[Figure], total: Decimal, decimals: int) -> str:
    """Return an addition as it is written: "3 + 4,5 = 7,5"; of many parts the first ones and their number."""
    said = [str(part) for part in parts[:_SHOWN]]
    if len(parts) > _SHOWN:
        said += ["…", f"{parts[-1]} ({len(parts)})"]
    return f"{' + '.join(said)} = {vietnamese(total, decimals)}"
