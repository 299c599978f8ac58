"""How large a file may be before it cannot be a document: far above any plan, far below what stalls a reader.

The largest plans seen have a million letters, a few thousand lines and fifty thousand cells. What lies above these
limits was made by a program, or to do harm, and would keep a worker busy for minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.grid import Grid
from pipeline.errors import KehoachError

BYTES = 64 << 20  # of a text or web page, which may hold pictures
LETTERS = 8_000_000
LINES = 400_000
LINE = 200_000  # letters
CELLS = 200_000
COLUMNS = 1_000
PLACES = 1_000_000  # in one table, counting each that a wide or high cell covers
ELEMENTS = 400_000  # of a web page
ATTRIBUTES = 5_000  # of one of them
PARAGRAPHS = 150_000  # of a DOCX, those in cells too
BARS = 50_000  # of tables whose cells a portal broke over lines
UNPACKED = 512 << 20  # bytes, of all parts of a DOCX or XLSX file

# A letter has three marks at most; to bring thousands into one order takes their square.
_PILED_MARKS = regex.compile(r"\p{M}{64}")
_LONG_TAG = regex.compile(r"<[a-zA-Z][^<>]{20000,}+")
_LONG_LINE = regex.compile(rf"[^\n]{{{LINE + 1}}}")


def check_count(what: str, count: int, limit: int) -> None:
    """Raise KehoachError KH116 where there are more of something than `limit`, which no document has."""
    if count > limit:
        raise KehoachError("KH116", detail=f"{count:,} {what}, more than {limit:,}")


def check_bytes(data: bytes) -> None:
    """Raise KehoachError KH116 where a text or web page has more bytes than any document."""
    check_count("bytes", len(data), BYTES)


def check_text(text: str) -> None:
    """Raise KehoachError KH116 where a text is larger than any document, or has no lines that anyone wrote."""
    check_count("letters", len(text), LETTERS)
    check_count("lines", text.count("\n"), LINES)
    if long := _LONG_LINE.search(text):
        end = text.find("\n", long.end())
        check_count("letters on a line", (end if end >= 0 else len(text)) - long.start(), LINE)
    if _PILED_MARKS.search(text):
        raise KehoachError("KH116", detail="a letter with more than 63 marks")


def check_cells(grids: Sequence[Grid]) -> None:
    """Raise KehoachError KH116 where tables have more cells, or one has more columns, than any document."""
    check_count("columns", max((grid.n_cols for grid in grids), default=0), COLUMNS)
    check_count("cells", sum(len(grid.cells) for grid in grids), CELLS)


def check_tags(page: str) -> None:
    """Raise KehoachError KH116 where a tag of a web page has more attributes than anyone would write.

    The parser holds each against all others.
    """
    for tag in _LONG_TAG.findall(page):
        check_count("attributes in a tag", max(tag.count("="), len(tag.split())), ATTRIBUTES)
