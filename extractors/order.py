"""All extractors, in the order in which they build on each other."""

from __future__ import annotations

from typing import Any

from extractors import (
    agencies,
    amounts,
    assignments,
    deadlines,
    documents,
    legal_refs,
    percentages,
    sections,
    short_refs,
    tables,
    targets,
)
from extractors.component import Extractor

EXTRACTORS: dict[str, Extractor[Any]] = {
    "documents": documents.EXTRACTOR,
    "sections": sections.EXTRACTOR,
    "legal_refs": legal_refs.EXTRACTOR,
    "short_refs": short_refs.EXTRACTOR,
    "agencies": agencies.EXTRACTOR,
    "targets": targets.EXTRACTOR,
    "percentages": percentages.EXTRACTOR,
    "amounts": amounts.EXTRACTOR,
    "deadlines": deadlines.EXTRACTOR,
    "assignments": assignments.EXTRACTOR,
    "tables": tables.EXTRACTOR,
}
