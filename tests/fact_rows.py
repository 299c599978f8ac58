"""The facts of a file, without what says which file they are of, to hold two files of one document together."""

from __future__ import annotations

from typing import Any

from pipeline.extract import extract_bytes

FACTS = (
    "documents", "sections", "legal_refs", "short_refs", "percentages", "targets", "agency_mentions", "assignments",
    "deadlines", "amounts", "tables", "cells", "table_facts", "findings",
)  # fmt: skip
_IDS = ("_id", "source_path", "sha256")


def rows_of(data: bytes, name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a file with these bytes."""
    return {table: [dict(row) for row in rows] for table, rows in extract_bytes(data, name, name).items()}


def facts_of(data: bytes, name: str, *, placed: bool = True) -> dict[str, list[dict[str, Any]]]:
    """Return the facts of a file with these bytes, less ids; with `placed` false also less places, spaces as one."""
    rows = rows_of(data, name)
    return {table: [_plain(row, placed) for row in rows.get(table, [])] for table in FACTS}


def _plain(row: dict[str, Any], placed: bool) -> dict[str, Any]:
    kept = {key: value for key, value in row.items() if not key.endswith(_IDS)}
    if not placed:
        kept = {k: v for k, v in kept.items() if not k.endswith(("_start", "_end", "page_no")) or k == "period_start"}
        kept = {k: " ".join(v.split()) if isinstance(v, str) else v for k, v in kept.items()}
    return kept
