"""Bytes of a file become a `Source`: one reader a format, chosen by content, never by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import KehoachError
from pipeline.read.limits import check_cells, check_text
from pipeline.read.sniff import Kind, sniff
from pipeline.source import Source


def read_bytes(data: bytes, name: str = "") -> Source:
    """Return the source that `data` holds. `name` only tells Markdown from plain text and serves messages.

    Raises KehoachError (KH101 to KH110, KH112, KH113) where nothing of the file can be read. A file of pages that
    hold only pictures is no error: its source has an empty text, and says in `failures` what is missing.
    """
    source = _reader(sniff(data, name))(data, name)
    check_text(source.text)
    check_cells(source.grids)
    return source


def read_path(path: str | Path) -> Source:
    """Return the source in the file at `path`.

    Raises KehoachError: KH106 where reading is not allowed, KH111 where the disk fails, and what `read_bytes` raises.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except PermissionError as error:
        raise KehoachError("KH106", detail=str(path)) from error
    except OSError as error:
        raise KehoachError("KH111", detail=f"{path}: {error.strerror or error}") from error
    return read_bytes(data, path.name)


def _reader(kind: Kind) -> Callable[[bytes, str], Source]:
    # Imported here: a run that meets no PDF need not wait for the PDF libraries.
    if kind is Kind.PDF:
        from pipeline.read.pdf import read_pdf

        return read_pdf
    if kind is Kind.DOCX:
        from pipeline.read.docx import read_docx

        return read_docx
    if kind is Kind.HTML:
        from pipeline.read.html import read_html

        return read_html
    from pipeline.read.text import read_text

    return read_text
