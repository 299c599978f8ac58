"""A file as it was read."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.grid import Grid
from extractors.offsets import Span
from pipeline.errors import KehoachError


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number (from 1), where its text stands in the source, its size in points.

    `read_with` is `text` where the file had a text layer, `ocr` where the picture of the page was recognised, with
    `ocr_confidence` (0 to 1), and `none` where it was not.
    """

    page_no: int
    at: Span
    width: float | None = None
    height: float | None = None
    read_with: str = "text"
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read, with its number in `pipeline/errors.py` and what to do about it."""

    code: str
    message: str
    stage: str = "read"
    page_no: int | None = None

    @classmethod
    def of(cls, error: KehoachError, *, stage: str = "read", page_no: int | None = None) -> Failure:
        """Return the failure that `error` is."""
        return cls(error.code, error.text, stage, page_no)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file as read (decoded, NFC, otherwise untouched), with its pages and tables.

    In `text` tables stand one row a line with tabs between cells, or as the file itself writes them; the spans
    of `pages` and `grids` count code points of `text`. `ocr` is None where recognition played no role; else it says
    how it was asked for and what did it, or that nothing could (`pipeline/read/ocr.py`).
    """

    text: str
    media_type: str
    read_with: str
    pages: tuple[Page, ...] = ()
    grids: tuple[Grid, ...] = ()
    failures: tuple[Failure, ...] = ()
    ocr: str | None = None
