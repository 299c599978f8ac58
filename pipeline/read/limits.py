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

# A letter has three marks at most; to bring thousands into one order takes their square.
_PILED_MARKS = regex.compile(r"\p{M}{64}")
_LONG_TAG = regex.compile(r"<[a-zA-Z][^<>]{20000,}+")
_LONG_LINE = regex.compile(rf"[^\n]{{{LINE + 1}}}")


def too_large(what: str, count: int, limit: int) -> KehoachError:
    """Return KH116 for so many of something, of which a document has at most `limit`."""
    return KehoachError("KH116", detail=f"{count:,} {what}, more than {limit:,}")


def check_bytes(data: bytes) -> None:
    """Raise KehoachError KH116 where a text or web page has more bytes than any document."""
    if len(data) > BYTES:
        raise too_large("bytes", len(data), BYTES)


def check_text(text: str) -> None:
    """Raise KehoachError KH116 where a text is larger than any document, or has no lines that anyone wrote."""
    if len(text) > LETTERS:
        raise too_large("letters", len(text), LETTERS)
    lines = text.count("\n")
    if lines > LINES:
        raise too_large("lines", lines, LINES)
    if long := _LONG_LINE.search(text):
        end = text.find("\n", long.end())
        raise too_large("letters on a line", (end if end >= 0 else len(text)) - long.start(), LINE)
    if _PILED_MARKS.search(text):
        raise KehoachError("KH116", detail="a letter with more than 63 marks")


def check_cells(grids: Sequence[Grid]) -> None:
    """Raise KehoachError KH116 where tables have more cells, or one has more columns, than any document."""
    columns = max((grid.n_cols for grid in grids), default=0)
    if columns > COLUMNS:
        raise too_large("columns", columns, COLUMNS)
    cells = sum(len(grid.cells) for grid in grids)
    if cells > CELLS:
        raise too_large("cells", cells, CELLS)


def check_elements(count: int) -> None:
    """Raise KehoachError KH116 where a page has more elements than any document."""
    if count > ELEMENTS:
        raise too_large("elements", count, ELEMENTS)


def check_tags(page: str) -> None:
    """Raise KehoachError KH116 where a tag of a web page has more attributes than anyone would write.

    The parser holds each against all others.
    """
    for tag in _LONG_TAG.findall(page):
        attributes = max(tag.count("="), len(tag.split()))
        if attributes > ATTRIBUTES:
            raise too_large("attributes in a tag", attributes, ATTRIBUTES)


def check_paragraphs(count: int) -> None:
    """Raise KehoachError KH116 where a DOCX file has more paragraphs than any document."""
    if count > PARAGRAPHS:
        raise too_large("paragraphs", count, PARAGRAPHS)


def check_places(count: int) -> None:
    """Raise KehoachError KH116 where the cells of a table cover more places than any document has."""
    if count > PLACES:
        raise too_large("places in a table", count, PLACES)


def check_bars(count: int) -> None:
    """Raise KehoachError KH116 where broken tables have more bars between cells than any document."""
    if count > BARS:
        raise too_large("bars", count, BARS)
