"""How lists of facts are printed at a terminal: one form of table, of documents' names and of counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

SHOWN = 200


def empty_table() -> Table:
    """Return a table without rows and columns."""
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)


def words(text: object) -> str:
    """Return a value on one line, nothing for None."""
    return " ".join(str("" if text is None else text).split())


def document_name(row: dict[str, Any]) -> str:
    """Return what a reader calls the document of a row: its code and issuer, or its file where it has no code."""
    return f"{row['code']} {words(row['issuer'])}" if row["code"] else str(row["source_path"])


def place_in_file(row: dict[str, Any]) -> str:
    """Return where a row stands in its file: "trang 3, dòng 41" as `3:41`, or only its line."""
    return f"{row['page']}:{row['line']}" if row.get("page") else words(row.get("line"))


def print_count(console: Console, rows: Sequence[object], name: str) -> None:
    """Print how many rows there are, and how to get those that were left out."""
    said = f"{len(rows)} {name}{'s' if len(rows) != 1 else ''}"
    if len(rows) > SHOWN:
        said = f"the first {SHOWN} of {len(rows):,} {name}s; --csv and --json give all"
    console.print(Text(said, style="dim"))
